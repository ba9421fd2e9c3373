"""The desk of collections: all of them, one with its articles in order, its title and its imprint."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import read_order
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.forms.collections import CollectionForm, ImprintForm, PartForm
from nastavnik.publishing.selectors import lookup
from nastavnik.publishing.selectors.collections import imprint as imprints
from nastavnik.publishing.selectors.collections.listing import list_page
from nastavnik.publishing.selectors.collections.page import collection_page, typed_facts
from nastavnik.publishing.services import collections as services


@never_cache
@signed_in
@require_GET
def show_all(request: SignedInRequest) -> HttpResponse:
    """Show the collections of the school."""
    return render(request, "publishing/desk/list.html", {"page": list_page(request.user, request.school)})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a collection."""
    lookup.check_run(request.user, request.school)
    form = CollectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        call = partial(services.create_collection, actor=request.user, school_id=request.school.pk, now=clock.now())
        if made := attempt(form, lambda: call(facts=form.facts())):
            flash(request, _("The collection is begun. Only the desk sees it until you publish it."))
            return redirect("publishing:collection", made.token)
    return render(request, "publishing/desk/edit.html", {"form": form, "cancel_url": reverse("publishing:collections")})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a collection with its articles in their order."""
    collection = lookup.collection_at_desk(request.user, request.school, token)
    context = {"page": collection_page(request.user, collection), "part_form": PartForm(prefix="part")}
    return render(request, "publishing/desk/show.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Change what a collection is called and how it looks."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    form = CollectionForm(request.POST if request.method == "POST" else None, initial=typed_facts(collection))
    if form.is_valid():
        call = partial(services.edit_collection, actor=request.user, collection_id=collection.pk, now=clock.now())
        version = form.cleaned_data["version"] or 0
        if attempt(form, lambda: call(version=version, facts=form.facts())):
            flash(request, _("The collection is saved."))
            return redirect("publishing:collection", token)
    context = {"form": form, "collection": collection, "cancel_url": reverse("publishing:collection", args=[token])}
    return render(request, "publishing/desk/edit.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def imprint(request: SignedInRequest, token: str) -> HttpResponse:
    """Let the imprint be filled in; what the check misses stands at each field."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    initial = {
        **(collection.imprint or imprints.first_typed(request.school, clock.now())),
        "version": collection.version,
    }
    posted = request.POST if request.method == "POST" else None
    form = ImprintForm(posted, initial=initial, gaps=imprints.gaps_in(collection))
    if form.is_valid():
        call = partial(services.save_imprint, actor=request.user, collection_id=collection.pk, now=clock.now())
        if attempt(form, lambda: call(version=form.cleaned_data["version"], typed=form.typed())):
            flash(request, _("The imprint is saved. What is still missing stands at its fields."))
            return redirect("publishing:imprint", token)
    return render(request, "publishing/desk/imprint.html", {"form": form, "collection": collection})


@signed_in
@require_POST
def order(request: SignedInRequest, token: str) -> HttpResponse:
    """Put the articles into another order."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    rearrange = partial(read_order, request.POST)
    services.reorder(actor=request.user, collection_id=collection.pk, rearrange=rearrange, now=clock.now())
    return redirect("publishing:collection", token)


@signed_in
@require_POST
def add_part(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a part."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    form = PartForm(request.POST, prefix="part")
    if form.is_valid():
        title = form.cleaned_data["title"]
        services.add_part(actor=request.user, collection_id=collection.pk, title=title, now=clock.now())
        return redirect("publishing:collection", token)
    context = {"page": collection_page(request.user, collection), "part_form": form}
    return render(request, "publishing/desk/show.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def part(request: SignedInRequest, token: str, part: str) -> HttpResponse:
    """Call a part otherwise, or take its title away."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    page = collection_page(request.user, collection)
    group = page.part(part)
    call: dict[str, Any] = {"actor": request.user, "collection_id": collection.pk, "part": part, "now": clock.now()}
    form = PartForm(request.POST if request.method == "POST" else None, initial={"title": group.title})
    if deed := request.POST.get("deed", ""):
        _do(deed, call)
        return redirect("publishing:collection", token)
    if form.is_valid():
        services.rename_part(title=form.cleaned_data["title"], **call)
        return redirect("publishing:collection", token)
    return render(request, "publishing/desk/part.html", {"form": form, "page": page, "group": group})


def _do(deed: str, call: dict[str, Any]) -> None:
    """Move a part, or take its title away."""
    if deed == "remove":
        services.remove_part(**call)
    else:
        services.move_part(is_up=deed == "up", **call)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a collection off all lists."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    services.remove_collection(actor=request.user, collection_id=collection.pk, now=clock.now())
    undo = reverse("publishing:restore_collection", args=[token])
    flash(request, _("The collection is removed."), undo_url=undo)
    return redirect("publishing:collections")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a collection back."""
    collection = lookup.removed_collection(request.user, request.school, token)
    services.restore_collection(actor=request.user, collection_id=collection.pk, now=clock.now())
    flash(request, _("The collection is back as it was."))
    return redirect("publishing:collection", token)


@signed_in
@require_POST
def set_state(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a collection to everybody, or take it off their page."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    is_shown = request.POST.get("state") == CollectionState.PUBLISHED
    state = CollectionState.PUBLISHED if is_shown else CollectionState.PREPARED
    services.set_state(actor=request.user, collection_id=collection.pk, state=state, now=clock.now())
    flash(
        request, _("Everybody reads the collection now.") if is_shown else _("Only the desk sees the collection now.")
    )
    return redirect("publishing:collection", token)
