"""Who may do what with people. Closed by default: what is not granted here is refused."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.core.connections import rows_of
from nastavnik.people.enums import DESK_ROLES, Place, PlaceKind, Role
from nastavnik.people.models import (
    Letter,
    Library,
    NetworkMember,
    Organisation,
    RoleAssignment,
    StaffImport,
    User,
)

ROLES = "SELECT role, place_kind, place_id FROM people_roleassignment WHERE user_id = %s"


class System:
    """The school itself acting: the operator's command line, the demonstration. Said out loud, never by default."""

    pk = None

    def __str__(self) -> str:
        return "system"


SYSTEM: Final = System()

Actor: TypeAlias = User | AnonymousUser | System


def roles_of(actor: Actor) -> frozenset[tuple[Role, Place]]:
    """Return the roles of `actor` in all places; asked from the database once per loaded person."""
    if not isinstance(actor, User):
        return frozenset()
    known: frozenset[tuple[Role, Place]] | None = getattr(actor, "_roles", None)
    if known is None:
        known = remember_roles(actor, rows_of(ROLES, [actor.pk]))
    return known


def remember_roles(user: User, rows: Iterable[tuple[str, str, int]]) -> frozenset[tuple[Role, Place]]:
    """Keep on `user`, who is loaded for one request, which roles she holds: each its name, the kind of its place and its number."""
    known = frozenset((Role(role), Place(PlaceKind(kind), place_id)) for role, kind, place_id in rows)
    user._roles = known  # type: ignore[attr-defined]  # a memory on the instance, for one request
    return known


def has_role(actor: Actor, place: Place, *roles: Role) -> bool:
    """Tell whether `actor` holds any of `roles` in `place`. The operator (superuser) holds none by that alone."""
    held = roles_of(actor)
    return any((role, place) in held for role in roles)


def can_run_place(actor: Actor, place: Place) -> bool:
    """Tell whether `actor` may change people, libraries and roles of `place`: its methodists and the school itself."""
    return isinstance(actor, System) or has_role(actor, place, Role.METHODIST)


def can_see_people(actor: Actor, place: Place) -> bool:
    """Tell whether `actor` may look at the people and libraries of `place`: methodists work there, directors look."""
    return can_run_place(actor, place) or has_role(actor, place, Role.DIRECTOR)


def people_of(place: Place) -> QuerySet[User]:
    """Return the people who hold a role in `place`; nobody else belongs to it."""
    roles = RoleAssignment.objects.filter(user=OuterRef("pk"), place_kind=place.kind, place_id=place.id)
    return User.objects.filter(Exists(roles), erased_at=None)


def people_visible_to(actor: Actor, place: Place) -> QuerySet[User]:
    """Return the people of `place` when `actor` may see them; herself otherwise."""
    if can_see_people(actor, place):
        return people_of(place)
    return people_of(place).filter(pk=actor.pk) if isinstance(actor, User) else User.objects.none()


def belongs_only_to(person: User, place: Place) -> bool:
    """Tell whether no other school knows `person`: only then may this one change her account."""
    return not person.is_superuser and not any(
        other.kind is PlaceKind.SCHOOL and other != place for _role, other in roles_of(person)
    )


def can_edit_person(actor: Actor, person: User, place: Place) -> bool:
    """Tell whether `actor` may change the account of `person`: her own, or one that only the actor's school knows."""
    if isinstance(actor, User) and actor.pk == person.pk:
        return True
    is_ours = any(held == place for _role, held in roles_of(person))
    return can_run_place(actor, place) and is_ours and belongs_only_to(person, place)


def can_hand_over_entry(actor: Actor, person: User, place: Place) -> bool:
    """Tell whether `actor` may be shown a link that signs `person` in.

    Not for people of the desk who have been in already: with such a link one methodist could act as another. They
    get their link by mail only.
    """
    is_of_desk = any(role in DESK_ROLES for role, _held in roles_of(person))
    return can_edit_person(actor, person, place) and (not is_of_desk or person.last_login is None)


def organisations_visible_to(actor: Actor, place: Place) -> QuerySet[Organisation]:
    """Return the organisations of the network of `place` when `actor` may see its people."""
    if not can_see_people(actor, place):
        return Organisation.objects.none()
    return organisations_of(place)


def organisations_of(place: Place) -> QuerySet[Organisation]:
    """Return the organisations of the network of `place`."""
    members = NetworkMember.objects.filter(organisation=OuterRef("pk"), place_kind=place.kind, place_id=place.id)
    return Organisation.objects.filter(Exists(members))


def organisations_kept_by(place: Place) -> QuerySet[Organisation]:
    """Return the organisations that `place` keeps: it may change them and their libraries."""
    kept = NetworkMember.objects.filter(
        organisation=OuterRef("pk"), place_kind=place.kind, place_id=place.id, is_keeper=True
    )
    return Organisation.objects.filter(Exists(kept))


def can_edit_organisation(actor: Actor, organisation: Organisation, place: Place) -> bool:
    """Tell whether `actor` may change `organisation` and its libraries."""
    return can_run_place(actor, place) and organisations_kept_by(place).filter(pk=organisation.pk).exists()


def libraries_of(place: Place) -> QuerySet[Library]:
    """Return the libraries of the network of `place`."""
    members = NetworkMember.objects.filter(
        organisation=OuterRef("organisation"), place_kind=place.kind, place_id=place.id
    )
    return Library.objects.filter(Exists(members))


def libraries_visible_to(actor: Actor, place: Place) -> QuerySet[Library]:
    """Return the libraries of the network of `place` when `actor` may see its people."""
    return libraries_of(place) if can_see_people(actor, place) else Library.objects.none()


def can_edit_library(actor: Actor, library: Library, place: Place) -> bool:
    """Tell whether `actor` may change `library`."""
    return can_edit_organisation(actor, library.organisation, place)


def staff_imports_visible_to(actor: Actor, place: Place) -> QuerySet[StaffImport]:
    """Return the staff lists of `place`: for those who may apply them."""
    if not can_run_place(actor, place):
        return StaffImport.objects.none()
    return StaffImport.objects.filter(place_kind=place.kind, place_id=place.id)


def letters_visible_to(actor: Actor, place: Place) -> QuerySet[Letter]:
    """Return the letters that `place` sends, and letters about the accounts of its people, for its methodists."""
    if not can_run_place(actor, place):
        return Letter.objects.none()
    is_of_place = Q(place_kind=place.kind, place_id=place.id)
    is_of_ours = Q(place_kind="", user__in=people_of(place).values("pk"))
    return Letter.objects.filter(is_of_place | is_of_ours)
