"""A double click and two methodists at the same moment: one mentorship, and the other is told."""

import pytest
from tests.mentoring.at_once import all_at_once
from tests.mentoring.mentorships.factories import MenteeFactory, MentorshipFactory

from nastavnik.mentoring.models import Mentee, MentorProfile, Mentorship
from nastavnik.mentoring.services.mentorships import beginning, course
from nastavnik.people.enums import Role
from nastavnik.people.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("database_of_threads")]
AT_ONCE = 4


def same(user):
    """Return somebody as another request loads her."""
    return User.objects.get(pk=user.pk)


def test_propose_makes_one_mentorship_of_a_double_click(school, methodist, mentor, mentee, now):
    def deed(actor):
        return lambda: beginning.propose(actor=actor, school=school, mentor_id=mentor.pk, user_ids=[mentee.pk], now=now)

    answers = all_at_once([deed(same(methodist)) for _ in range(AT_ONCE)])

    assert answers == ["", *["AlreadyTogether"] * (AT_ONCE - 1)]
    assert (Mentorship.objects.count(), Mentee.objects.count()) == (1, 1)


def test_choose_gives_the_last_place_of_a_mentor_to_one(school, mentor, person, now):
    MentorProfile.objects.create(school=school, user=mentor, mentee_capacity=1)

    def deed(actor):
        return lambda: beginning.choose(actor=actor, school=school, mentor_id=mentor.pk, note="", now=now)

    answers = all_at_once([deed(person()) for _ in range(AT_ONCE)])

    assert answers == ["", *["MentorIsFull"] * (AT_ONCE - 1)]
    assert Mentorship.objects.count() == 1


def test_two_who_choose_each_other_at_once_do_not_wait_for_ever(school, person, now):
    two = [person(role=Role.MENTOR) for _ in range(2)]

    def deed(actor, other):
        return lambda: beginning.choose(actor=actor, school=school, mentor_id=other.pk, note="", now=now)

    assert all_at_once([deed(two[0], two[1]), deed(two[1], two[0])]) == ["", ""]


def test_two_groups_of_a_mentor_do_not_take_the_same_person_at_once(school, methodist, mentor, mentee, now):
    groups = [MentorshipFactory(school=school, mentor=mentor, active=True) for _ in range(2)]

    def deed(actor, group):
        return lambda: course.add_mentees(actor=actor, mentorship_id=group.pk, user_ids=[mentee.pk], now=now)

    assert all_at_once([deed(same(methodist), group) for group in groups]) == ["", "AlreadyTogether"]
    assert Mentee.objects.filter(user=mentee).count() == 1


def test_two_mentorships_of_a_person_are_not_handed_over_to_the_same_mentor_at_once(
    school, methodist, mentee, person, now
):
    other = person(role=Role.MENTOR)
    pairs = [MentorshipFactory(school=school, mentor=person(role=Role.MENTOR), active=True) for _ in range(2)]
    for pair in pairs:
        MenteeFactory(mentorship=pair, user=mentee)

    def deed(actor, pair):
        return lambda: course.hand_over(actor=actor, mentorship_id=pair.pk, mentor_id=other.pk, why="Заболела", now=now)

    assert all_at_once([deed(same(methodist), pair) for pair in pairs]) == ["", "AlreadyTogether"]
    assert Mentorship.objects.filter(mentor=other).count() == 1
