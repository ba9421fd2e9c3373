"""Browsers are switched on and off by their own pages; the worker's script is served where it may look after the school."""

import json

import pytest
from django.urls import reverse
from tests.fakes.push_service import FakeBrowser
from tests.people.factories import UserFactory
from tests.people.views.pages import get, post, text_of

from nastavnik.people import services
from nastavnik.people.enums import PUSHED_BY_DEFAULT
from nastavnik.people.models import PushSubscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(settings):
    settings.WEB_PUSH, settings.WEB_PUSH_SERVICES = True, ["push.example.ru"]
    return FakeBrowser("https://push.example.ru/one")


def switch_on(client, browser):
    return post(client, "push_on", told=json.dumps(browser.told))


def test_browser_is_switched_on_listed_and_switched_off(learner_client, learner, browser):
    assert switch_on(learner_client, browser).status_code == 204
    subscription = PushSubscription.objects.get(user=learner)
    page = text_of(get(learner_client, "preferences"))
    url = reverse("people:switch_off_browser", args=[subscription.token])
    assert url in page
    assert services.offered_key() in page
    assert "больше не показывает" in text_of(learner_client.post(url, follow=True))
    assert not PushSubscription.objects.exists()


def test_browser_is_switched_off_by_itself(learner_client, browser):
    switch_on(learner_client, browser)
    assert post(learner_client, "push_off", endpoint=browser.endpoint).status_code == 204
    assert post(learner_client, "push_off").status_code == 204
    assert not PushSubscription.objects.exists()


def test_who_signs_out_leaves_no_notices_behind(learner_client, browser):
    switch_on(learner_client, browser)
    learner_client.post(reverse("account_logout"))
    assert not PushSubscription.objects.exists()


def test_signing_out_elsewhere_leaves_the_browser_on(learner_client, learner, browser, client):
    told = {"told": browser.told, "user_agent": ""}
    services.switch_on_browser(actor=learner, **told, now=learner.joined_at)
    learner_client.post(reverse("account_logout"))
    assert PushSubscription.objects.exists()


@pytest.mark.parametrize("told", ["", "no json", "[]", "5"])
def test_nonsense_is_refused(learner_client, browser, told):
    assert post(learner_client, "push_on", told=told).status_code == 400


def test_unknown_service_is_refused_with_a_sentence(learner_client, browser):
    browser.endpoint = "https://evil.example/one"
    url, words = reverse("people:push_on"), {"told": json.dumps(browser.told)}
    response = learner_client.post(url, words, headers={"Accept": "application/json"})
    assert (response.status_code, "службу" in text_of(response)) == (409, True)


def test_browsers_are_not_switched_on_without_end(learner_client, browser):
    answers = {switch_on(learner_client, browser).status_code for _ in range(25)}
    assert answers == {204, 429}


def test_installation_that_has_it_off_offers_nothing(learner_client, browser, settings):
    settings.WEB_PUSH = False
    assert switch_on(learner_client, browser).status_code == 400
    assert get(learner_client, "push_worker").status_code == 404
    assert "data-push" not in text_of(get(learner_client, "preferences"))


def test_choice_of_browsers_is_kept_while_they_are_off(learner_client, learner):
    page = text_of(get(learner_client, "preferences"))
    assert page.count('type="hidden" name="pushed"') == len(PUSHED_BY_DEFAULT)


def test_worker_may_look_after_the_whole_school_and_do_nothing_else(client, school, browser, monkeypatch, tmp_path):
    script = tmp_path / "push-worker.js"
    script.write_text("self")
    monkeypatch.setattr("nastavnik.people.views.push.finders.find", lambda _path: str(script))
    response = get(client, "push_worker")
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.content == b"self"


def test_worker_that_was_not_built_is_missing(client, school, browser, monkeypatch):
    monkeypatch.setattr("nastavnik.people.views.push.finders.find", lambda _path: None)
    assert get(client, "push_worker").status_code == 404


def test_own_data_tell_of_browsers_without_their_secrets(learner_client, learner, browser):
    switch_on(learner_client, browser)
    [row] = json.loads(text_of(get(learner_client, "export_own_data")))["records"]["people.pushsubscription"]
    assert row.keys() == {"user", "token", "browser", "created_at", "used_at"}


def test_erasing_forgets_browsers_and_hours(learner, browser, now):
    services.switch_on_browser(actor=learner, told=browser.told, user_agent="", now=now)
    services.set_notice_preferences(actor=learner, mail={}, pushed=[], quiet=(20, 8), digest_hour=9)
    services.erase_account(actor=learner, typed_email=learner.email, now=now)
    assert not PushSubscription.objects.exists()
    assert not learner.noticepreference_set.exists()
    assert not type(learner).objects.filter(noticehours__isnull=False).exists()


def test_pages_of_notices_ask_the_same_number_of_queries_for_many(learner_client, learner, browser, assert_flat, now):
    def grow():
        services.notify(
            user_ids=[learner.pk], kind="lessons", template="people/notices/second_factor", now=now, link="/"
        )
        one = FakeBrowser(f"https://push.example.ru/{UserFactory().pk}")
        services.switch_on_browser(actor=learner, told=one.told, user_agent="", now=now)

    for page in ("notices", "preferences"):
        assert_flat(lambda page=page: get(learner_client, page), grow)
