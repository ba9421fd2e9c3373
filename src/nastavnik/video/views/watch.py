"""Watching: a film's own page, the page for other sites' frames, fresh addresses, the place where one stopped."""

from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.frames import framed
from nastavnik.video import selectors, services
from nastavnik.video.forms import PositionForm
from nastavnik.video.selectors.chapters import CHAPTERS_TYPE, chapters_of_podcast
from nastavnik.video.selectors.sounds import sound_address


@require_safe
def watch(request: Request, token: str) -> HttpResponse:
    """Show a film by its own address: for films shared by link."""
    video = selectors.video_to_watch(request.user, request.school, token)
    player = selectors.player_of(request.user, video, clock.now(), has_link=True)
    return render(request, "video/watch.html", {"player": player, "lesson_url": selectors.lesson_url_of(video)})


@never_cache
@require_safe
def status(request: Request, token: str) -> JsonResponse:
    """Tell a page that is open what there is to play now; addresses that expire are renewed by this."""
    video = selectors.video_to_watch(request.user, request.school, token)
    player = selectors.player_of(request.user, video, clock.now(), has_link=True)
    return JsonResponse(selectors.player_status(player))


@require_safe
def chapters(request: Request, token: str) -> HttpResponse:
    """Answer with the chapters of a film for the time bar."""
    video = selectors.video_to_watch(request.user, request.school, token)
    rows = selectors.chapters_for(request.user, video)
    headers = {"Cache-Control": "private, no-cache"}
    return HttpResponse(selectors.chapters_as_vtt(rows), content_type="text/vtt; charset=utf-8", headers=headers)


@require_safe
def chapters_for_podcasts(request: Request, token: str) -> JsonResponse:
    """Answer with the chapters of a film as programs of podcasts read them."""
    video = selectors.video_to_watch(request.user, request.school, token)
    rows = selectors.chapters_for(request.user, video)
    headers = {"Cache-Control": "private, no-cache"}
    return JsonResponse(chapters_of_podcast(rows), content_type=CHAPTERS_TYPE, headers=headers)


@signed_in
@require_POST
def position(request: SignedInRequest, token: str) -> HttpResponse:
    """Remember how far a viewer came."""
    video = selectors.video_to_watch(request.user, request.school, token)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    seconds = form.cleaned_data["seconds"]
    services.remember_position(actor=request.user, video_id=video.pk, seconds=seconds, now=clock.now(), has_link=True)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_safe
def poster(request: Request, token: str) -> HttpResponse:
    """Lead to the poster by an address that does not change, for search engines and previews of links."""
    address = selectors.poster_address(request.user, request.school, token, clock.now())
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def sound(request: Request, token: str) -> HttpResponse:
    """Lead to the sound of a film by an address that does not change, for podcasts; bytes and ranges come from there."""
    response = HttpResponseRedirect(sound_address(request.school, token, clock.now()))
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@framed
@require_safe
def embed(request: Request, token: str) -> HttpResponse:
    """Show the player alone, for a frame on another site: always as a guest sees it, without cookies."""
    guest = AnonymousUser()
    video = selectors.video_to_watch(guest, request.school, token)
    player = selectors.player_of(guest, video, clock.now(), has_link=True)
    lesson_url = selectors.lesson_url_of(video)
    # without `school` the page has no clock to compare with, and leaves no cookie about the viewer's zone
    context = {"player": player, "lesson_url": lesson_url, "school": None, "school_title": request.school.title}
    return render(request, "video/embed.html", context)
