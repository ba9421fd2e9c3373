"""News of a person: she is named by her token alone, which says nothing to who has not read of her by a key."""

from typing import Any

from nastavnik.api.selectors.news.things import Known
from nastavnik.learning.models import Quiz
from nastavnik.people.enums import Place, PlaceKind
from nastavnik.people.models import RoleAssignment, StaffImport, User
from nastavnik.programme.models import Lesson, Programme, School


def in_place(event: Any) -> Known:
    """Read who it is, for the school in which it happened."""
    return Known(_schools_of(event.place), {"person": _token(event)})


def role(event: Any) -> Known:
    """Read who holds which role, or holds it no longer."""
    return Known(_schools_of(event.place), {"person": _token(event), "role": event.role.value})


def consent(event: Any) -> Known:
    """Read who agreed to what, or agrees no longer."""
    return Known(_schools_of(event.place), {"person": _token(event), "consent": event.kind.value})


def staff(event: Any) -> Known:
    """Read a staff list."""
    return Known(_schools_of(event.place), {"staff_list": StaffImport.objects.get(pk=event.import_id).token})


def in_her_schools(event: Any) -> Known:
    """Read who it is, for the schools in which she holds a role."""
    held = RoleAssignment.objects.filter(user=event.user_id, place_kind=PlaceKind.SCHOOL)
    return Known(tuple(School.objects.filter(pk__in=held.values("place_id"))), {"person": _token(event)})


def everywhere(event: Any) -> Known:
    """Read who it is, for all schools: where she was known cannot be told any more, and whoever kept something of her must forget it."""
    return Known(tuple(School.objects.all()), {"person": _token(event)})


def enrolment(event: Any) -> Known:
    """Read who takes part in which programme."""
    row = Programme.objects.select_related("school").get(pk=event.programme_id)
    return Known((row.school,), {"programme": row.token, "person": _token(event)})


def completion(event: Any) -> Known:
    """Read for whom which lesson counts."""
    row = Lesson.objects.select_related("school").get(pk=event.lesson_id)
    return Known((row.school,), {"lesson": row.uid, "person": _token(event)})


def attempt(event: Any) -> Known:
    """Read who has done which self-check."""
    row = Quiz.objects.select_related("lesson__school").get(pk=event.quiz_id)
    return Known((row.lesson.school,), {"quiz": row.token, "lesson": row.lesson.uid, "person": _token(event)})


def _token(event: Any) -> str:
    return str(User.objects.values_list("token", flat=True).get(pk=event.user_id))


def _schools_of(place: Place) -> tuple[School, ...]:
    """Return the school that a place is; a contest and a library are none, and what happens there is not told."""
    return tuple(School.objects.filter(pk=place.id)) if place.kind == PlaceKind.SCHOOL else ()
