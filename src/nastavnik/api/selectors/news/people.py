"""News of people: they are named by their tokens alone, which say nothing to who has not read of them by a key."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from nastavnik.api.selectors.news.things import Known
from nastavnik.learning.models import Quiz
from nastavnik.people.enums import Place, PlaceKind
from nastavnik.people.models import RoleAssignment, StaffImport, User
from nastavnik.programme.models import Lesson, Programme, School

Schools = tuple[School, ...]


def in_place(events: Sequence[Any]) -> list[Known]:
    """Read who it is, for the school in which it happened."""
    tokens, schools = _tokens(events), _schools(events)
    return [Known(schools[event.place], {"person": tokens[event.user_id]}) for event in events]


def role(events: Sequence[Any]) -> list[Known]:
    """Read who holds which role, or holds it no longer."""
    told = zip(events, in_place(events), strict=True)
    return [Known(known.schools, {**known.subject, "role": event.role.value}) for event, known in told]


def consent(events: Sequence[Any]) -> list[Known]:
    """Read who agreed to what, or agrees no longer."""
    told = zip(events, in_place(events), strict=True)
    return [Known(known.schools, {**known.subject, "consent": event.kind.value}) for event, known in told]


def staff(events: Sequence[Any]) -> list[Known]:
    """Read staff lists."""
    lists, schools = _rows(StaffImport.objects.only("token"), events, "import_id"), _schools(events)
    return [Known(schools[event.place], {"staff_list": lists[event.import_id].token}) for event in events]


def in_her_schools(events: Sequence[Any]) -> list[Known]:
    """Read who it is, for the schools in which she holds a role."""
    held = RoleAssignment.objects.filter(user__in={event.user_id for event in events}, place_kind=PlaceKind.SCHOOL)
    hers: dict[int, set[int]] = defaultdict(set)
    for user_id, school_id in held.values_list("user_id", "place_id"):
        hers[user_id].add(school_id)
    schools = School.objects.in_bulk({school_id for mine in hers.values() for school_id in mine})
    tokens = _tokens(events)
    return [Known(_of(schools, hers[event.user_id]), {"person": tokens[event.user_id]}) for event in events]


def everywhere(events: Sequence[Any]) -> list[Known]:
    """Read who it is, for all schools: where she was known cannot be told any more, and whoever kept something of her must forget it."""
    tokens, schools = _tokens(events), tuple(School.objects.all())
    return [Known(schools, {"person": tokens[event.user_id]}) for event in events]


def enrolment(events: Sequence[Any]) -> list[Known]:
    """Read who takes part in which programme."""
    tokens = _tokens(events)
    rows = _rows(Programme.objects.select_related("school"), events, "programme_id")
    told = [(rows[event.programme_id], tokens[event.user_id]) for event in events]
    return [Known((row.school,), {"programme": row.token, "person": token}) for row, token in told]


def completion(events: Sequence[Any]) -> list[Known]:
    """Read for whom which lesson counts."""
    tokens = _tokens(events)
    rows = _rows(Lesson.objects.select_related("school"), events, "lesson_id")
    told = [(rows[event.lesson_id], tokens[event.user_id]) for event in events]
    return [Known((row.school,), {"lesson": row.uid, "person": token}) for row, token in told]


def attempt(events: Sequence[Any]) -> list[Known]:
    """Read who has done which self-check."""
    tokens = _tokens(events)
    rows = _rows(Quiz.objects.select_related("lesson__school"), events, "quiz_id")
    told = [(rows[event.quiz_id], tokens[event.user_id]) for event in events]
    return [
        Known((row.lesson.school,), {"quiz": row.token, "lesson": row.lesson.uid, "person": token})
        for row, token in told
    ]


def _rows(rows: QuerySet[Any], events: Sequence[Any], field: str) -> dict[int, Any]:
    return rows.in_bulk({getattr(event, field) for event in events})


def _tokens(events: Sequence[Any]) -> dict[int, str]:
    return {number: str(user.token) for number, user in _rows(User.objects.only("token"), events, "user_id").items()}


def _schools(events: Sequence[Any]) -> dict[Place, Schools]:
    """Return the school that each place is; a contest and a library are none, and what happens there is not told."""
    places = {event.place for event in events}
    schools = School.objects.in_bulk({place.id for place in places if place.kind == PlaceKind.SCHOOL})
    return {place: _of(schools, [place.id] if place.kind == PlaceKind.SCHOOL else []) for place in places}


def _of(schools: dict[int, School], numbers: Iterable[int]) -> Schools:
    return tuple(schools[number] for number in sorted(numbers) if number in schools)
