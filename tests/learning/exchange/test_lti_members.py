"""Who is in a course, and one's own connections."""

import pytest
from tests.fakes.lti_platform import LEARNER, TEACHER
from tests.learning.exchange.walk import link_of
from tests.learning.factories import CompletionFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonSpeakerFactory

from nastavnik.learning.models import LtiLink, LtiPerson
from nastavnik.learning.selectors import lti as selectors
from nastavnik.learning.services.lti import members
from nastavnik.learning.services.lti.refusals import (
    PeopleNotTold,
)
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(connected, lesson, platform, now):
    platform.members = [
        {"user_id": "student-1", "name": "Анна Иванова", "roles": [LEARNER], "status": "Active"},
        {"user_id": "student-2", "roles": ["Learner"]},
        {"user_id": "teacher", "name": "Пётр", "roles": [TEACHER]},
        {"user_id": "gone", "name": "Ушла", "roles": [LEARNER], "status": "Inactive"},
        {"name": "Без номера"},
    ]
    return link_of(connected, lesson, now, people_url=f"{platform.issuer}/members?type_id=3")


def test_members_are_shown_beside_their_accounts_and_kept_nowhere(desk, course, connected, lesson, learner, now):
    LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)
    CompletionFactory(user=learner, lesson=lesson)

    page = desk.post(f"/desk/systems/lti/courses/{course.token}/people/").content.decode()

    assert "Анна Иванова" in page
    assert "Слушатель школы" in page
    assert "student-2" in page
    assert "has not come yet" in page
    assert "And 1 teacher or administrator." in page
    assert "Ушла" not in page
    assert not User.objects.filter(full_name="Анна Иванова").exists()


def test_course_without_learners_says_so(desk, course, platform):
    platform.members = []

    page = desk.post(f"/desk/systems/lti/courses/{course.token}/people/").content.decode()

    assert "No learners are in this course" in page


@pytest.mark.parametrize("lie", [b"<html>", b"[]", b'{"members": 1}'])
def test_members_that_are_not_told_are_a_sentence(desk, course, platform, lie):
    platform.lies["members"] = lie

    assert desk.post(f"/desk/systems/lti/courses/{course.token}/people/").status_code == 409


def test_members_end_at_a_bound(course, monkeypatch, platform, now):
    monkeypatch.setattr(members, "MOST_PAGES", 1)
    platform.clock = now.timestamp
    assert len(members.members_of(link=course, now=now)) == 2
    monkeypatch.setattr(members, "MOST_PAGES", 9)
    monkeypatch.setattr(members, "MOST_PEOPLE", 1)
    assert len(members.members_of(link=course, now=now)) == 1


def test_platform_without_members_tells_none(course, platform, now):
    platform.down["members"] = 403
    with pytest.raises(PeopleNotTold):
        members.members_of(link=course, now=now)


def test_members_are_for_the_methodist_of_the_school_alone(course, school, learner, director, outsider):
    for actor in (learner, director, outsider):
        with pytest.raises(LtiLink.DoesNotExist):
            selectors.link_to_read(actor, school, course.token)


def test_person_sees_her_platforms_and_disconnects_one(enter, learner, connected, now):
    client = enter(learner)
    client.cookies["language"] = "en"
    assert "Nothing is connected" in client.get("/me/systems/").content.decode()
    person = LtiPerson.objects.create(platform=connected, sub="1", user=learner, linked_at=now)
    stranger = LtiPerson.objects.create(platform=connected, sub="2", user=UserFactory(), linked_at=now)
    assert connected.title in client.get("/me/systems/").content.decode()

    assert client.post(f"/me/systems/{stranger.pk}/disconnect/").status_code == 404
    client.post(f"/me/systems/{person.pk}/disconnect/")

    assert [one.pk for one in LtiPerson.objects.all()] == [stranger.pk]


def test_origin_of_odd_addresses_is_nothing():
    assert selectors.origin_of("https://a.example:8443/x") == "https://a.example:8443"
    assert selectors.origin_of("https://[2001:db8::1]/x") == "https://[2001:db8::1]"
    for odd in ("", "ftp://a.example/", "https://", "https://a.example;b/", "https://a b/", "https://[1"):
        assert selectors.origin_of(odd) == ""


def test_lesson_at_other_addresses_is_nothing(lesson, school):
    home = school.base_url
    for target in (f"{home}/lti/lessons/{lesson.uid}/more/", f"{home}/lessons/", "https://elsewhere.example/", home):
        assert selectors.lesson_at(school, target) is None
    assert selectors.lesson_at(school, f"{home}/lti/lessons/{lesson.uid}/?a=b") == lesson


def test_who_sees_data_of_others_signs_in_herself_and_who_learns_does_not(school, lesson):
    person, learner = UserFactory(), UserFactory()
    grant(learner, Role.LEARNER, place_of(school))
    assert not selectors.signs_in_herself(person)
    assert not selectors.signs_in_herself(learner)
    for role in set(Role) - {Role.LEARNER}:
        other = UserFactory()
        grant(other, role, place_of(school))
        assert selectors.signs_in_herself(other)
    speaker = LessonSpeakerFactory(lesson=lesson, speaker__user=person).speaker
    assert selectors.signs_in_herself(speaker.user)
