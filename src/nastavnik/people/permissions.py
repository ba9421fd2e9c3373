"""Who may do what with people. Closed by default: what is not granted here is refused."""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser

from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import RoleAssignment, User

Actor: TypeAlias = User | AnonymousUser


def roles_of(actor: Actor) -> frozenset[tuple[Role, Place]]:
    """Return the roles of `actor` in all places; asked from the database once per loaded person."""
    if not isinstance(actor, User):
        return frozenset()
    known: frozenset[tuple[Role, Place]] | None = getattr(actor, "_roles", None)
    if known is None:
        rows = RoleAssignment.objects.filter(user=actor).values_list("role", "place_kind", "place_id")
        known = frozenset((Role(role), Place(PlaceKind(kind), place_id)) for role, kind, place_id in rows)
        actor._roles = known  # type: ignore[attr-defined]  # a memory on the instance, for one request
    return known


def has_role(actor: Actor, place: Place, *roles: Role) -> bool:
    """Tell whether `actor` holds any of `roles` in `place`. The operator (superuser) holds none by that alone."""
    held = roles_of(actor)
    return any((role, place) in held for role in roles)
