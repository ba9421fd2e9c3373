from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.people.factories import OrganisationFactory
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    LessonFactory,
    LessonSpeakerFactory,
    ProgrammeFactory,
    SpeakerFactory,
)

from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.models import Programme, School
from nastavnik.programme.selectors import (
    desk_today,
    figures,
    learners_counted,
    lesson_partners,
    programme_overview,
    visible_cards,
)

pytestmark = pytest.mark.django_db
GUEST = AnonymousUser()


def test_overview_shows_cycles_with_visible_lessons_in_order(school, programme):
    second, first = (CycleFactory(programme=programme, position=place) for place in (2, 1))
    CycleFactory(programme=programme, position=3)
    later = LessonFactory(cycle=first, number=2, announced=True)
    earlier = LessonFactory(cycle=first, number=1, held=True)
    other = LessonFactory(cycle=second, number=1, cancelled=True)
    LessonFactory(cycle=second, number=2)
    overview = programme_overview(GUEST, school)

    assert [(row.number, [card.id for card in row.lessons]) for row in overview.cycles] == [
        (1, [earlier.pk, later.pk]),
        (2, [other.pk]),
    ]
    assert (overview.programme, overview.is_enrolled, overview.can_enrol, overview.others) == (
        programme,
        False,
        False,
        [],
    )


def test_overview_without_a_token_is_the_newest_public_year(school, methodist):
    old = ProgrammeFactory(school=school, starts_on=date(2025, 9, 1))
    new = ProgrammeFactory(school=school, starts_on=date(2026, 9, 1))
    plan = ProgrammeFactory(school=school, starts_on=date(2027, 5, 1), is_public=False)

    assert programme_overview(GUEST, school).programme == new
    assert programme_overview(GUEST, school, old.token).others == [new]
    assert programme_overview(methodist, school).programme == new
    assert programme_overview(methodist, school, plan.token).programme == plan
    with pytest.raises(Programme.DoesNotExist):
        programme_overview(GUEST, school, plan.token)


def test_overview_of_an_empty_school_is_nothing(school):
    assert programme_overview(GUEST, school) is None


def test_overview_knows_the_enrolled(school, programme, learner):
    assert programme_overview(learner, school).can_enrol
    EnrolmentFactory(programme=programme, user=learner)
    overview = programme_overview(learner, school)
    assert (overview.is_enrolled, overview.can_enrol) == (True, False)


def test_overview_asks_as_often_for_much_as_for_little(school, programme, learner, assert_flat):
    assert_flat(
        lambda: programme_overview(learner, school),
        lambda: LessonSpeakerFactory(lesson=LessonFactory(cycle__programme=programme, announced=True)),
        ceiling=5,
    )


def test_figures_count_what_is_public(school, programme, cycle):
    speaker = SpeakerFactory(school=school)
    for _ in range(2):
        lesson = LessonFactory(cycle=cycle, kind=LessonKind.MASTER_CLASS, held=True, duration_minutes=90)
        LessonSpeakerFactory(lesson=lesson, speaker=speaker)
    LessonFactory(cycle=cycle, kind=LessonKind.SEMINAR, announced=True, duration_minutes=50)
    LessonFactory(cycle=cycle, cancelled=True)
    LessonSpeakerFactory(lesson=LessonFactory(cycle=cycle))
    hidden = ProgrammeFactory(school=school, is_public=False)
    LessonFactory(cycle__programme=hidden, announced=True)
    EnrolmentFactory(programme=hidden)
    EnrolmentFactory(programme=programme)
    EnrolmentFactory(programme=programme, left_at=school.created_at)
    counted = figures(visible_cards(SYSTEM, school))

    assert [(row.kind, row.label, row.count) for row in counted.kinds] == [
        ("master_class", "Мастер-класс", 2),
        ("seminar", "Семинар", 1),
    ]
    assert (counted.lessons, counted.held, counted.hours) == (3, 2, 3)
    assert (counted.speakers, learners_counted(school).count()) == (1, 1)


def test_figures_of_an_empty_school_are_nought(school):
    counted = figures(visible_cards(GUEST, school))
    assert (counted.lessons, counted.hours, counted.kinds) == (0, 0, [])


def test_lesson_partners_are_those_of_public_lessons(school, cycle):
    partner = OrganisationFactory()
    for fields in ({"held": True}, {"announced": True}):
        LessonFactory(cycle=cycle, **fields).partners.add(partner)
    LessonFactory(cycle=cycle).partners.add(OrganisationFactory())
    assert lesson_partners(school) == [partner]


def test_desk_today_sorts_what_waits(school, programme, cycle, director, now):
    today = LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(hours=2))
    soon = LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=6))
    over = LessonFactory(cycle=cycle, announced=True, starts_at=now - timedelta(days=2))
    forgotten = LessonFactory(cycle=cycle, starts_at=now + timedelta(days=1))
    LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=8))
    LessonFactory(cycle=cycle, held=True, starts_at=now - timedelta(days=3))
    LessonFactory(cycle=cycle)
    EnrolmentFactory(programme=programme, enrolled_at=now - timedelta(days=1))
    EnrolmentFactory(programme=programme, enrolled_at=now - timedelta(days=30))
    page = desk_today(director, school, now)

    def ids(cards):
        return [card.id for card in cards]

    assert (ids(page.today), ids(page.soon)) == ([today.pk], [soon.pk])
    assert (ids(page.to_mark), ids(page.forgotten)) == ([over.pk], [forgotten.pk])
    assert (page.newly_enrolled, page.programmes) == (1, [programme])


def test_desk_today_is_missing_for_a_learner(school, learner, now):
    with pytest.raises(School.DoesNotExist):
        desk_today(learner, school, now)
