"""People as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.models import JournalEntry
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.enums import DONE, ConsentKind, Place, Role
from nastavnik.people.models import Consent, Invitation, Library, RoleAssignment, User
from nastavnik.people.permissions import (
    Actor,
    belongs_only_to,
    can_edit_person,
    can_run_place,
    can_see_people,
    libraries_visible_to,
    people_visible_to,
)

STATES = (("active", _("May sign in")), ("new", _("Never signed in")), ("off", _("Switched off")))
STATE_QUERIES = {
    "active": Q(is_active=True),
    "new": Q(is_active=True, last_login=None),
    "off": Q(is_active=False),
}


def people_listing(actor: Actor, place: Place, params: Mapping[str, str]) -> Listing[User]:
    """Return the people of the place with their roles and libraries, as the address asks."""
    if not can_see_people(actor, place):
        raise PermissionDenied
    roles = RoleAssignment.objects.filter(place_kind=place.kind, place_id=place.id).order_by("role")
    people = people_visible_to(actor, place).select_related("library")
    people = people.prefetch_related(Prefetch("roleassignment_set", roles, to_attr="roles_here"))
    libraries = list(libraries_visible_to(actor, place).order_by("kind", "number", "name_key"))
    return people_table(place, libraries).listing(people, params)


def people_table(place: Place, libraries: list[Library]) -> Table[User]:
    """Return the table of people; its filter by library offers the libraries of the network."""
    roles = RoleAssignment.objects.filter(user=OuterRef("pk"), place_kind=place.kind, place_id=place.id)
    return Table(
        name="people",
        caption=_("People"),
        columns=(
            Column("name", _("Person’s name"), lambda user: user.full_name, order=("name_key",), link=person_url),
            Column("position", _("Position"), lambda user: user.position),
            Column(
                "library",
                _("Library"),
                lambda user: user.library.label if user.library else "",
                order=("library__kind", "library__number", "library__name_key"),
            ),
            Column("roles", _("Roles"), role_labels),
            Column("email", _("E-mail"), lambda user: user.email, order=("email",)),
            Column("seen", _("Last signed in"), lambda user: user.last_login, order=("last_login",)),
            Column("state", _("State"), state_label, order=("is_active", "last_login")),
        ),
        filters=(
            Filter("q", _("Name or e-mail"), query=words_query),
            Filter(
                "role", _("Role"), query=lambda role: Q(Exists(roles.filter(role=role))), choices=tuple(Role.choices)
            ),
            Filter(
                "library",
                _("Library"),
                query=lambda token: Q(library__token=token),
                choices=tuple((library.token, library.label) for library in libraries),
            ),
            Filter("state", _("State"), query=lambda state: STATE_QUERIES[state], choices=STATES),
        ),
        order="name",
    )


def words_query(text: str) -> Q:
    """Return the condition that every word of `text` stands in the name or the address."""
    query = Q()
    for word in search_key(text).split():
        query &= Q(name_key__contains=word) | Q(email__contains=word)
    return query


def person_url(user: User) -> str:
    """Return the address of a person's page."""
    return reverse("people:person", args=[user.token])


def role_labels(user: User) -> str:
    """Return the roles a person holds here, in words; rows come from `people_listing`."""
    return ", ".join(str(Role(held.role).label) for held in user.roles_here)  # type: ignore[attr-defined]  # prefetched


def state_label(user: User) -> str | Promise:
    """Return whether a person may sign in and ever did."""
    if not user.is_active:
        return STATES[2][1]
    return STATES[0][1] if user.last_login else STATES[1][1]


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role on a person's page."""

    role: Role
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class HeldConsent:
    """A consent on a person's page."""

    label: str
    version: int
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of a history: who did what, when."""

    at: datetime
    actor_name: str
    what: str | Promise


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person's page for the desk, complete."""

    person: User
    roles: list[HeldRole]
    consents: list[HeldConsent]
    history: list[Deed]
    invitation: Invitation | None
    can_edit: bool
    can_run: bool
    is_shared: bool
    is_own: bool


def person_page(actor: Actor, place: Place, token: str) -> PersonPage:
    """Return the page of a person of the place. People of other schools do not exist here."""
    if not can_see_people(actor, place):
        raise PermissionDenied
    person = people_visible_to(actor, place).select_related("library").get(token=token)
    roles = RoleAssignment.objects.filter(user=person, place_kind=place.kind, place_id=place.id).order_by("role")
    invitations = Invitation.objects.filter(user=person, place_kind=place.kind, place_id=place.id, used_at=None)
    return PersonPage(
        person=person,
        roles=[HeldRole(Role(held.role), held.granted_at) for held in roles],
        consents=consents_of(person, place),
        history=[deed_of(entry) for entry in journal.history_of(person)],
        invitation=invitations.filter(revoked_at=None).order_by("-created_at").first(),
        can_edit=can_edit_person(actor, person, place),
        can_run=can_run_place(actor, place),
        is_shared=not belongs_only_to(person, place),
        is_own=actor.pk == person.pk,
    )


def consents_of(person: User, place: Place) -> list[HeldConsent]:
    """Return every consent a person gave in the place, newest first."""
    consents = Consent.objects.filter(user=person, text__place_kind=place.kind, text__place_id=place.id)
    return [
        HeldConsent(
            label=str(ConsentKind(consent.text.kind).label),
            version=consent.text.version,
            given_at=consent.given_at,
            withdrawn_at=consent.withdrawn_at,
        )
        for consent in consents.select_related("text").order_by("-given_at", "-pk")
    ]


def deed_of(entry: JournalEntry) -> Deed:
    """Return a journal entry in words; a role is named."""
    said = DONE.get(entry.verb, entry.verb)
    role = entry.details.get("role")
    what = f"{said}: {Role(role).label}" if role in Role.values else said
    name = gettext("the school") if entry.actor_name == journal.SYSTEM_NAME else entry.actor_name
    return Deed(at=entry.at, actor_name=name, what=what)


def person_for(actor: Actor, place: Place, token: str) -> User:
    """Return a person of the place whom `actor` may see."""
    if not can_see_people(actor, place):
        raise PermissionDenied
    return people_visible_to(actor, place).select_related("library").get(token=token)


def is_person_here(actor: Actor, place: Place, token: str) -> bool:
    """Tell whether a person is still of the place."""
    return people_visible_to(actor, place).filter(token=token).exists()


def can_run(actor: Actor, place: Place) -> bool:
    """Tell whether `actor` may change people and libraries of the place, so that a page offers it."""
    return can_run_place(actor, place)


def check_can_run(actor: Actor, place: Place) -> None:
    """Raise `PermissionDenied` unless `actor` may change people and libraries of the place."""
    if not can_run_place(actor, place):
        raise PermissionDenied
