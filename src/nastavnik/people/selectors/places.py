"""Organisations and libraries as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.enums import LegalForm, LibraryKind, Place
from nastavnik.people.models import Library, Organisation
from nastavnik.people.permissions import (
    Actor,
    can_edit_library,
    can_edit_organisation,
    can_see_people,
    libraries_visible_to,
    organisations_kept_by,
    organisations_visible_to,
    people_of,
)
from nastavnik.people.selectors.people import Deed, check_can_run, deed_of


def people_count(library: Library) -> int | None:
    """Return how many people of the place work in a library; rows come from `library_listing`."""
    count: int | None = library.people  # type: ignore[attr-defined]  # annotated there
    return count


def library_count(organisation: Organisation) -> int:
    """Return how many libraries an organisation has; rows come from `organisation_listing`."""
    count: int = organisation.libraries  # type: ignore[attr-defined]  # annotated there
    return count


LIBRARIES: Table[Library] = Table(
    name="libraries",
    caption=_("Libraries"),
    columns=(
        Column(
            "name",
            _("Library"),
            lambda library: library.name,
            order=("name_key",),
            link=lambda library: reverse("people:library", args=[library.token]),
        ),
        Column("number", _("№"), lambda library: library.number, order=("number",), is_number=True),
        Column("kind", _("Kind"), lambda library: LibraryKind(library.kind).label, order=("kind", "number")),
        Column("settlement", _("Settlement"), lambda library: library.settlement, order=("settlement_key",)),
        Column("model", _("Model library"), lambda library: _("yes") if library.is_model else "", order=("is_model",)),
        Column("organisation", _("Organisation"), lambda library: library.organisation.short_name),
        Column("people", _("People"), people_count, order=("people",), is_number=True),
    ),
    filters=(
        Filter(
            "q",
            _("Name or settlement"),
            query=lambda text: Q(name_key__contains=search_key(text)) | Q(settlement_key__contains=search_key(text)),
        ),
        Filter("kind", _("Kind"), query=lambda kind: Q(kind=kind), choices=tuple(LibraryKind.choices)),
    ),
    order="number",
)

ORGANISATIONS: Table[Organisation] = Table(
    name="organisations",
    caption=_("Organisations"),
    columns=(
        Column(
            "name",
            _("Organisation"),
            lambda organisation: organisation.name,
            order=("name_key",),
            link=lambda organisation: reverse("people:organisation", args=[organisation.token]),
        ),
        Column("short_name", _("Short name"), lambda organisation: organisation.short_name),
        Column(
            "legal_form",
            _("Legal form"),
            lambda organisation: LegalForm(organisation.legal_form).label,
            order=("legal_form",),
        ),
        Column("libraries", _("Libraries"), library_count, order=("libraries",), is_number=True),
    ),
    filters=(Filter("q", _("What it is called"), query=lambda text: Q(name_key__contains=search_key(text))),),
    order="name",
)


def library_listing(actor: Actor, place: Place, params: Mapping[str, str]) -> Listing[Library]:
    """Return the libraries of the network with how many people of the place work in each."""
    _check(actor, place)
    workers = people_of(place).filter(library=OuterRef("pk"), is_active=True).order_by().values("library")
    people = workers.annotate(count=Count("pk")).values("count")
    libraries = libraries_visible_to(actor, place).select_related("organisation")
    return LIBRARIES.listing(libraries.annotate(people=Subquery(people)), params)


def organisation_listing(actor: Actor, place: Place, params: Mapping[str, str]) -> Listing[Organisation]:
    """Return the organisations of the network with how many libraries each has."""
    _check(actor, place)
    organisations = organisations_visible_to(actor, place).annotate(libraries=Count("library"))
    return ORGANISATIONS.listing(organisations, params)


def library_for(actor: Actor, place: Place, token: str) -> Library:
    """Return a library of the network with its organisation."""
    return libraries_visible_to(actor, place).select_related("organisation").get(token=token)


def organisation_for(actor: Actor, place: Place, token: str) -> Organisation:
    """Return an organisation of the network."""
    return organisations_visible_to(actor, place).get(token=token)


def libraries_to_choose(actor: Actor, place: Place) -> list[Library]:
    """Return the libraries of the network for a form's choice, in the order of numbers."""
    return list(libraries_visible_to(actor, place).order_by("kind", "number", "name_key"))


def organisations_to_choose(actor: Actor, place: Place) -> list[Organisation]:
    """Return the organisations to which the place may add libraries. Raises `PermissionDenied`."""
    check_can_run(actor, place)
    return list(organisations_kept_by(place).order_by("name_key"))


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A library's page at the desk: what is in its form, and its history."""

    library: Library
    initial: dict[str, Any]
    organisations: list[Organisation]
    history: list[Deed]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation's page at the desk."""

    organisation: Organisation
    initial: dict[str, Any]
    libraries: list[Library]
    history: list[Deed]
    can_edit: bool


def library_page(actor: Actor, place: Place, token: str) -> LibraryPage:
    """Return the page of a library of the network; one that another school keeps can be read only."""
    library = library_for(actor, place, token)
    can_edit = can_edit_library(actor, library, place)
    names = ("name", "kind", "number", "settlement", "is_model", "organisation")
    return LibraryPage(
        library=library,
        initial={name: getattr(library, name) for name in names},
        organisations=organisations_to_choose(actor, place) if can_edit else [],
        history=[deed_of(entry) for entry in journal.history_of(library)],
        can_edit=can_edit,
    )


def organisation_page(actor: Actor, place: Place, token: str) -> OrganisationPage:
    """Return the page of an organisation of the network with its libraries."""
    organisation = organisation_for(actor, place, token)
    return OrganisationPage(
        organisation=organisation,
        initial={name: getattr(organisation, name) for name in ("name", "short_name", "legal_form", "site")},
        libraries=list(Library.objects.filter(organisation=organisation).order_by("kind", "number", "name_key")),
        history=[deed_of(entry) for entry in journal.history_of(organisation)],
        can_edit=can_edit_organisation(actor, organisation, place),
    )


def libraries_to_invite_to(actor: Actor, place: Place) -> list[Library]:
    """Return the libraries for the form of an invitation. Raises `PermissionDenied` for who may not invite."""
    check_can_run(actor, place)
    return libraries_to_choose(actor, place)


def _check(actor: Actor, place: Place) -> None:
    if not can_see_people(actor, place):
        raise PermissionDenied
