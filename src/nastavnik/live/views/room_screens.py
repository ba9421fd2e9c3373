"""The speaker's screen, the picture for OBS, the tables of the desk."""

from dataclasses import asdict

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nastavnik.core import clock, tables
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.refusals import is_script
from nastavnik.live.selectors.room.screens import overlay_view, speaker_view
from nastavnik.live.selectors.room.tables import room_table


@never_cache
@signed_in
@require_safe
def speaker(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the next question in large letters, the clock, how many watch, and the room."""
    view = speaker_view(request.user, request.school, token, clock.now())
    return render(request, "live/room/speaker.html", {"speaker": view, "room": view.room})


@never_cache
@require_safe
def overlay(request: Request, token: str, key: str) -> HttpResponse:
    """Show the question that is being answered on nothing, to lie over the picture in OBS."""
    view = overlay_view(request.school, token, key)
    if is_script(request):
        return JsonResponse(asdict(view))
    return render(request, "live/room/overlay.html", {"overlay": view})


@never_cache
@signed_in
@require_safe
def table(request: SignedInRequest, token: str, name: str) -> HttpResponseBase:
    """Show what was said as a table, or send it as a file."""
    page = room_table(request.user, request.school, token, name, request.GET)
    crumbs = [{"url": page.broadcast_url, "label": page.lesson_title}]
    context = {"page": page, "crumbs": crumbs, "empty": _("Nothing was said here.")}
    return tables.answer(request, page.listing, "live/room/table.html", context)
