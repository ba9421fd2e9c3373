"""The desk of a film's chapters."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video import services
from nastavnik.video.forms import chapters_form
from nastavnik.video.selectors import desk as desk_selectors
from nastavnik.video.selectors.chapters_desk import chapters_desk, chapters_making
from nastavnik.video.views.parts import desk_crumbs


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the chapters of a film beside it, and take what a person makes of them."""
    page = chapters_desk(request.user, request.school, token, clock.now())
    form = chapters_form(page.chapters, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        video = desk_selectors.video_to_edit(request.user, request.school, token)
        services.edit_chapters(actor=request.user, video_id=video.pk, edits=form.edits(), now=clock.now())
        flash(request, _("The chapters are saved."))
        return redirect("video:edit_chapters", token)
    context = {"page": page, "form": form, "crumbs": desk_crumbs((page.title, page.film_url))}
    return render(request, "video/chapters/edit.html", context)


@never_cache
@signed_in
@require_GET
def making(request: SignedInRequest, token: str) -> HttpResponse:
    """Say whether chapters are still to be proposed, to a page that is open."""
    context = {"making": chapters_making(request.user, request.school, token), "is_asked_again": True}
    return render(request, "video/chapters/making.html", context)


@signed_in
@require_POST
def propose(request: SignedInRequest, token: str) -> HttpResponse:
    """Put the proposed chapters in place of those that people changed."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    services.propose_anew(actor=request.user, video_id=video.pk, now=clock.now())
    flash(request, _("The chapters are proposed anew."))
    return redirect("video:edit_chapters", token)
