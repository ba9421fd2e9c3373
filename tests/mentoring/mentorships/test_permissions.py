"""Rights of mentorships in pairs: "may I" and "which rows" say the same of everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.mentoring.mentorships.factories import MenteeFactory, MentorshipFactory

from nastavnik.mentoring.models import Mentee, Mentorship
from nastavnik.mentoring.permissions import (
    can_accept,
    can_edit_plan,
    can_see_mentorship,
    can_see_plan,
    can_take_part,
    can_wish,
    is_mentor,
    mentorships_of,
    mentorships_visible_to,
    plans_visible_to,
)
from nastavnik.people.permissions import SYSTEM


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
