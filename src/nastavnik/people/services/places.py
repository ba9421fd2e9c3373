"""Organisations of a school's network and their libraries."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from nastavnik.core import journal
from nastavnik.core.text import search_key
from nastavnik.people.enums import LegalForm, LibraryKind, Place
from nastavnik.people.models import Library, NetworkMember, Organisation
from nastavnik.people.permissions import Actor, System, can_edit_organisation, can_run_place, organisations_of
from nastavnik.people.services.refusals import LibraryTaken, OrganisationOfOthers, OrganisationTaken


@transaction.atomic
def add_organisation(
    *,
    actor: Actor,
    place: Place | None,
    name: str,
    now: datetime,
    short_name: str = "",
    legal_form: LegalForm = LegalForm.OTHER,
    site: str = "",
) -> Organisation:
    """Make an organisation, kept by `place`; one of the same name that exists already joins the network instead.

    `place` is None only for the owner of a school that is about to be made (`actor=SYSTEM`): the school joins it to
    its network by `join_network` afterwards.
    """
    if not _may_add(actor, place):
        raise PermissionDenied
    name = " ".join(name.split())
    organisation = Organisation.objects.filter(name=name).first()
    if organisation is None:
        organisation = Organisation.objects.create(
            name=name,
            name_key=search_key(name),
            short_name=short_name.strip() or name[:100],
            legal_form=legal_form,
            site=site,
        )
        journal.record(actor=actor, verb="organisation_added", subject=organisation, now=now)
    if place is not None:
        join_network(place=place, organisation=organisation)
    return organisation


def _may_add(actor: Actor, place: Place | None) -> bool:
    return isinstance(actor, System) if place is None else can_run_place(actor, place)


def join_network(*, place: Place, organisation: Organisation) -> None:
    """Count `organisation` to the network of `place`; the first place that names it keeps it.

    For services of the apps above that have checked the right (a school's owner, a partner).
    """
    has_keeper = NetworkMember.objects.filter(organisation=organisation, is_keeper=True).exists()
    NetworkMember.objects.get_or_create(
        place_kind=place.kind,
        place_id=place.id,
        organisation=organisation,
        defaults={"is_keeper": not has_keeper},
    )


@transaction.atomic
def edit_organisation(
    *,
    actor: Actor,
    place: Place,
    organisation_id: int,
    name: str,
    short_name: str,
    legal_form: LegalForm,
    site: str,
    now: datetime,
) -> Organisation:
    """Change an organisation that the place keeps. Raises `OrganisationOfOthers`, `OrganisationTaken`."""
    organisation = organisations_of(place).select_for_update(of=("self",)).get(pk=organisation_id)
    _check_keeps(actor, organisation, place)
    name = " ".join(name.split())
    if Organisation.objects.filter(name=name).exclude(pk=organisation.pk).exists():
        raise OrganisationTaken
    organisation.name, organisation.name_key = name, search_key(name)
    organisation.short_name = short_name.strip() or name[:100]
    organisation.legal_form, organisation.site = legal_form, site
    organisation.save(update_fields=["name", "name_key", "short_name", "legal_form", "site"])
    journal.record(actor=actor, verb="organisation_changed", subject=organisation, now=now)
    return organisation


@transaction.atomic
def add_library(
    *,
    actor: Actor,
    place: Place,
    organisation: Organisation,
    name: str,
    now: datetime,
    kind: LibraryKind = LibraryKind.BRANCH,
    number: int | None = None,
    settlement: str = "",
    is_model: bool = False,
) -> Library:
    """Make a library of an organisation that the place keeps. Raises `OrganisationOfOthers`, `LibraryTaken`."""
    _check_keeps(actor, organisation, place)
    library = Library(organisation=organisation)
    _fill(library, name=name, kind=kind, number=number, settlement=settlement, is_model=is_model)
    _save(library)
    journal.record(actor=actor, verb="library_added", subject=library, now=now)
    return library


@transaction.atomic
def edit_library(
    *,
    actor: Actor,
    place: Place,
    library_id: int,
    organisation: Organisation,
    name: str,
    kind: LibraryKind,
    number: int | None,
    settlement: str,
    is_model: bool,
    now: datetime,
) -> Library:
    """Change a library, or move it to another organisation the place keeps. Raises `LibraryTaken`."""
    library = Library.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=library_id)
    _check_keeps(actor, library.organisation, place)
    _check_keeps(actor, organisation, place)
    library.organisation = organisation
    _fill(library, name=name, kind=kind, number=number, settlement=settlement, is_model=is_model)
    _save(library)
    journal.record(actor=actor, verb="library_changed", subject=library, now=now)
    return library


def _check_keeps(actor: Actor, organisation: Organisation, place: Place) -> None:
    if not can_run_place(actor, place):
        raise PermissionDenied
    if not can_edit_organisation(actor, organisation, place):
        raise OrganisationOfOthers


def _fill(
    library: Library, *, name: str, kind: LibraryKind, number: int | None, settlement: str, is_model: bool
) -> None:
    library.name = " ".join(name.split())
    library.name_key = search_key(name)
    library.kind, library.number = kind, number
    library.settlement, library.settlement_key = settlement.strip(), search_key(settlement)
    library.is_model = is_model


def _save(library: Library) -> None:
    try:
        with transaction.atomic():
            library.save()
    except IntegrityError as error:
        raise LibraryTaken from error
