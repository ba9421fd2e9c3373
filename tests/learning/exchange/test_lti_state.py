"""State, nonce, browser and ticket: each way in is taken once, by the browser that asked; and wishes that are not whole."""

import pytest
from django.core import signing
from django.test import Client
from structlog.testing import capture_logs
from tests.fakes.lti_platform import DEEP
from tests.learning.exchange.walk import Walk, check_refused
from tests.programme.factories import LessonFactory

from nastavnik.learning.lti.words import Why
from nastavnik.learning.models import LtiPlatform
from nastavnik.learning.services.lti import entrances

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["", "guessed", "eyJhIjoxfQ:1:signature"])
def test_state_that_the_school_did_not_give_is_refused(walk, lesson, state):
    form = walk.form(walk.address_of(lesson))
    with capture_logs() as lines:
        answer = walk.post({**form, "state": state})

    check_refused(answer, lines, Why.STATE)


def test_state_that_is_too_old_is_refused(walk, lesson, monkeypatch):
    form = walk.form(walk.address_of(lesson))
    monkeypatch.setattr(entrances, "STATE_SECONDS", -1)
    with capture_logs() as lines:
        answer = walk.post(form)

    check_refused(answer, lines, Why.STATE)


def test_state_of_another_purpose_is_refused(walk, lesson):
    form = walk.form(walk.address_of(lesson))
    forged = signing.dumps(signing.loads(form["state"], salt=entrances.STATE_SALT), salt="other")
    with capture_logs() as lines:
        answer = walk.post({**form, "state": forged})

    check_refused(answer, lines, Why.STATE)


def test_state_of_another_launch_is_refused(walk, lesson):
    first, second = walk.form(walk.address_of(lesson)), walk.form(walk.address_of(lesson))
    with capture_logs() as lines:
        answer = walk.post({"state": first["state"], "id_token": second["id_token"]})

    check_refused(answer, lines, Why.NONCE)


def test_launch_that_is_sent_twice_is_refused_the_second_time(walk, lesson):
    form = walk.form(walk.address_of(lesson))
    assert walk.post(form).status_code == 303
    with capture_logs() as lines:
        answer = walk.post(form)

    check_refused(answer, lines, Why.REPLAY)


def test_nonce_that_is_signed_again_is_refused(walk, lesson, platform):
    response = walk.announce(walk.address_of(lesson))
    form = platform.answer(response.headers["Location"])
    walk.post(form)
    again = platform.sign({**platform.claims(walk.nonce_of(response)), "sub": "somebody-else"})
    with capture_logs() as lines:
        answer = walk.post({**form, "id_token": again})

    check_refused(answer, lines, Why.REPLAY)


def test_launch_in_another_browser_opens_nothing(walk, lesson):
    """Whoever is sent somebody else's entrance would else work in her account."""
    posted = walk.post(walk.form(walk.address_of(lesson)))
    stranger = Walk(walk.platform, lesson.school)
    stranger.announce(walk.address_of(lesson))
    for browser in (Client(), stranger.browser):
        with capture_logs() as lines:
            answer = browser.get(posted.headers["Location"], headers={"Accept": "text/html"})
        check_refused(answer, lines, Why.BROWSER)

    assert walk.browser.get(posted.headers["Location"]).status_code == 200


def test_platform_removed_between_the_steps_lets_nobody_in(walk, lesson, now):
    form = walk.form(walk.address_of(lesson))
    LtiPlatform.objects.update(removed_at=now)
    with capture_logs() as lines:
        answer = walk.post(form)

    check_refused(answer, lines, Why.UNKNOWN_PLATFORM)


def test_platform_that_says_no_is_told_so(walk):
    with capture_logs() as lines:
        answer = walk.post({"error": "login_required", "state": "x"})

    check_refused(answer, lines, Why.PLATFORM_SAYS_NO)
    assert [line["detail"] for line in lines if line["event"] == "lti_refused"] == ["login_required"]


def test_ticket_that_nobody_gave_or_that_is_old_opens_nothing(walk, lesson, monkeypatch):
    posted = walk.post(walk.form(walk.address_of(lesson)))
    monkeypatch.setattr(entrances, "TICKET_LIVES", entrances.TICKET_LIVES * 0)
    for address in ("/lti/enter/guessed/", "/lti/deep/guessed/", posted.headers["Location"]):
        with capture_logs() as lines:
            answer = walk.browser.get(address, headers={"Accept": "text/html"})
        check_refused(answer, lines, Why.TICKET)


def test_ticket_of_a_lesson_chooses_nothing_and_the_other_way_round(walk, lesson):
    opening = walk.post(walk.form(walk.address_of(lesson))).headers["Location"]
    choosing = walk.post(walk.form(f"{walk.home}/lti/deep/")).headers["Location"]

    assert walk.browser.get(opening.replace("/enter/", "/deep/")).status_code == 404
    assert walk.browser.get(choosing.replace("/deep/", "/enter/")).status_code == 404


@pytest.mark.parametrize("state", [{}, {"announced": True, "removed": True}])
def test_lesson_that_guests_do_not_see_is_not_opened(walk, lesson, state):
    draft = LessonFactory(cycle=lesson.cycle)
    with capture_logs() as lines:
        answer = walk.post(walk.form(walk.address_of(draft)))

    check_refused(answer, lines, Why.NO_LESSON)


# --- choosing lessons ------------------------------------------------------------------------------------------------

BAD_WISHES = {
    "none": None,
    "no way back": {"deep_link_return_url": None},
    "a way back that is a script": {"deep_link_return_url": "javascript:alert(1)"},
    "an endless way back": {"deep_link_return_url": "https://a.example/" + "a" * 2000},
    "no types": {"accept_types": None},
    "types without lessons": {"accept_types": ["html"]},
    "odd data": {"data": {"a": 1}},
    "endless data": {"data": "d" * 9000},
}


@pytest.mark.parametrize("case", BAD_WISHES)
def test_wish_to_choose_that_is_not_whole_is_refused(walk, platform, case):
    response = walk.announce(f"{walk.home}/lti/deep/")
    form = platform.answer(response.headers["Location"])
    claims = platform.choice_claims(walk.nonce_of(response))
    name = f"{DEEP}deep_linking_settings"
    claims[name] = {**claims[name], **BAD_WISHES[case]} if BAD_WISHES[case] else None
    with capture_logs() as lines:
        answer = walk.post({**form, "id_token": platform.sign(claims)})

    check_refused(answer, lines, Why.CLAIMS)
