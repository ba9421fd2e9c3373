"""Cutting the recording of a broadcast."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.live.forms.recording import TrimForm
from nastavnik.live.selectors.recording import recording_desk
from nastavnik.live.services.recordings import trim_recording
from nastavnik.live.views.desk import crumbs


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def trim(request: SignedInRequest, token: str) -> HttpResponse:
    """Cut the beginning and the end off a recording, or bring them back."""
    page = recording_desk(request.user, request.school, token, clock.now())
    form = TrimForm(request.POST or None, initial=page.typed)
    if request.method == "POST" and form.is_valid():
        trim_recording(actor=request.user, broadcast_id=page.id, now=clock.now(), **form.cleaned_data)
        flash(request, _("The recording is being cut: in a minute it is watched without what you cut off."))
        return redirect(page.film_url)
    around = {"crumbs": crumbs((page.title, page.desk_url))}
    return render(request, "live/desk/trim.html", {"page": page, "form": form, **around})
