"""Questions that lie with somebody who cannot answer, or with nobody, go on to others. All of it is safe to repeat."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from nastavnik.mentoring.enums import OPEN_STATES, AssignmentEnd
from nastavnik.mentoring.models import Assignment, Consultation, MentorProfile
from nastavnik.mentoring.selectors.candidates import today_of, who_gave_it_away
from nastavnik.mentoring.services.routing import pass_on, route
from nastavnik.mentoring.services.sweeping import apart
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import RoleAssignment

DAY = timedelta(days=1)


def move_questions_on(*, now: datetime) -> int:
    """Let every question that can be go on to a mentor who can answer it; return how many moved."""
    left = _pass_on(_held_without_role(), AssignmentEnd.LEFT, now)
    return left + _leave_the_absent(now) + _give_what_nobody_has(now)


def leave_person(*, user_id: int, now: datetime) -> int:
    """Let the questions of one person go on where she is a mentor no more; return how many."""
    return _pass_on(_held_without_role().filter(mentor=user_id), AssignmentEnd.LEFT, now)


def _held() -> QuerySet[Assignment]:
    """Return who has which open question."""
    held = Assignment.objects.filter(ended_at=None, consultation__state__in=OPEN_STATES)
    return held.select_related("consultation__school").order_by("pk")


def _held_without_role() -> QuerySet[Assignment]:
    roles = RoleAssignment.objects.filter(
        user=OuterRef("mentor"),
        user__is_active=True,
        role=Role.MENTOR,
        place_kind=PlaceKind.SCHOOL,
        place_id=OuterRef("consultation__school"),
    )
    return _held().filter(~Exists(roles))


def _leave_the_absent(now: datetime) -> int:
    """Take from absent mentors what is due before they are back; what they were given in spite of it stays with them."""
    away = MentorProfile.objects.filter(away_until__gte=now.date() - DAY, away_said_at__isnull=False)
    moved = 0
    for profile in away.select_related("school").order_by("pk"):
        with apart("leave_the_absent", school=profile.school_id, profile=profile.pk):
            moved += _leave_absent(profile, now)
    return moved


def _leave_absent(profile: MentorProfile, now: datetime) -> int:
    last_day = profile.away_until
    if last_day is None or last_day < today_of(profile.school, now):
        return 0
    held = _held().filter(
        mentor=profile.user_id, consultation__school=profile.school, assigned_at__lte=profile.away_said_at
    )
    return _pass_on((row for row in held if _is_due_by(row.consultation, last_day)), AssignmentEnd.ABSENT, now)


def _is_due_by(consultation: Consultation, day: date) -> bool:
    """Tell whether the term ends on `day` or before, by the school's clock."""
    return consultation.due_at is not None and today_of(consultation.school, consultation.due_at) <= day


def _pass_on(held: Iterable[Assignment], end: AssignmentEnd, now: datetime) -> int:
    moved = 0
    for row in list(held):
        number = row.consultation_id
        with apart("pass_on", school=row.consultation.school_id, consultation=number), transaction.atomic():
            pass_on(row, end=end, now=now)
            moved += 1
    return moved


def _give_what_nobody_has(now: datetime) -> int:
    """Give open questions without a mentor to who is free by now, those that are due first first; return how many."""
    held = Assignment.objects.filter(consultation=OuterRef("pk"), ended_at=None)
    waiting = Consultation.objects.filter(~Exists(held), state__in=OPEN_STATES).order_by("due_at", "pk")
    given = 0
    # where nobody takes a theme, its other questions need not be tried
    full: set[tuple[int, int | None]] = set()
    for pk, school_id, theme_id in list(waiting.values_list("pk", "school", "theme")):
        if (school_id, theme_id) in full:
            continue
        with apart("give_what_nobody_has", school=school_id, consultation=pk):
            if route(consultation_id=pk, now=now):
                given += 1
            elif not who_gave_it_away(pk):
                full.add((school_id, theme_id))
    return given
