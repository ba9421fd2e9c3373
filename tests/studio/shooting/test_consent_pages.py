"""Consents as pages: at those who make the film, and by the link without an account."""

import pytest
from django.urls import reverse

from nastavnik.studio.models import ShownPerson
from nastavnik.studio.services import shooting
from nastavnik.studio.services.shooting import Named, Signed

pytestmark = pytest.mark.django_db

NAME = "Орлова Алёна Петровна"
YES = Signed(has_agreed=True, signature=NAME, contact="дом", conditions="Без соцсетей")


def url(name, *words):
    return reverse(f"studio:{name}", args=words)


def read(client, *words):
    answer = client.get(url(*words))
    return answer.status_code, answer.content.decode()


# --- by the link --------------------------------------------------------------------------------------------------------------


def test_somebody_signs_without_an_account_and_takes_it_back(client, secret, card):
    status, text = read(client, "sign", secret)
    assert (status, NAME in text, "152-ФЗ" in text, "noindex" in text) == (200, True, True, True)
    answer = client.get(url("sign", secret))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    typed = {
        "verdict": "agree",
        "signature": "орлова алена петровна",
        "contact": "дом",
        "conditions": "Без \x00соцсетей",
    }
    client.post(url("answer_consent", secret), typed)
    assert ShownPerson.objects.get().conditions == "Без соцсетей"
    text = read(client, "sign", secret)[1]
    assert (url("withdraw_consent", secret) in text, url("answer_consent", secret) in text) == (True, False)
    assert "Без соцсетей" in read(client, "consent_receipt", secret)[1]
    client.post(url("withdraw_consent", secret))
    assert ShownPerson.objects.get().withdrawn_at is not None
    assert url("answer_consent", secret) in read(client, "sign", secret)[1]


@pytest.mark.parametrize(
    "typed",
    [
        {"verdict": "agree", "signature": "Моё имя", "contact": "дом"},
        {"verdict": "agree", "signature": "", "contact": "Моё имя"},
        {"verdict": "agree", "signature": "Моё имя", "contact": ""},
        {"verdict": "", "signature": "Моё имя"},
    ],
)
def test_nothing_typed_is_lost_when_it_is_refused(client, secret, typed):
    answer = client.post(url("answer_consent", secret), typed)
    assert answer.status_code == 422
    assert "Моё имя" in answer.content.decode()
    assert ShownPerson.objects.get().has_agreed is None


def test_refusal_is_shown_and_printed(client, secret, now):
    client.post(url("answer_consent", secret), {"verdict": "refuse", "signature": "", "contact": "", "conditions": ""})
    assert ShownPerson.objects.get().has_agreed is False
    assert "badge--wrong" in read(client, "sign", secret)[1]
    assert read(client, "consent_receipt", secret)[0] == 200


def test_link_that_is_over_shows_no_document(client, secret, card, later, monkeypatch):
    monkeypatch.setattr("nastavnik.core.clock.now", lambda: later)
    status, text = read(client, "sign", secret)
    assert (status, card.title in text) == (410, False)


def test_link_is_of_its_school_and_is_not_to_be_found_by_trying(client, school, monkeypatch):
    assert read(client, "sign", "nobody")[0] == 404
    monkeypatch.setattr("nastavnik.core.http.machines.is_within", lambda *_args, **_more: False)
    assert client.get(url("sign", "nobody")).status_code == 429


def test_child_s_link_speaks_of_the_child(client, send, call):
    child = shooting.add_shown(named=Named("Орлов Пётр", "a@example.org", NAME), **call)
    text = read(client, "sign", send(child))[1]
    assert ("Орлов Пётр" in text, NAME in text) == (True, True)


# --- at the desk --------------------------------------------------------------------------------------------------------------


def test_maker_writes_down_asks_and_notes(client, maker, card):
    client.force_login(maker)
    assert "empty" in read(client, "shown", card.token)[1]
    client.post(url("shown", card.token), {"name": NAME, "email": "a@example.org", "guardian": ""})
    token = ShownPerson.objects.get().token
    one = (card.token, token)
    client.post(url("send_consent", *one))
    text = client.post(url("hand_out_consent", *one)).content.decode()
    assert "/shown/" in text
    assert "/shown/" not in read(client, "shown_one", *one)[1]
    client.post(url("correct_shown", *one), {"name": NAME, "email": "new@example.org", "guardian": ""})
    assert client.post(url("note_paper", *one), {"where": ""}).status_code == 422
    client.post(url("note_paper", *one), {"where": "Сейф"})
    assert "Сейф" in read(client, "shown_one", *one)[1]
    wrong = client.post(url("correct_shown", *one), {"name": "Другая", "email": "", "guardian": ""})
    assert (wrong.status_code, "Другая" in wrong.content.decode()) == (422, True)
    client.post(url("note_withdrawal", *one))
    assert ShownPerson.objects.get().withdrawn_at is not None
    client.post(url("remove_shown", *one))
    assert not ShownPerson.objects.exists()


def test_name_that_stands_there_is_told_and_kept(client, methodist, card, person):
    client.force_login(methodist)
    answer = client.post(url("shown", card.token), {"name": NAME, "email": "", "guardian": ""})
    assert (answer.status_code, f'value="{NAME}"' in answer.content.decode()) == (422, True)


def test_who_only_looks_is_offered_nothing(client, director, card, person, secret):
    client.force_login(director)
    for words in (("shown", card.token), ("shown_one", card.token, person.token)):
        status, text = read(client, *words)
        assert (status, "/send/" in text, NAME in text) == (200, False, True)


def test_list_says_how_it_stands_with_each(client, methodist, card, call, send, person, secret, now):
    shooting.answer_consent(secret=secret, signed=YES, now=now)
    card.title = "Иначе"
    card.save()
    signing = shooting.add_shown(named=Named("Белова Анна", "b@example.org", "Белова Ольга"), **call)
    send(signing)
    shooting.note_opened(secret="-", now=now)
    ShownPerson.objects.filter(pk=signing.pk).update(expires_at=now, opened_at=now)
    client.force_login(methodist)
    text = read(client, "shown", card.token)[1]
    assert ("badge--ok" in text, "badge--warn" in text, "Белова Ольга" in text) == (True, True, True)
    card.shows_nobody = True
    card.save()
    ShownPerson.objects.all().delete()
    assert "empty" in read(client, "shown", card.token)[1]


def test_pages_ask_no_more_the_more_people_there_are(client, methodist, card, call, assert_flat):
    client.force_login(methodist)
    names = iter("АБВГДЕЖЗ")
    assert_flat(
        lambda: client.get(url("shown", card.token)),
        lambda: shooting.add_shown(named=Named(next(names)), **call),
    )
