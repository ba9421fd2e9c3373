"""The desk of films: the list, one film, what a methodist does with it."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video import services
from nastavnik.video.forms import FilmForm
from nastavnik.video.selectors import desk as selectors
from nastavnik.video.views.parts import desk_crumbs


@never_cache
@signed_in
@require_GET
def desk(request: SignedInRequest) -> HttpResponseBase:
    """Show the films of the school."""
    listing = selectors.films_listing(request.user, request.school, request.GET)
    context = {
        "can_upload": selectors.can_upload(request.user, request.school),
        "in_work": selectors.films_in_work(request.user, request.school),
    }
    return tables.answer(request, listing, "video/desk.html", context)


@never_cache
@signed_in
@require_GET
def in_work(request: SignedInRequest) -> HttpResponse:
    """Show again the films that are being made; when one is through, the whole list is shown anew."""
    films = selectors.films_in_work(request.user, request.school)
    if set(request.GET.getlist("film")) - {film.token for film in films}:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "video/parts/in_work.html", {"in_work": films})


@never_cache
@signed_in
@require_GET
def film(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a film with everything about its making."""
    page = selectors.film_desk(request.user, request.school, token, clock.now())
    form = FilmForm(initial=page.typed, lessons=page.lessons)
    return render(request, "video/film.html", {"page": page, "form": form, "crumbs": desk_crumbs()})


@never_cache
@signed_in
@require_GET
def progress(request: SignedInRequest, token: str) -> HttpResponse:
    """Show again how the making of a film goes; when it begins to play or is through, the page is shown anew."""
    making = selectors.film_making(request.user, request.school, token)
    if making.row.state != request.GET.get("state", making.row.state):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "video/parts/making.html", {"making": making})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Change the title, the lesson and who may watch."""
    video = selectors.video_to_edit(request.user, request.school, token)
    page = selectors.film_desk(request.user, request.school, token, clock.now())
    form = FilmForm(request.POST or None, initial=page.typed, lessons=page.lessons)
    if request.method == "POST" and form.is_valid():
        services.change_video(actor=request.user, video_id=video.pk, now=clock.now(), **form.change())
        flash(request, _("The changes are saved."))
        return redirect("video:film", token)
    crumbs = desk_crumbs((video.title, reverse("video:film", args=[token])))
    return render(request, "video/edit.html", {"page": page, "form": form, "crumbs": crumbs})


@signed_in
@require_POST
def retry(request: SignedInRequest, token: str) -> HttpResponse:
    """Have a film processed once more."""
    video = selectors.video_to_edit(request.user, request.school, token)
    services.retry_processing(actor=request.user, video_id=video.pk, now=clock.now())
    flash(request, _("The film is being processed once more, from the step where it stopped."))
    return redirect("video:film", token)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove a film."""
    video = selectors.video_to_edit(request.user, request.school, token)
    services.remove_video(actor=request.user, video_id=video.pk, now=clock.now())
    undo = reverse("video:restore", args=[token])
    flash(request, _("The film is removed: %(title)s.") % {"title": video.title}, undo_url=undo)
    return redirect("video:desk")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a removed film back."""
    video = selectors.video_to_edit(request.user, request.school, token)
    services.restore_video(actor=request.user, video_id=video.pk, now=clock.now())
    flash(request, _("The film is back: %(title)s.") % {"title": video.title})
    return redirect("video:film", token)
