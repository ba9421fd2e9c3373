"""The desk of other systems: platforms by hand and by a link, members of a course, the record store."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.fakes.lti_platform import LEARNER, TEACHER, TOOL
from tests.learning.exchange.conftest import words_of
from tests.learning.exchange.walk import policy_of
from tests.learning.factories import CompletionFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonFactory, SchoolFactory

from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.models import LtiGrade, LtiLink, LtiPerson, LtiPlatform, RecordStore, Statement
from nastavnik.learning.selectors import lti as selectors
from nastavnik.learning.services.lti import members, platforms, registration
from nastavnik.learning.services.lti.refusals import (
    PeopleNotTold,
    PlatformKnown,
    RegistrationFailed,
    RegistrationOver,
    TooManyPlatforms,
)
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Moodle института",
    "issuer": "https://moodle.example.ru/",
    "client_id": "abc",
    "deployments": "7\n\n 7 \n8",
}


@pytest.fixture
def desk(methodist, enter):
    client = enter(methodist)
    client.cookies["language"] = "en"
    return client


# --- platforms by hand ------------------------------------------------------------------------------------------------


def test_moodle_is_connected_by_four_words(desk):
    response = desk.post("/desk/systems/lti/add/", {**TYPED, "makes_accounts": "on"})

    platform = LtiPlatform.objects.get()
    assert response.headers["Location"] == f"/desk/systems/lti/{platform.token}/"
    assert platform.issuer == "https://moodle.example.ru"
    assert platform.deployments == ["7", "8"]
    assert platform.auth_url == "https://moodle.example.ru/mod/lti/auth.php"
    assert platform.token_url == "https://moodle.example.ru/mod/lti/token.php"
    assert platform.keys_url == "https://moodle.example.ru/mod/lti/certs.php"
    assert platform.makes_accounts


def test_another_platform_is_connected_with_its_addresses(desk):
    addresses = {name: f"https://lms.example.ru/{name}" for name in ("auth_url", "token_url", "keys_url")}
    desk.post("/desk/systems/lti/add/", {**TYPED, "issuer": "https://lms.example.ru/a/", **addresses})

    platform = LtiPlatform.objects.get()
    assert (platform.issuer, platform.keys_url) == ("https://lms.example.ru/a/", "https://lms.example.ru/keys_url")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"auth_url": "https://lms.example.ru/auth"}, "Give all three addresses"),
        ({"auth_url": "https://10.0.0.1/auth"}, "lies inside"),
        ({"issuer": "http://moodle.example.ru"}, "begins with https"),
        ({"issuer": ""}, "required"),
        ({"deployments": " \n "}, "required"),
        ({"deployments": "\n".join(map(str, range(51)))}, "at most fifty"),
        ({"deployments": "7" * 256}, "at most fifty"),
    ],
)
def test_words_that_are_wrong_are_told_beside_their_field(desk, changes, message):
    response = desk.post("/desk/systems/lti/add/", {**TYPED, **changes})

    assert response.status_code == 200
    assert message in response.content.decode()
    assert not LtiPlatform.objects.exists()


def test_platform_is_connected_once(desk):
    desk.post("/desk/systems/lti/add/", TYPED)

    response = desk.post("/desk/systems/lti/add/", TYPED)

    assert "connected already" in response.content.decode()
    assert LtiPlatform.objects.count() == 1


def test_page_of_connecting_shows_what_moodle_asks_for(desk, school):
    page = desk.get("/desk/systems/lti/add/").content.decode()

    for path in ("launch", "keys", "login", "deep"):
        assert f'value="{school.base_url}/lti/{path}/"' in page
    assert f'value="{school.base_url}/lti/register/' in page


def test_platform_is_changed(desk, connected, platform):
    address = f"/desk/systems/lti/{connected.token}/edit/"
    settings_inside = {"issuer": "https://moodle.example.ru"}
    assert connected.title in desk.get(address).content.decode()

    response = desk.post(address, {**TYPED, **settings_inside, "title": "Другое имя"})

    connected.refresh_from_db()
    assert response.headers["Location"] == f"/desk/systems/lti/{connected.token}/"
    assert connected.title == "Другое имя"


def test_platform_cannot_take_the_names_of_another(desk, connected, methodist, school, platform, now):
    words = words_of(platform, client_id="client-2")
    other = platforms.add_platform(actor=methodist, school_id=school.pk, words=words, now=now)

    with pytest.raises(PlatformKnown):
        platforms.change_platform(actor=methodist, platform_token=other.token, words=words_of(platform), now=now)


def test_platform_that_takes_known_names_is_told_beside_the_form(desk, connected):
    desk.post("/desk/systems/lti/add/", TYPED)

    response = desk.post(f"/desk/systems/lti/{connected.token}/edit/", TYPED)

    assert "connected already" in response.content.decode()


def test_platform_is_removed_and_comes_back_by_undo_or_anew(desk, connected, methodist, school, platform, now):
    one = f"/desk/systems/lti/{connected.token}/"
    desk.post(f"{one}remove/")
    desk.post(f"{one}remove/")
    assert "was removed" in desk.get(one).content.decode()
    assert connected.title not in desk.get("/desk/systems/").content.decode().partition("<h2>")[2]

    desk.post(f"{one}restore/")
    assert LtiPlatform.objects.get().removed_at is None

    desk.post(f"{one}remove/")
    again = platforms.add_platform(actor=methodist, school_id=school.pk, words=words_of(platform), now=now)
    assert (again.pk, again.removed_at) == (connected.pk, None)


def test_school_has_so_many_platforms_at_most(connected, methodist, school, platform, now, monkeypatch):
    monkeypatch.setattr(platforms, "MOST_PLATFORMS", 1)

    with pytest.raises(TooManyPlatforms):
        platforms.add_platform(actor=methodist, school_id=school.pk, words=words_of(platform, client_id="2"), now=now)


def test_only_a_methodist_connects_changes_and_removes(connected, learner, director, outsider, school, platform, now):
    for actor in (learner, director, outsider):
        with pytest.raises(PermissionDenied):
            platforms.add_platform(actor=actor, school_id=school.pk, words=words_of(platform), now=now)
        with pytest.raises(PermissionDenied):
            platforms.change_platform(actor=actor, platform_token=connected.token, words=words_of(platform), now=now)
        with pytest.raises(PermissionDenied):
            platforms.remove_platform(actor=actor, platform_token=connected.token, now=now)
        with pytest.raises(PermissionDenied):
            registration.registration_secret(actor=actor, school=school)
        with pytest.raises(PermissionDenied):
            selectors.platform_rows(actor, school)
        with pytest.raises(LtiPlatform.DoesNotExist):
            selectors.platform_page(actor, school, connected.token)


def link_of(connected, lesson, now, number=1, **words):
    return LtiLink.objects.create(
        platform=connected, deployment_id="7", resource_id=f"r{number}", lesson=lesson, seen_at=now, **words
    )


def grade_of(link, connected, now, *, state=SendState.SENT, sub="student-1", **words):
    person, _new = LtiPerson.objects.get_or_create(
        platform=connected, sub=sub, defaults={"user": UserFactory(), "linked_at": now}
    )
    return LtiGrade.objects.create(link=link, person=person, state=state, changed_at=now, **words)


def test_desk_tells_which_grades_are_stuck_and_why(desk, connected, lesson, now):
    link = link_of(connected, lesson, now, grades_url="https://moodle.example.ru/l", course_title="Курс")
    fault = {"fault": SystemFault.REFUSED, "said": "400 неизвестный слушатель"}
    grade_of(link, connected, now, state=SendState.FAILED, **fault)
    page = desk.get(f"/desk/systems/lti/{connected.token}/").content.decode()
    assert "It refuses what was sent" in page
    assert "400 неизвестный слушатель" in page
    assert "grades not taken" in desk.get("/desk/systems/").content.decode()

    desk.post(f"/desk/systems/lti/{connected.token}/retry/")

    assert LtiGrade.objects.get().state == SendState.WAITING
    assert "grades on their way" in desk.get("/desk/systems/").content.decode()


def test_desk_counts_people_and_those_for_whom_the_lesson_counts(desk, connected, lesson, now):
    link = link_of(connected, lesson, now, grades_url="https://moodle.example.ru/l")
    grade_of(link, connected, now, is_completed=True)
    grade_of(link, connected, now, sub="student-2")
    link_of(connected, LessonFactory(cycle=lesson.cycle, held=True), now, number=2)

    page = desk.get(f"/desk/systems/lti/{connected.token}/").content.decode()

    assert "2 people came, it counts for 1" in page
    assert "grades go back" in page
    assert "without a grade" in page
    assert "2 lessons in courses, 2 people" in " ".join(desk.get("/desk/systems/").content.decode().split())


def test_pages_of_the_desk_ask_flat(desk, connected, lesson, now, assert_flat, methodist, school, platform):
    def grow():
        count = LtiLink.objects.count()
        link = link_of(
            connected, LessonFactory(cycle=lesson.cycle, held=True), now, number=count, grades_url="https://a"
        )
        grade_of(link, connected, now, state=SendState.FAILED, sub=str(count), fault="key", said=str(count))
        words = words_of(platform, client_id=f"c{count}")
        platforms.add_platform(actor=methodist, school_id=school.pk, words=words, now=now)

    assert_flat(lambda: desk.get("/desk/systems/"), grow)
    assert_flat(lambda: desk.get(f"/desk/systems/lti/{connected.token}/"), grow)


# --- a platform connects itself ------------------------------------------------------------------------------------------


@pytest.fixture
def door(platform, school, methodist, client):
    """The address that an administrator opens within the platform."""
    client.cookies["language"] = "en"
    secret = registration.registration_secret(actor=methodist, school=school)
    query = f"openid_configuration={platform.issuer}/configuration&registration_token=leave-to-register"
    return f"/lti/register/{secret}/?{query}"


def test_platform_connects_itself_by_a_link(door, client, platform, school):
    asked = client.get(door)
    assert "Connect a platform" in asked.content.decode()
    assert f"frame-ancestors 'self' {platform.issuer}" in policy_of(asked)
    assert platform.registered == []

    done = client.post(door)

    assert "The platform is connected" in done.content.decode()
    assert f'data-close-frame="{platform.issuer}"' in done.content.decode()
    [row] = LtiPlatform.objects.all()
    assert (row.client_id, row.deployments, row.issuer) == ("client-1", ["7"], platform.issuer)
    assert not row.makes_accounts
    [told] = platform.registered
    assert told["redirect_uris"] == [f"{school.base_url}/lti/launch/"]
    assert told[TOOL]["messages"][1]["target_link_uri"] == f"{school.base_url}/lti/deep/"
    assert "email" not in told[TOOL]["claims"]


def test_link_connects_one_platform(door, client, platform):
    client.post(door)

    assert "has been used" in client.post(door).content.decode()
    assert len(platform.registered) == 1


def test_link_works_for_a_day_for_this_school_and_while_she_is_a_methodist(
    door, client, school, methodist, monkeypatch, now
):
    secret = door.partition("/lti/register/")[2].partition("/")[0]
    with pytest.raises(School.DoesNotExist):
        registration.open_door(school=SchoolFactory(), secret=secret)
    with pytest.raises(School.DoesNotExist):
        registration.open_door(school=school, secret="guessed")
    assert client.get("/lti/register/guessed/").status_code == 404
    with monkeypatch.context() as context:
        context.setattr(registration, "LIVES_SECONDS", -1)
        assert "its day is over" in client.get(door).content.decode()
    User.objects.filter(pk=methodist.pk).update(is_active=False)
    with pytest.raises(RegistrationOver):
        registration.register(school=school, secret=secret, configuration_url="https://a/", token="", now=now)


@pytest.mark.parametrize(
    ("path", "lie"),
    [
        ("configuration", b"<html>"),
        ("configuration", b"[]"),
        ("configuration", b'{"issuer": "https://elsewhere.example"}'),
        ("registration", b'{"client_id": ""}'),
    ],
)
def test_platform_that_tells_odd_things_is_not_connected(door, client, platform, path, lie):
    platform.lies[path] = lie

    assert "could not be connected" in client.post(door).content.decode()
    assert not LtiPlatform.objects.exists()


@pytest.mark.parametrize("path", ["configuration", "registration"])
def test_platform_that_does_not_answer_is_not_connected(door, client, platform, path):
    platform.down[path] = 500

    assert "could not be connected" in client.post(door).content.decode()


def test_platform_that_gives_no_leave_is_not_connected(door, client):
    assert "could not be connected" in client.post(door.partition("&")[0]).content.decode()


def test_platform_without_a_deployment_yet_is_connected(door, client, platform):
    platform.lies["registration"] = b'{"client_id": "abc"}'
    client.post(door)

    assert LtiPlatform.objects.get().deployments == []


def test_link_inside_is_not_called(door, client, platform, settings):
    settings.EXCHANGE_INSIDE = False

    assert "could not be connected" in client.post(door).content.decode()
    assert platform.asked == []


@pytest.mark.parametrize("query", ["", "?openid_configuration=javascript:alert(1)", "?openid_configuration=https://[1"])
def test_link_by_hand_tells_what_it_is_for(door, client, query):
    page = client.post(door.partition("?")[0] + query)

    assert "This link is for a platform" in page.content.decode()
    assert not LtiPlatform.objects.exists()


def test_registration_of_a_known_platform_is_told(door, client, platform, methodist, school, now):
    platforms.add_platform(actor=methodist, school_id=school.pk, words=words_of(platform), now=now)

    assert "connected already" in client.post(door).content.decode()


def test_registration_failure_is_a_sentence(school, methodist, platform, now):
    secret = registration.registration_secret(actor=methodist, school=school)
    with pytest.raises(RegistrationFailed):
        registration.register(
            school=school, secret=secret, configuration_url=f"{platform.issuer}/configuration", token="", now=now
        )


# --- members of a course ----------------------------------------------------------------------------------------------


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


# --- the record store ---------------------------------------------------------------------------------------------------

STORE = {"endpoint": "https://lrs.example.ru/xapi/", "key": "key", "secret": "very secret", "is_on": "on"}


def test_record_store_is_switched_on_and_its_secret_shown_to_nobody(desk):
    assert "Nothing is sent anywhere" in desk.get("/desk/systems/").content.decode()

    response = desk.post("/desk/systems/xapi/", STORE)

    assert response.headers["Location"] == "/desk/systems/xapi/"
    page = desk.get("/desk/systems/xapi/").content.decode()
    assert "A secret is kept" in page
    assert "very secret" not in page
    assert "pseudonym" in page


def test_record_store_keeps_its_secret_when_none_is_typed(desk):
    desk.post("/desk/systems/xapi/", STORE)
    sealed = RecordStore.objects.get().sealed_secret

    desk.post("/desk/systems/xapi/", {**STORE, "secret": "", "key": "other"})

    store = RecordStore.objects.get()
    assert (store.sealed_secret, store.key) == (sealed, "other")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"secret": ""}, "the address, the key and the secret are needed"),
        ({"endpoint": "http://lrs.example.ru/"}, "begins with https"),
        ({"endpoint": "https://localhost/"}, "lies inside"),
    ],
)
def test_record_store_that_is_wrong_is_told(desk, changes, message):
    response = desk.post("/desk/systems/xapi/", {**STORE, **changes})

    assert message in response.content.decode()
    assert not RecordStore.objects.exists()


def test_record_store_tells_what_is_wrong_and_tries_again(desk, school, now, learner):
    desk.post("/desk/systems/xapi/", STORE)
    RecordStore.objects.update(fault=SystemFault.KEY, said="401 wrong key", fault_at=now, try_at=now)
    for number, state in enumerate((SendState.WAITING, SendState.FAILED)):
        Statement.objects.create(
            id=f"00000000-0000-4000-8000-00000000000{number}",
            school=school,
            user=learner,
            kind="attended",
            source_id=number,
            body={},
            state=state,
            said="400 not this one" if number else "",
            made_at=now,
        )
    page = desk.get("/desk/systems/xapi/").content.decode()
    assert "It refuses the school’s key" in page
    assert "401 wrong key" in page
    assert "400 not this one" in page
    assert "Nothing is lost" in page
    assert "It refuses the school’s key" in desk.get("/desk/systems/").content.decode()

    response = desk.post("/desk/systems/xapi/retry/", follow=True)

    assert "1 refused statement goes again." in response.content.decode()
    assert RecordStore.objects.get().fault == ""
    desk.post("/desk/systems/xapi/retry/")


def test_desk_has_a_way_to_other_systems_for_the_methodist_alone(desk, enter, director):
    assert 'href="/desk/systems/"' in desk.get("/desk/").content.decode()
    assert 'href="/desk/systems/"' not in enter(director).get("/desk/").content.decode()


# --- one's own page -----------------------------------------------------------------------------------------------------


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


def test_role_of_another_place_keeps_nobody_out(school):
    assert not selectors.signs_in_herself(UserFactory())
    mentor = UserFactory()
    grant(mentor, Role.MENTOR, place_of(school))
    assert not selectors.signs_in_herself(mentor)
