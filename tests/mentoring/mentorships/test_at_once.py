"""A double click and two methodists at the same moment: one mentorship, and the other is told."""

import pytest
from tests.mentoring.at_once import all_at_once

from nastavnik.mentoring.models import Mentee, MentorProfile, Mentorship
from nastavnik.mentoring.services.mentorships import beginning
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
