"""Who may say what a mentor takes on, and who the mentors are."""

from django.db.models import QuerySet

from nastavnik.mentoring.permissions.school import can_route, is_mentor
from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of


def mentor_roles(school: School) -> QuerySet[RoleAssignment]:
    """Return the roles of the mentors of `school` who can sign in."""
    place = place_of(school)
    return RoleAssignment.objects.filter(
        place_kind=place.kind, place_id=place.id, role=Role.MENTOR, user__is_active=True, user__erased_at=None
    )


def mentors_of(school: School) -> QuerySet[User]:
    """Return the mentors of `school` who can sign in."""
    return User.objects.filter(pk__in=mentor_roles(school).values("user"))


def can_edit_mentor(actor: Actor, mentor: User, school: School) -> bool:
    """Tell whether `actor` may say what a mentor of `school` takes on: she herself, and methodists."""
    if isinstance(actor, User) and actor.pk == mentor.pk:
        return is_mentor(actor, school)
    return can_route(actor, school) and mentor_roles(school).filter(user=mentor).exists()


def mentors_edited_by(actor: Actor, school: School) -> QuerySet[User]:
    """Return the mentors of `school` whom `can_edit_mentor` admits."""
    mentors = mentors_of(school)
    if can_route(actor, school):
        return mentors
    return mentors.filter(pk=actor.pk) if isinstance(actor, User) else mentors.none()
