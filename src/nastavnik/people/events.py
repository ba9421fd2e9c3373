"""What happened to people, for the apps above."""

from dataclasses import dataclass

from nastavnik.people.enums import ConsentKind, Place, Role


@dataclass(frozen=True, slots=True)
class PersonInvited:
    """A person was invited into a place (with an account made for her, or into one she had)."""

    user_id: int
    place: Place


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """A person made an account herself."""

    user_id: int
    place: Place


@dataclass(frozen=True, slots=True)
class RoleGranted:
    """A person holds a role in a place from now on."""

    user_id: int
    role: Role
    place: Place


@dataclass(frozen=True, slots=True)
class RoleWithdrawn:
    """A person no longer holds a role in a place."""

    user_id: int
    role: Role
    place: Place


@dataclass(frozen=True, slots=True)
class PersonDeactivated:
    """An account was switched off; nothing of it was removed."""

    user_id: int


@dataclass(frozen=True, slots=True)
class PersonActivated:
    """An account was switched on again."""

    user_id: int


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person asked to be forgotten: the account is anonymous now; apps above forget what they know of her."""

    user_id: int


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A person agreed to a document of the place."""

    user_id: int
    kind: ConsentKind
    place: Place


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """A person took a consent back: what rested on it must stop."""

    user_id: int
    kind: ConsentKind
    place: Place


@dataclass(frozen=True, slots=True)
class StaffImported:
    """A staff list was applied to a place."""

    import_id: int
    place: Place
