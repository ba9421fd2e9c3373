"""What somebody is in a school, as far as mentoring goes."""

from nastavnik.people.enums import Place, Role
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, has_role, roles_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, place_of


def is_mentor(actor: Actor, school: School) -> bool:
    """Tell whether `actor` answers questions of `school`."""
    return is_mentor_in(actor, place_of(school))


def is_mentor_in(actor: Actor, place: Place) -> bool:
    """Tell whether `actor` is a mentor of a school, named by its place."""
    return isinstance(actor, User) and actor.is_active and has_role(actor, place, Role.MENTOR)


def can_ask(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may ask the mentors of `school`: whoever belongs to it."""
    if not isinstance(actor, User) or not actor.is_active:
        return False
    return any(place == place_of(school) for _role, place in roles_of(actor))


def can_route(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see all questions of `school` and say who answers them: a methodist."""
    return can_run_school(actor, school)
