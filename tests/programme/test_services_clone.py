from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import OrganisationFactory
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    ProgrammeFactory,
    SchoolFactory,
)

from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Cycle, Handout, Lesson
from nastavnik.programme.services import clone_programme
from nastavnik.programme.services.lessons import speaker_ids_of

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def clone(programme, methodist, now):
    def call(starts_on=date(2027, 9, 1), **words):
        return clone_programme(
            actor=methodist, programme_id=programme.pk, title="2027/28", starts_on=starts_on, now=now, **words
        )

    return call


def days_of(cloned, zone=MOSCOW):
    lessons = Lesson.objects.filter(cycle__programme=cloned.programme).order_by("starts_at")
    return [lesson.starts_at.astimezone(zone) for lesson in lessons if lesson.starts_at]


def test_clone_makes_drafts_on_the_same_weekdays_and_hours(programme, cycle, clone):
    LessonFactory(cycle=cycle, held=True, starts_at=datetime(2026, 10, 15, 11, tzinfo=UTC))
    LessonFactory(cycle=cycle, cancelled=True, starts_at=datetime(2026, 12, 3, 6, 30, tzinfo=UTC), place="Зал")
    LessonFactory(cycle=cycle)
    cloned = clone()

    assert cloned.programme.is_public is False
    assert (cloned.programme.starts_on, cloned.programme.ends_on) == (date(2027, 9, 1), date(2028, 5, 30))
    assert days_of(cloned) == [
        datetime(2027, 10, 14, 14, tzinfo=MOSCOW),
        datetime(2027, 12, 2, 9, 30, tzinfo=MOSCOW),
    ]
    copies = Lesson.objects.filter(cycle__programme=cloned.programme)
    assert {copy.state for copy in copies} == {LessonState.DRAFT}
    assert copies.count() == 3
    assert cloned.postponed == []


def test_clone_of_the_first_day_does_not_come_before_the_new_first_day(cycle, clone):
    LessonFactory(cycle=cycle, announced=True, starts_at=datetime(2026, 9, 1, 9, tzinfo=UTC))
    assert days_of(clone()) == [datetime(2027, 9, 7, 12, tzinfo=MOSCOW)]


def test_clone_keeps_the_hour_over_a_change_of_the_clock(methodist, now, school):
    school.time_zone = "Europe/Berlin"
    school.save()
    programme = ProgrammeFactory(school=school, starts_on=date(2026, 1, 12), ends_on=date(2026, 12, 31))
    summer = datetime(2026, 7, 6, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    LessonFactory(cycle__programme=programme, announced=True, starts_at=summer)
    cloned = clone_programme(
        actor=methodist, programme_id=programme.pk, title="Зима", starts_on=date(2026, 7, 13), now=now
    )

    (day,) = days_of(cloned, ZoneInfo("Europe/Berlin"))
    assert (day.hour, day.weekday(), day.utcoffset() == summer.utcoffset()) == (10, 0, False)


def test_clone_makes_way_for_holidays_and_pushes_the_next_week_on(cycle, clone):
    # 52 weeks later the first would be 4 November 2027, Unity Day
    first = LessonFactory(cycle=cycle, number=1, announced=True, starts_at=datetime(2026, 11, 5, 9, tzinfo=UTC))
    second = LessonFactory(cycle=cycle, number=2, announced=True, starts_at=datetime(2026, 11, 12, 9, tzinfo=UTC))
    third = LessonFactory(cycle=cycle, number=3, announced=True, starts_at=datetime(2026, 11, 26, 9, tzinfo=UTC))
    cloned = clone()

    assert [day.date() for day in days_of(cloned)] == [date(2027, 11, 11), date(2027, 11, 18), date(2027, 11, 25)]
    assert [copy.title for copy in cloned.postponed] == [first.title, second.title]
    assert third.title not in [copy.title for copy in cloned.postponed]


def test_clone_leaves_parallel_lessons_side_by_side(cycle, clone):
    for _ in range(2):
        LessonFactory(cycle=cycle, announced=True, starts_at=datetime(2026, 10, 15, 11, tzinfo=UTC))
    assert len(set(days_of(clone()))) == 1


def test_clone_keeps_cycles_partners_speakers_and_handouts(programme, cycle, clone):
    CycleFactory(programme=programme, position=2, title="Пустой")
    CycleFactory(programme=programme, position=3, removed_at=datetime(2026, 1, 1, tzinfo=UTC))
    lesson = LessonFactory(cycle=cycle, title="Блог", number=1)
    LessonFactory(cycle=cycle, number=2, removed_at=datetime(2026, 1, 1, tzinfo=UTC))
    lesson.partners.add(partner := OrganisationFactory())
    speaker = LessonSpeakerFactory(lesson=lesson).speaker
    HandoutFactory(lesson=lesson, title="Памятка")
    EnrolmentFactory(programme=programme)
    cloned = clone()

    cycles = Cycle.objects.filter(programme=cloned.programme).order_by("position")
    assert [(row.position, row.title) for row in cycles] == [(1, cycle.title), (2, "Пустой")]
    copy = Lesson.objects.get(cycle__programme=cloned.programme)
    assert (copy.title, copy.slug, copy.uid == lesson.uid) == ("Блог", "blog", False)
    assert list(copy.partners.all()) == [partner]
    assert speaker_ids_of(copy) == [speaker.pk]
    assert Handout.objects.get(lesson=copy).title == "Памятка"
    assert not programme.enrolment_set.model.objects.filter(programme=cloned.programme).exists()


def test_clone_without_speakers_and_handouts_leaves_them(cycle, clone):
    lesson = LessonFactory(cycle=cycle)
    LessonSpeakerFactory(lesson=lesson)
    HandoutFactory(lesson=lesson)
    cloned = clone(keep_speakers=False, keep_handouts=False)

    copy = Lesson.objects.get(cycle__programme=cloned.programme)
    assert speaker_ids_of(copy) == []
    assert not Handout.objects.filter(lesson=copy).exists()


def test_clone_of_another_school_is_denied(clone, methodist, now):
    foreign = ProgrammeFactory(school=SchoolFactory())
    with pytest.raises(PermissionDenied):
        clone_programme(actor=methodist, programme_id=foreign.pk, title="x", starts_on=date(2027, 9, 1), now=now)
