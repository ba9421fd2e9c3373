"""Rights of mentorships in pairs: "may I" and "which rows" say the same of everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.mentoring.mentorships.factories import MeetingFactory, MenteeFactory, MentorshipFactory
from tests.people.factories import grant

from nastavnik.mentoring.models import Meeting, Mentee, Mentorship
from nastavnik.mentoring.permissions import (
    can_accept,
    can_edit_plan,
    can_end_mentorship,
    can_give_feedback,
    can_read_meeting,
    can_see_mentorship,
    can_see_plan,
    can_take_part,
    can_wish,
    is_mentor,
    is_mentor_of,
    meetings_read_by,
    mentorships_of,
    mentorships_visible_to,
    plans_visible_to,
)
from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.permissions import place_of


@pytest.fixture
def people(group, waiting, school, mentor, mentee, methodist, director, outsider, person):
    gone = person("Ушла Вера")
    MenteeFactory(mentorship=group, user=gone, left_at=group.created_at)
    off = person("Отключена Анна", is_active=False)
    MenteeFactory(mentorship=group, user=off)
    MentorshipFactory()
    return {
        "first": group.led.user,
        "mentor": mentor,
        "asked": mentee,
        "methodist": methodist,
        "director": director,
        "outsider": outsider,
        "gone": gone,
        "off": off,
        "guest": AnonymousUser(),
        "system": SYSTEM,
    }


def test_mentorships_are_seen_by_their_people_and_methodists(people, school, group, waiting):
    seen = {}
    for name, actor in people.items():
        rows = set(mentorships_visible_to(actor, school))
        assert rows == {one for one in Mentorship.objects.filter(school=school) if can_see_mentorship(actor, one)}, name
        seen[name] = rows

    assert seen == {
        "first": {group},
        "mentor": {group, waiting},
        "asked": {waiting},
        "methodist": {group, waiting},
        "director": set(),
        "outsider": set(),
        "gone": set(),
        "off": set(),
        "guest": set(),
        "system": {group, waiting},
    }
    assert set(mentorships_of(people["methodist"], school)) == set()


def test_plans_are_seen_by_their_mentees_mentors_and_methodists(people, school, group, waiting):
    for name, actor in people.items():
        rows = set(plans_visible_to(actor, school))
        mentees = Mentee.objects.filter(mentorship__school=school)
        assert rows == {one for one in mentees if can_see_plan(actor, one)}, name
    assert set(plans_visible_to(people["first"], school)) == {group.led}


def test_only_who_is_inside_takes_part(people, group, waiting):
    assert [name for name, actor in people.items() if can_take_part(actor, group)] == ["first", "mentor"]
    assert [name for name, actor in people.items() if can_accept(actor, waiting)] == ["mentor"]
    assert [name for name, actor in people.items() if can_edit_plan(actor, group.led)] == ["first", "mentor"]


def test_wish_is_for_people_of_the_school(people, school):
    wishing = [name for name, actor in people.items() if can_wish(actor, school)]

    assert wishing == ["first", "mentor", "asked", "methodist", "director", "gone"]
    assert [name for name, actor in people.items() if is_mentor(actor, school)] == ["mentor"]


@pytest.fixture
def former(mentor, school, group, waiting):
    """The mentor, whose role in the school was withdrawn; she learns there still, and is a mentor elsewhere."""
    for one in (group, waiting):
        MeetingFactory(mentorship=one, mentor=mentor, there=[one.led])
        MeetingFactory(mentorship=one, mentor=mentor, there=[one.led], is_shared=True)
    RoleAssignment.objects.filter(user=mentor).delete()
    grant(mentor, Role.LEARNER, place_of(school))
    grant(mentor, Role.MENTOR, place_of(MentorshipFactory(mentor=mentor).school))
    return User.objects.get(pk=mentor.pk)


def test_who_lost_the_role_of_mentor_has_nothing_of_mentorships(former, school, group, waiting):
    asked = (can_accept, can_see_mentorship, can_take_part, can_end_mentorship, can_give_feedback, is_mentor_of)

    assert [right.__name__ for right in asked for one in (group, waiting) if right(former, one)] == []
    assert not can_see_plan(former, group.led)
    assert not can_edit_plan(former, group.led)
    assert not any(can_read_meeting(former, one) for one in Meeting.objects.all())


def test_rows_of_who_lost_the_role_of_mentor_are_none(former, school):
    for rows in (mentorships_of, mentorships_visible_to, plans_visible_to, meetings_read_by):
        assert list(rows(former, school)) == []


def test_mentor_elsewhere_keeps_what_is_hers_there(former):
    other = Mentorship.objects.filter(mentor=former).latest("pk")

    assert is_mentor_of(former, other)
    assert list(mentorships_of(former, other.school)) == [other]
