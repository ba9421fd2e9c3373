"""The desk of other systems: platforms by hand and by a link, members of a course, the record store."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.learning.exchange.conftest import words_of
from tests.learning.exchange.walk import link_of
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory

from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.models import LtiGrade, LtiLink, LtiPerson, LtiPlatform
from nastavnik.learning.selectors import lti as selectors
from nastavnik.learning.services.lti import platforms, registration
from nastavnik.learning.services.lti.refusals import (
    PlatformKnown,
    TooManyPlatforms,
)

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Moodle института",
    "issuer": "https://moodle.example.ru/",
    "client_id": "abc",
    "deployments": "7\n\n 7 \n8",
}


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
