"""Lessons chosen for a course, inside the platform's frame and without a cookie."""

import re

import pytest
from django.test import Client
from tests.fakes.lti_platform import DEEP, LTI
from tests.learning.exchange.walk import IN_FRAME, policy_of
from tests.programme.factories import LessonFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

JWT = re.compile(r'name="JWT" value="([^"]+)"')


@pytest.fixture
def choosing(walk):
    """Walk to the page where lessons are chosen; return its address. Nothing is kept in the browser."""

    def walk_there(change=None):
        platform = walk.platform
        if change is not None:
            original, name = platform.choice_claims, f"{DEEP}deep_linking_settings"
            platform.choice_claims = lambda nonce: {
                **original(nonce),
                name: {**original(nonce)[name], **change},
            }
        announced = Client().get("/lti/login/", platform.announcement(f"{walk.home}/lti/deep/"), headers=IN_FRAME)
        assert announced.status_code == 302
        assert "lti_browser" not in announced.cookies
        posted = walk.post(platform.answer(announced.headers["Location"]))
        assert posted.status_code == 303
        return posted.headers["Location"]

    return walk_there


def test_choice_shows_what_guests_see_in_the_frame_of_the_platform(choosing, lesson, platform):
    LessonFactory(cycle=lesson.cycle, title="Черновик")
    LessonFactory(cycle__programme=ProgrammeFactory(school=lesson.school, is_public=False), held=True, title="Закрытое")

    page = Client().get(choosing())

    text = page.content.decode()
    assert "Чтение вслух" in text
    assert "Черновик" not in text
    assert "Закрытое" not in text
    assert 'type="checkbox"' in text
    assert f"frame-ancestors 'self' {platform.issuer}" in policy_of(page)
    assert "X-Frame-Options" not in page.headers
    assert not page.cookies


def test_chosen_lessons_go_back_signed_with_a_grade_column_each(choosing, lesson, platform, walk):
    other = LessonFactory(cycle=lesson.cycle, held=True, title="Второе")

    page = Client().post(choosing(), {"lesson": [lesson.uid, other.uid, lesson.uid, "unknown"]})

    assert f'action="{platform.issuer}/chosen?id=3"' in page.content.decode()
    assert f"form-action 'self' {platform.issuer}" in policy_of(page)
    said = platform.read(JWT.search(page.content.decode())[1])
    assert (said["iss"], said["aud"], said["azp"]) == ("client-1", [platform.issuer], platform.issuer)
    assert said[f"{LTI}message_type"] == "LtiDeepLinkingResponse"
    assert (said[f"{LTI}version"], said[f"{LTI}deployment_id"]) == ("1.3.0", "7")
    assert said[f"{DEEP}data"] == "csrf-of-the-platform"
    first, second = said[f"{DEEP}content_items"]
    assert (first["title"], second["title"]) == ("Чтение вслух", "Второе")
    assert first == {
        "type": "ltiResourceLink",
        "title": "Чтение вслух",
        "text": "Как читать",
        "url": walk.address_of(lesson),
        "window": {"targetName": "_blank"},
        "lineItem": {"label": "Чтение вслух", "scoreMaximum": 100, "resourceId": lesson.uid},
    }


def test_platform_that_takes_one_lesson_without_a_grade_gets_that(choosing, lesson, platform):
    other = LessonFactory(cycle=lesson.cycle, held=True)
    address = choosing({"accept_multiple": False, "accept_lineitem": False, "data": None})
    assert 'type="radio"' in Client().get(address).content.decode()

    page = Client().post(address, {"lesson": [lesson.uid, other.uid]})

    said = platform.read(JWT.search(page.content.decode())[1])
    [item] = said[f"{DEEP}content_items"]
    assert "lineItem" not in item
    assert f"{DEEP}data" not in said


def test_nothing_chosen_is_said(choosing, lesson):
    page = Client().post(choosing())

    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_lesson_that_guests_do_not_see_is_not_put_into_a_course(choosing, lesson):
    draft = LessonFactory(cycle=lesson.cycle)

    assert Client().post(choosing(), {"lesson": [draft.uid]}).status_code == 422


def test_choice_can_be_searched_in_any_case(choosing, lesson):
    LessonFactory(cycle=lesson.cycle, held=True, title="Настольные игры")

    text = Client().get(choosing(), {"q": "ЧТЕНИЕ"}).content.decode()

    assert "Чтение вслух" in text
    assert "Настольные игры" not in text


def test_choice_without_lessons_says_so(choosing, walk):
    walk.browser.cookies["language"] = "en"
    address = choosing()

    assert "No lessons yet" in walk.browser.get(address).content.decode()
    assert "No lesson has these words" in walk.browser.get(address, {"q": "слово"}).content.decode()


def test_choice_asks_flat(choosing, lesson, assert_flat):
    address = choosing()

    assert_flat(lambda: Client().get(address), lambda: LessonFactory(cycle=lesson.cycle, held=True))


def test_way_back_that_is_odd_in_a_header_is_left_out_of_it(choosing, lesson):
    page = Client().post(choosing({"deep_link_return_url": "https://a.example;x/back"}), {"lesson": [lesson.uid]})

    assert "form-action 'self'" in policy_of(page)
