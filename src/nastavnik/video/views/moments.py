"""Moments: chosen in a film, collected in lists, shared by the address of a list, played one after the other."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order
from nastavnik.video import services
from nastavnik.video.forms.moments import EditListForm, KeepForm, ListForm, MoveForm
from nastavnik.video.selectors import moments as selectors
from nastavnik.video.text.spans import read_span


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = (_("My moments"), reverse("video:moment_lists"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def keep(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a moment of a film with its words, and put it into a list."""
    page = selectors.choice_page(request.user, request.school, token, read_span(request.GET.get("t", "")))
    initial = {"seconds": page.seconds, "end_seconds": page.end_seconds}
    form = KeepForm(request.POST or None, lists=page.lists, initial=initial)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "video_id": page.pk, "has_link": True, "now": clock.now()}
        moment = attempt(form, lambda: services.add_moment(**who, **form.kept()))
        if moment is not None and moment.collection is not None:
            flash(request, _("The moment is in the list."))
            return redirect(f"{selectors.list_url(moment.collection.token)}#moment-{moment.token}")
    cited = page.cited(request.build_absolute_uri(page.url))
    return render(request, "video/moments/keep.html", {"page": page, "form": form, "cited": cited})


# --- lists -------------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def lists(request: SignedInRequest) -> HttpResponse:
    """Show a person her lists, and make another."""
    form = ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "school": request.school, "now": clock.now()}
        made = attempt(form, lambda: services.make_list(**who, title=form.cleaned_data["title"]))
        if made is not None:
            flash(request, _("The list is made. Put moments into it from the page of a film."))
            return redirect(selectors.list_url(made.token))
    rows = selectors.lists_of(request.user, request.school)
    return render(request, "video/moments/lists.html", {"lists": rows, "form": form})


@never_cache
@require_safe
def show(request: Request, token: str) -> HttpResponse:
    """Show a list to its owner, or to whoever has the address of a shared one."""
    page = selectors.list_page(request.user, request.school, token)
    context = {
        "page": page,
        "play_url": selectors.first_play_url(page),
        "address": request.build_absolute_uri(selectors.list_url(token)),
        "crumbs": _crumbs() if page.is_own else [],
    }
    response = render(request, "video/moments/list.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def play(request: Request, token: str, number: int) -> HttpResponse:
    """Play a moment of a list; its script goes on to the next."""
    page = selectors.play_page(request.user, request.school, token, number, clock.now())
    response = render(request, "video/moments/play.html", {"play": page, "player": page.player})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_list(request: SignedInRequest, token: str) -> HttpResponse:
    """Change a list's title and who may open it."""
    collection = selectors.list_to_edit(request.user, request.school, token)
    form = EditListForm(request.POST or None, initial={"title": collection.title, "is_shared": collection.is_shared})
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "collection_id": collection.pk, "now": clock.now()}
        if attempt(form, lambda: services.change_list(**who, **form.cleaned_data)) is not None:
            flash(request, _("The list is saved."))
            return redirect(selectors.list_url(token))
    crumbs = _crumbs((collection.title, selectors.list_url(token)))
    return render(request, "video/moments/edit_list.html", {"list": collection, "form": form, "crumbs": crumbs})


@signed_in
@require_POST
def remove_list(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a list away."""
    collection = selectors.list_to_edit(request.user, request.school, token)
    services.remove_list(actor=request.user, collection_id=collection.pk, now=clock.now())
    undo_url = reverse("video:restore_list", args=[token])
    flash(request, _("The list is removed: %(title)s.") % {"title": collection.title}, undo_url=undo_url)
    return redirect("video:moment_lists")


@signed_in
@require_POST
def restore_list(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a removed list back."""
    collection = selectors.list_to_edit(request.user, request.school, token)
    services.restore_list(actor=request.user, collection_id=collection.pk, now=clock.now())
    return redirect(selectors.list_url(token))


@signed_in
@require_POST
def order(request: SignedInRequest, token: str) -> HttpResponse:
    """Put the moments of a list in order: all by script, one step by the buttons."""
    collection = selectors.list_to_edit(request.user, request.school, token)
    services.reorder_moments(
        actor=request.user,
        collection_id=collection.pk,
        rearrange=partial(read_order, request.POST),
        now=clock.now(),
    )
    if "move" in request.POST:
        return redirect(f"{selectors.list_url(token)}#moment-{request.POST['move'].partition(':')[0]}")
    return HttpResponse(status=204)


# --- moments in them ---------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit_moment(request: SignedInRequest, token: str) -> HttpResponse:
    """Change the seconds and the note of a moment, or put it into another list."""
    page = selectors.edit_page(request.user, request.school, token)
    form = MoveForm(request.POST or None, lists=page.lists, initial=page.initial)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "moment_id": page.moment.pk, "now": clock.now()}
        if attempt(form, lambda: services.change_and_move(**who, **form.change(), collection_id=form.collection_id)):
            flash(request, _("The moment is saved."))
            return redirect(f"{selectors.list_url(form.cleaned_data['collection'])}#moment-{token}")
    crumbs = _crumbs((page.list_title, page.list_url))
    return render(request, "video/moments/edit_moment.html", {"page": page, "form": form, "crumbs": crumbs})


@signed_in
@require_POST
def remove_moment(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a moment out of its list."""
    moment = selectors.moment_to_edit(request.user, request.school, token)
    services.remove_moment(actor=request.user, moment_id=moment.pk, now=clock.now())
    flash(request, _("The moment is removed."), undo_url=reverse("video:restore_moment", args=[token]))
    return redirect(selectors.list_url_of(moment))


@signed_in
@require_POST
def restore_moment(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a removed moment back into its list."""
    moment = selectors.moment_to_edit(request.user, request.school, token)
    services.restore_moment(actor=request.user, moment_id=moment.pk, now=clock.now())
    return redirect(f"{selectors.list_url_of(moment)}#moment-{token}")
