"""What programs ask for: lists of pages, feeds, how other sites show a page, the pictures of cards. The same for everybody."""

import hashlib
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.portal import selectors
from nastavnik.portal.selectors import oembed as elsewhere
from nastavnik.portal.selectors.cards import share_card
from nastavnik.portal.selectors.feeds import lessons_feed as lessons_as_rss
from nastavnik.portal.selectors.podcast import podcast_feed
from nastavnik.portal.services.cards import card_picture

TOLD_SECONDS = 300
CARD_SECONDS = 86_400


@require_safe
def sitemap(request: Request) -> HttpResponse:
    """List the pages that are open to everybody, or where their lists lie."""
    return _map(request, selectors.site_map(request.school, clock.now()))


@require_safe
def sitemap_part(request: Request, number: int) -> HttpResponse:
    """List a part of them."""
    return _map(request, selectors.site_map_part(request.school, number, clock.now()))


def _map(request: Request, shown: selectors.SiteMap) -> HttpResponse:
    page = render(request, "portal/sitemap.xml", {"map": shown})
    return _told(request, page.content, "application/xml; charset=utf-8")


@require_safe
def lessons_feed(request: Request) -> HttpResponse:
    """Tell readers of news of the newest lessons."""
    return _told(request, lessons_as_rss(request.school), "application/rss+xml; charset=utf-8")


@require_safe
def podcast(request: Request) -> HttpResponse:
    """Tell programs of podcasts of the recordings."""
    return _told(request, podcast_feed(request.school), "application/rss+xml; charset=utf-8")


def _told(request: Request, body: bytes, media_type: str) -> HttpResponse:
    """Answer with what changes seldom and is asked for often; with 304 to whoever has it."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = _not_modified(request, etag) or HttpResponse(body, content_type=media_type)
    response.headers["Cache-Control"] = f"public, max-age={TOLD_SECONDS}"
    response.headers["ETag"] = etag
    return response


def _not_modified(request: Request, etag: str) -> HttpResponse | None:
    # a server in front that packs an answer makes its tag a weak one
    known = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
    return HttpResponseNotModified() if etag in known else None


@require_safe
def oembed(request: Request) -> HttpResponse:
    """Tell another site how to show a page of ours, by its address (oembed.com)."""
    asked = request.GET
    if (form := asked.get("format", "json")) not in {"json", "xml"}:
        return HttpResponse(status=HTTPStatus.NOT_IMPLEMENTED)
    room = elsewhere.room_of(asked.get("maxwidth", ""), asked.get("maxheight", ""))
    hosts = elsewhere.hosts_of(request.school, request.get_host())
    try:
        said = elsewhere.shown_elsewhere(request.school, hosts, asked.get("url", ""), room, clock.now())
    except elsewhere.PrivatePage:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    if form == "xml":
        response = HttpResponse(elsewhere.as_xml(said), content_type="text/xml; charset=utf-8")
    else:
        response = JsonResponse(said)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def card(request: Request, kind: str, name: str) -> HttpResponse:
    """Send the picture that other sites show beside a link."""
    shown = share_card(request.school, kind, name)
    etag = f'"{shown.version}"'
    response = _not_modified(request, etag) or HttpResponse(card_picture(shown), content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={CARD_SECONDS}"
    response.headers["ETag"] = etag
    return response
