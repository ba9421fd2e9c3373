"""What programs ask for: lists of pages, feeds, how other sites show a page, the pictures of cards. The same for everybody."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.core.http.machines import paced, told, told_by_tag
from nastavnik.core.memory import Memory
from nastavnik.portal import selectors
from nastavnik.portal.selectors import oembed as elsewhere
from nastavnik.portal.selectors.cards import share_card
from nastavnik.portal.selectors.feeds import lessons_feed as lessons_as_rss
from nastavnik.portal.selectors.podcast import podcast_feed
from nastavnik.portal.services.cards import card_picture

CARD_SECONDS = 86_400
# of one network in a minute: a reader of news asks once an hour, a social network may show every lesson of the year at once
MOST_FEEDS = 120
MOST_PAGES = 600
# Made at most once a minute in each process. A part of the map is up to some megabytes.
KEPT_SECONDS = 60.0
FEEDS: Memory[bytes] = Memory(most=64, seconds=KEPT_SECONDS)
MAPS: Memory[bytes] = Memory(most=4, seconds=KEPT_SECONDS)


@require_safe
@paced("feeds", MOST_FEEDS)
def sitemap(request: Request) -> HttpResponse:
    """List the pages that are open to everybody, or where their lists lie."""
    return _map(request, 0, lambda: selectors.site_map(request.school, clock.now()))


@require_safe
@paced("feeds", MOST_FEEDS)
def sitemap_part(request: Request, number: int) -> HttpResponse:
    """List a part of them."""
    return _map(request, number, lambda: selectors.site_map_part(request.school, number, clock.now()))


def _map(request: Request, part: int, read: Callable[[], selectors.SiteMap]) -> HttpResponse:
    def made() -> bytes:
        return render(request, "portal/sitemap.xml", {"map": read()}).content

    return told(request, MAPS.answer((request.school.pk, part), made), "application/xml; charset=utf-8")


@require_safe
@paced("feeds", MOST_FEEDS)
def lessons_feed(request: Request) -> HttpResponse:
    """Tell readers of news of the newest lessons."""
    return _feed(request, "lessons", lessons_as_rss)


@require_safe
@paced("feeds", MOST_FEEDS)
def podcast(request: Request) -> HttpResponse:
    """Tell programs of podcasts of the recordings."""
    return _feed(request, "podcast", podcast_feed)


def _feed(request: Request, name: str, make: Callable[..., bytes]) -> HttpResponse:
    body = FEEDS.answer((request.school.pk, name), lambda: make(request.school))
    return told(request, body, "application/rss+xml; charset=utf-8")


@require_safe
@paced("oembed", MOST_PAGES)
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
@paced("cards", MOST_PAGES)
def card(request: Request, kind: str, name: str) -> HttpResponse:
    """Send the picture that other sites show beside a link."""
    shown = share_card(request.school, kind, name)
    return told_by_tag(
        request,
        f'"{shown.version}"',
        lambda: HttpResponse(card_picture(shown), content_type="image/png"),
        seconds=CARD_SECONDS,
    )
