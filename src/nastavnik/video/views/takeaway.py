"""The film as one file with its chapters, for whoever manages it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video import services
from nastavnik.video.selectors import desk as desk_selectors
from nastavnik.video.selectors.takeaway import takeaway_of, takeaway_url


@signed_in
@require_POST
def make(request: SignedInRequest, token: str) -> HttpResponse:
    """Have the file made."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    services.request_takeaway(actor=request.user, video_id=video.pk, now=clock.now())
    flash(request, _("The file is being made; the page of the film shows when it is there."))
    return redirect("video:film", token)


@never_cache
@signed_in
@require_GET
def state(request: SignedInRequest, token: str) -> HttpResponse:
    """Show how the file stands, to a page that is open."""
    takeaway = takeaway_of(desk_selectors.video_to_edit(request.user, request.school, token))
    return render(request, "video/parts/takeaway.html", {"takeaway": takeaway})


@never_cache
@signed_in
@require_safe
def fetch(request: SignedInRequest, token: str) -> HttpResponse:
    """Lead to the file."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    return redirect(takeaway_url(video, clock.now()))
