"""What a person's own study shows of mentoring: by one query the same as the pages of each part show first."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.mentoring.appointments.factories import AppointmentFactory, SlotFactory
from tests.mentoring.factories import ConsultationFactory, ThemeFactory
from tests.mentoring.mentorships.factories import MenteeFactory, MentorshipFactory
from tests.people.factories import UserFactory, grant

from nastavnik.mentoring.enums import MentorshipState, SlotPlace
from nastavnik.mentoring.selectors.appointments.pages import coming
from nastavnik.mentoring.selectors.own_questions import own_questions
from nastavnik.mentoring.selectors.study import MOST_APPOINTMENTS, MOST_QUESTIONS, own_mentoring
from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment
from nastavnik.programme.permissions import place_of


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def mentor(school):
    user = UserFactory(full_name="Речная Вера Петровна")
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def ahead(school, mentor, learner, now):
    """Return who makes an appointment of the two, hours from now; one that began goes on for an hour."""

    def make(hours, **fields):
        starts_at = now + timedelta(hours=hours)
        place = {name: fields.pop(name) for name in ("place", "room") if name in fields}
        slot = SlotFactory(
            school=school, mentor=mentor, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **place
        )
        return AppointmentFactory(**{"slot": slot, "user": learner} | fields)

    return make


def test_questions_are_the_first_of_ones_own(school, learner, now):
    theme = ThemeFactory(school=school)
    ConsultationFactory(school=school, asker=learner, asked_back=True, theme=theme, changed_at=now - timedelta(days=9))
    ConsultationFactory(school=school, asker=learner, answered=True, changed_at=now - timedelta(days=8))
    ConsultationFactory(school=school, asker=learner, answered=True, has_helped=True)
    ConsultationFactory(school=school, asker=learner, withdrawn=True, changed_at=now - timedelta(days=7))
    ConsultationFactory(school=school, asker=learner, closed=True, changed_at=now - timedelta(days=6))
    ConsultationFactory(school=school, asker=learner, state="withdrawn", subject="Не отправлен")
    ConsultationFactory(asker=learner, waiting=True)
    ConsultationFactory(school=school, waiting=True)

    assert own_mentoring(learner, school, now).questions == own_questions(learner, school, MOST_QUESTIONS)
    ConsultationFactory(school=school, asker=learner, subject="", text="О" * 300)
    ConsultationFactory(school=school, asker=learner, waiting=True)
    shown = own_mentoring(learner, school, now).questions
    assert shown == own_questions(learner, school, MOST_QUESTIONS)
    assert [len(shown), shown[0].needs_her, shown[1].needs_her] == [MOST_QUESTIONS, True, True]


def test_appointments_are_the_next_of_either_of_the_two(school, learner, mentor, ahead, now):
    ahead(3, place=SlotPlace.ROOM, room="Кабинет 5")
    ahead(-0.5, user=None)
    ahead(-3)
    ahead(2, cancelled_at=now)
    ahead(5, user=UserFactory())
    AppointmentFactory(user=learner, slot__starts_at=now + timedelta(hours=1), slot__ends_at=now + timedelta(hours=2))

    for person in (learner, mentor):
        shown = own_mentoring(person, school, now).appointments
        assert shown == coming(person, school, now, limit=MOST_APPOINTMENTS)
    assert [(one.is_mentor, one.place) for one in shown] == [(True, shown[0].place), (True, "Кабинет 5")]
    ahead(
        0,
        slot=SlotFactory(
            school=school, mentor=None, starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)
        ),
    )
    assert own_mentoring(learner, school, now).appointments == coming(learner, school, now, limit=MOST_APPOINTMENTS)


def test_mentorships_are_those_that_go_on_or_wait_by_the_other_side(school, learner, mentor, now):
    pair = MentorshipFactory(school=school, mentor=mentor, active=True)
    MenteeFactory(mentorship=pair, user=learner)
    waiting = MentorshipFactory(school=school, mentor=mentor, due_on=pair.due_on + timedelta(days=1))
    MenteeFactory(mentorship=waiting, user=learner)
    for other in (MentorshipFactory(school=school, mentor=mentor, ended=True), MentorshipFactory(mentor=mentor)):
        MenteeFactory(mentorship=other, user=learner)
    left = MentorshipFactory(school=school, active=True)
    MenteeFactory(mentorship=left, user=learner, left_at=now)

    led, hers = (own_mentoring(one, school, now).mentorships for one in (mentor, learner))

    assert [(row.heading, row.state, row.is_mine_to_answer) for row in led] == [
        (learner.full_name, MentorshipState.ACTIVE, False),
        (learner.full_name, MentorshipState.WAITING, True),
    ]
    assert [(row.heading, row.is_led, row.is_mine_to_answer) for row in hers] == [(mentor.full_name, False, False)] * 2
    assert pair.token in hers[0].url
    RoleAssignment.objects.filter(user=mentor).delete()
    assert own_mentoring(mentor, school, now).mentorships == []
    pair.mentor, waiting.title = None, "Кружок"
    pair.save()
    waiting.save()
    assert [row.heading for row in own_mentoring(learner, school, now).mentorships] == [learner.full_name, "Кружок"]


def test_everything_is_read_at_once_and_nothing_for_who_is_switched_off(
    school, learner, ahead, now, django_assert_num_queries
):
    ahead(1)
    ConsultationFactory(school=school, asker=learner, waiting=True)

    with django_assert_num_queries(1):
        own = own_mentoring(learner, school, now)

    assert (len(own.questions), len(own.appointments), own.mentorships) == (1, 1, [])
    learner.is_active = False
    assert own_mentoring(learner, school, now).questions == []
