"""The desk of keys and webhooks, and the page about the contract: what is shown once, and never again."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from nastavnik.api.enums import Event
from nastavnik.api.models import ApiKey, Delivery, Webhook
from nastavnik.api.services import hooks
from nastavnik.api.views.guide import kind_of
from nastavnik.programme.events import LessonHeld

pytestmark = pytest.mark.django_db
KEYS, HOOKS = "/desk/keys/", "/desk/webhooks/"
TYPED = {"title": "Сайт библиотеки", "scopes": ["lessons:read"], "life": "90"}
TOLD = {"title": "Бот", "url": "https://bot.example.org/news", "events": ["lesson.held"]}


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist)
    return client


@pytest.fixture
def hook(school, methodist):
    words = {"actor": methodist, "school_id": school.pk, "title": "Бот", "url": TOLD["url"], "now": timezone.now()}
    return hooks.add_webhook(events=[Event.LESSON_HELD], **words)[0]


def text_of(response):
    return response.content.decode()


def secret_in(response, beginning):
    found = re.search(rf'value="({beginning}[^"]+)"', text_of(response))
    return found.group(1) if found else ""


def test_key_is_made_shown_once_and_withdrawn(desk):
    made = desk.post(KEYS, TYPED)
    key = ApiKey.objects.get()

    assert secret_in(made, "nst_")
    assert secret_in(desk.get(KEYS), "nst_") == ""
    assert key.beginning in text_of(desk.get(KEYS))
    desk.post(reverse("api:revoke_key", args=[key.token]))
    assert "отозван" in text_of(desk.get(KEYS))


def test_key_without_a_scope_is_not_made(desk):
    assert desk.post(KEYS, {"title": "Сайт", "life": "90"}).status_code == 200
    assert not ApiKey.objects.exists()


def test_keys_that_work_stand_first(desk, methodist, now):
    for title in ("Старый", "Новый"):
        desk.post(KEYS, {**TYPED, "title": title})
    ApiKey.objects.filter(title="Новый").update(expires_at=now)

    text = text_of(desk.get(KEYS))
    assert text.index("Старый") < text.index("Новый")
    assert "срок истёк" in text


def test_page_of_keys_takes_as_many_queries_however_many_there_are(desk, assert_flat):
    assert_flat(lambda: desk.get(KEYS), lambda: desk.post(KEYS, TYPED))


def test_webhook_is_added_and_its_secret_shown_once(desk):
    made = desk.post(HOOKS, TOLD)
    hook = Webhook.objects.get()

    assert secret_in(made, "whsec_")
    assert secret_in(desk.get(f"{HOOKS}{hook.token}/"), "whsec_") == ""
    assert "https://bot.example.org/news" in text_of(desk.get(HOOKS))


def test_address_inside_is_said_to_be_wrong(desk):
    response = desk.post(HOOKS, {**TOLD, "url": "https://192.168.0.5/"})

    assert "собственной сети" in text_of(response) or "сети школы" in text_of(response)
    assert not Webhook.objects.exists()


def test_webhook_is_changed_tried_renewed_and_removed(desk, hook):
    page = f"{HOOKS}{hook.token}/"

    assert desk.post(page, {**TOLD, "title": "Другой"}).status_code == 302
    hook.refresh_from_db()
    assert (hook.title, hook.is_on) == ("Другой", False)
    desk.post(page, {**TOLD, "is_on": "on"})
    desk.post(f"{page}trial/")
    assert Delivery.objects.get().event == Event.PING
    assert secret_in(desk.post(f"{page}secret/"), "whsec_")
    desk.post(f"{page}remove/")
    assert desk.get(page).status_code == 404


def test_form_that_is_wrong_says_so_and_keeps_what_was_typed(desk, hook):
    response = desk.post(f"{HOOKS}{hook.token}/", {**TOLD, "title": "", "url": "https://other.example.org/"})

    assert "https://other.example.org/" in text_of(response)
    hook.refresh_from_db()
    assert hook.url == TOLD["url"]


def test_too_many_webhooks_are_refused_on_the_page(desk, hook, monkeypatch):
    monkeypatch.setattr("nastavnik.api.services.hooks.keeping.MOST_WEBHOOKS", 1)

    assert "десять вебхуков" in text_of(desk.post(HOOKS, TOLD))


def test_too_many_keys_are_refused_on_the_page(desk, monkeypatch):
    monkeypatch.setattr("nastavnik.api.services.keys.MOST_KEYS", 0)

    assert "тридцать" in text_of(desk.post(KEYS, TYPED))


def test_messages_are_listed_with_what_became_of_them(desk, hook, lesson, now, assert_flat):
    page = f"{HOOKS}{hook.token}/"
    assert_flat(lambda: desk.get(page), lambda: hooks.tell(news=[LessonHeld(lesson_id=lesson.pk)], now=now))
    Webhook.objects.update(is_on=False, silent_because="failing", failing_since=now)
    Delivery.objects.update(said="500 out of order", state="failed", attempts=7)

    text = text_of(desk.get(page))
    assert "500 out of order" in text
    assert "три дня" in text
    assert lesson.uid in text


def test_director_and_learner_see_neither(client, director, learner, hook):
    for person in (director, learner):
        client.force_login(person)
        assert {client.get(KEYS).status_code, client.get(HOOKS).status_code} == {403}
        assert client.get(f"{HOOKS}{hook.token}/").status_code == 404


def test_page_of_the_contract_tells_every_operation_in_russian(client, school):
    text = text_of(client.get("/api/"))

    for words in (
        "/api/v1/lessons",
        "Поиск моментов",
        "lessons:write",
        "Объявить занятие",
        "LessonFull",
        "openapi.json",
    ):
        assert words in text
    assert "Page_" not in text
    assert "<script>" not in text


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "array", "items": {"$ref": "#/x/Lesson"}}, "Lesson[]"),
        ({"$ref": "#/x/Page_Lesson_"}, "Lesson[]"),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}, "date-time | null"),
        ({"title": "Anything"}, "Anything"),
    ],
)
def test_kinds_of_values_are_told_in_a_word(schema, kind):
    assert kind_of(schema) == kind
