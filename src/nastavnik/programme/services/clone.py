"""The next year made of a past one: the same cycles and lessons as drafts, on the same weekdays and hours."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Cycle, Handout, Lesson, LessonSpeaker, Programme, School
from nastavnik.programme.services.lessons import speaker_ids_of
from nastavnik.programme.services.plan import cycles_of, locked_programme
from nastavnik.programme.services.slugs import free_slug

WEEK = timedelta(weeks=1)
# Labour Code of the Russian Federation, article 112: (month, day). Moved days off are decreed anew every year.
HOLIDAYS = frozenset({*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)})


@dataclass(frozen=True, slots=True)
class Cloned:
    """The new programme, and the lessons that went to a later week because a public holiday was in the way."""

    programme: Programme
    postponed: list[Lesson]


@transaction.atomic
def clone_programme(
    *,
    actor: Actor,
    programme_id: int,
    title: str,
    starts_on: date,
    now: datetime,
    keep_speakers: bool = True,
    keep_handouts: bool = True,
) -> Cloned:
    """Make a programme that begins on `starts_on` out of another one; it is seen by the desk alone.

    Lessons become drafts and are shifted by whole weeks, so that weekday and hour stay (also over a change of the
    clock); none comes before the first day or on a public holiday. Films, enrolments and reasons stay with the past.
    """
    source = locked_programme(actor, programme_id)
    school = School.objects.select_for_update(of=("self",)).get(pk=source.school_id)
    programme = Programme.objects.create(
        school=school,
        title=title,
        description=source.description,
        starts_on=starts_on,
        ends_on=starts_on + (source.ends_on - source.starts_on),
        enrolment_policy=source.enrolment_policy,
    )
    planned = Lesson.objects.filter(cycle__programme=source, removed_at=None).select_related("school")
    lessons = list(planned.order_by("cycle__position", "number", "pk"))
    days, postponed = _new_days(lessons, source, starts_on)
    cycles = _clone_cycles(source, programme)
    copies = {
        lesson.pk: _clone_lesson(lesson, cycles[lesson.cycle_id], days.get(lesson.pk), school, now)
        for lesson in lessons
    }
    for lesson in lessons:
        _clone_company(lesson, copies[lesson.pk], keep_speakers=keep_speakers, keep_handouts=keep_handouts)
    journal.record(actor=actor, verb="programme_cloned", subject=programme, now=now, source=source.token)
    return Cloned(programme=programme, postponed=[copies[pk] for pk in postponed])


def _new_days(lessons: list[Lesson], source: Programme, starts_on: date) -> tuple[dict[int, datetime], list[int]]:
    """Return when each lesson begins in the new year, and which had to go to a later week."""
    dated = [(lesson.starts_at.astimezone(lesson.zone), lesson.pk) for lesson in lessons if lesson.starts_at]
    weeks = round((starts_on - source.starts_on) / WEEK)
    if dated and (min(dated)[0] + weeks * WEEK).date() < starts_on:
        weeks += 1
    days: dict[int, datetime] = {}
    postponed: dict[datetime, int] = {}
    for starts_at, pk in sorted(dated):
        # a sum of local moments keeps the hour on the wall
        day = starts_at + weeks * WEEK
        # what gives way to a holiday pushes on the lesson of the next week, so that the order stays
        while (day.month, day.day) in HOLIDAYS or day in postponed:
            day += WEEK
        if day != starts_at + weeks * WEEK:
            postponed[day] = pk
        days[pk] = day
    return days, list(postponed.values())


def _clone_cycles(source: Programme, programme: Programme) -> dict[int, Cycle]:
    """Return the new cycles by the numbers of the old."""
    cycles: dict[int, Cycle] = {}
    for position, cycle in enumerate(cycles_of(source.pk).order_by("position", "pk"), start=1):
        cycles[cycle.pk] = Cycle.objects.create(
            programme=programme, title=cycle.title, description=cycle.description, position=position
        )
    return cycles


def _clone_lesson(lesson: Lesson, cycle: Cycle, starts_at: datetime | None, school: School, now: datetime) -> Lesson:
    return Lesson.objects.create(
        cycle=cycle,
        school=school,
        slug=free_slug(school, lesson.title),
        title=lesson.title,
        summary=lesson.summary,
        description=lesson.description,
        kind=lesson.kind,
        number=lesson.number,
        starts_at=starts_at,
        duration_minutes=lesson.duration_minutes,
        time_zone=lesson.time_zone,
        place=lesson.place,
        age_rating=lesson.age_rating,
        updated_at=now,
    )


def _clone_company(lesson: Lesson, copy: Lesson, *, keep_speakers: bool, keep_handouts: bool) -> None:
    """Give the copy the partners and, by choice, the speakers and handouts of the lesson; files are shared."""
    copy.partners.set(lesson.partners.all())
    if keep_speakers:
        LessonSpeaker.objects.bulk_create(
            LessonSpeaker(lesson=copy, speaker_id=pk, position=position)
            for position, pk in enumerate(speaker_ids_of(lesson), start=1)
        )
    if keep_handouts:
        handouts = Handout.objects.filter(lesson=lesson).order_by("position", "pk")
        Handout.objects.bulk_create(
            Handout(
                lesson=copy,
                title=handout.title,
                file=handout.file.name,
                file_name=handout.file_name,
                file_kind=handout.file_kind,
                file_bytes=handout.file_bytes,
                url=handout.url,
                position=handout.position,
            )
            for handout in handouts
        )
