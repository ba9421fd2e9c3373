"""The script of a card: saved while it is typed, two at one text, brought back; the teleprompter and its remote."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from nastavnik.studio.enums import CardState, PrompterDeed
from nastavnik.studio.models import Prompter, ScriptRevision
from nastavnik.studio.selectors.shooting.prompter import REMOTE_LIVES, remote_address
from nastavnik.studio.selectors.shooting.script import mark_of, parts_to_read
from nastavnik.studio.services import shooting
from nastavnik.studio.services.shooting.prompting import MOST_DEEDS
from nastavnik.studio.services.shooting.refusals import FilmIsOut
from nastavnik.studio.services.shooting.script import MOST_REVISIONS

pytestmark = pytest.mark.django_db


def url(name, *words):
    return reverse(f"studio:{name}", args=words)


@pytest.fixture
def save(call, card):
    def saved(text, **more):
        card.refresh_from_db()
        words = {"text": text, "mark": mark_of(card.script)}
        return shooting.save_script(**call | words | more)

    return saved


def texts():
    return list(ScriptRevision.objects.order_by("pk").values_list("text", flat=True))


# --- writing ----------------------------------------------------------------------------------------------------------------------


def test_who_writes_on_writes_in_one_revision(save, maker, now):
    save("Раз")
    save("Раз два")
    save("Раз два", mark=0)
    assert texts() == ["Раз два"]
    save("Её слова", actor=maker)
    save("Её слова, потом", actor=maker, now=now + timedelta(minutes=11))
    assert texts() == ["Раз два", "Её слова", "Её слова, потом"]


def test_text_of_another_is_not_written_over_unseen(save, card, maker):
    save("Первая")
    late = save("Вторая", mark=mark_of(""), actor=maker)
    assert (late.is_late, late.card.script) == (True, "Первая")
    assert save("Вторая", mark=mark_of("Первая"), actor=maker).is_late is False
    assert texts() == ["Первая", "Вторая"]


def test_script_is_brought_back_and_the_other_one_stays(save, call, card, maker):
    save("Первая")
    save("Вторая", actor=maker)
    first = ScriptRevision.objects.earliest("pk")
    for _ in range(2):
        shooting.restore_script(revision=first.pk, **call)
    card.refresh_from_db()
    assert (card.script, texts()) == ("Первая", ["Первая", "Вторая", "Первая"])


def test_revisions_are_bounded(save, call, card, now):
    for number in range(MOST_REVISIONS + 2):
        save(f"Слово {number}", now=now + timedelta(hours=number))
    assert (len(texts()), texts()[0]) == (MOST_REVISIONS, "Слово 2")


def test_script_of_a_film_that_is_out_stays(save, card, call, now, director):
    with pytest.raises(PermissionDenied):
        save("Слово", actor=director)
    card.state, card.published_at = CardState.PUBLISHED, now
    card.save()
    with pytest.raises(FilmIsOut):
        save("Слово")
    with pytest.raises(FilmIsOut):
        shooting.propose_shots(**call)


def test_what_is_for_who_films_is_told_apart():
    part = parts_to_read("# Книга\n\n[крупно] Возьмите книгу [пауза]. Любую")[0]
    assert part.title == "Книга"
    assert part.paragraphs == [[("[крупно]", True), (" Возьмите книгу ", False), ("[пауза]", True), (". Любую", False)]]


# --- its page ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(client, maker, card):
    client.force_login(maker)
    return client


def test_script_saves_itself_and_says_the_mark_to_go_on_with(made, card, save):
    place = url("save_script", card.token)
    assert made.post(place, {"text": "Раз\r\nдва\x00", "version": mark_of("")}).json() == {
        "version": mark_of("Раз\nдва")
    }
    late = made.post(place, {"text": "Иначе", "version": mark_of("")})
    assert (late.status_code, late.json()["theirs"]["text"]) == (409, "Раз\nдва")
    assert made.post(place, {"text": "Иначе", "version": late.json()["version"]}).status_code == 200
    assert made.post(place, {"text": "х" * 100_001, "version": 1}).status_code == 409


def test_page_without_a_script_shows_both_texts(made, card, save):
    made.post(url("script", card.token), {"text": "# Раз\n\nслово\n\n# Два\n\nслово", "version": mark_of("")})
    late = made.post(url("script", card.token), {"text": "Мои слова", "version": mark_of("")})
    assert (late.status_code, "Мои слова" in late.content.decode()) == (409, True)
    made.post(url("script", card.token), {"text": "Мои слова", "version": late.context["form"].initial["version"]})
    card.refresh_from_db()
    assert card.script == "Мои слова"
    wrong = made.post(url("script", card.token), {"text": "Мои слова", "version": "x"})
    assert wrong.status_code == 422


def test_earlier_script_is_brought_back_on_its_page(made, card, save):
    save("Первая")
    made.post(url("script", card.token), {"text": "Вторая", "version": mark_of("Первая")})
    first = ScriptRevision.objects.earliest("pk")
    assert url("restore_script", card.token, first.pk) in made.get(url("script", card.token)).content.decode()
    made.post(url("restore_script", card.token, first.pk))
    card.refresh_from_db()
    assert card.script == "Первая"


def test_who_only_looks_reads(client, director, card, save):
    client.force_login(director)
    assert "textarea" not in client.get(url("script", card.token)).content.decode()
    save("Слова сценария")
    text = client.get(url("script", card.token)).content.decode()
    assert ("Слова сценария" in text, "textarea" in text) == (True, False)
    assert "data-report" not in client.get(url("prompter", card.token)).content.decode()


def test_pages_ask_no_more_the_longer_the_history_is(client, methodist, card, save, now, assert_flat):
    client.force_login(methodist)
    hours = iter(range(100))

    def grow():
        hour = next(hours)
        save(f"Слово {hour}", now=now + timedelta(hours=hour))

    assert_flat(lambda: client.get(url("script", card.token)), grow)
    assert_flat(lambda: client.get(url("prompter", card.token)), grow)


# --- the remote -------------------------------------------------------------------------------------------------------------------

REPORT = {"number": 0, "is_running": "on", "speed": 120, "percent": 40, "left": 90}


@pytest.fixture
def remote(card):
    return remote_address(card).partition("//")[2].partition("/")[2].join(("/", ""))


def test_phone_without_an_account_steers(made, card, remote):
    place = url("report_prompter", card.token)
    assert made.post(place, REPORT).json() == {"number": 0, "deeds": []}
    phone = Client()
    assert phone.get(remote).status_code == 200
    assert phone.get(remote, headers={"Accept": "application/json"}).json()["percent"] == 40
    for deed in ("toggle", "faster"):
        phone.post(f"{remote}steer/", {"deed": deed}, headers={"Accept": "application/json"})
    assert made.post(place, REPORT).json() == {"number": 2, "deeds": ["toggle", "faster"]}
    assert made.post(place, REPORT | {"number": 1}).json()["deeds"] == ["faster"]
    assert phone.post(f"{remote}steer/", {"deed": "toggle"})["Location"].endswith(remote)
    assert phone.post(f"{remote}steer/", {"deed": "erase"}).status_code == 400
    assert made.post(place, REPORT | {"percent": 101}).status_code == 400


def test_remote_says_that_no_prompter_is_open(client, card, remote, now):
    assert client.get(remote, headers={"Accept": "application/json"}).json() == {"is_open": False}
    shooting.report_prompter(card=card, told={"percent": 1}, now=now - timedelta(minutes=1))
    assert client.get(remote, headers={"Accept": "application/json"}).json() == {"is_open": False}


def test_remote_works_for_a_day_and_is_of_its_card(client, card, remote, now, monkeypatch):
    assert client.get(url("remote", "strange")).status_code == 404
    late = now.timestamp() + REMOTE_LIVES.total_seconds() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: late)
    assert client.get(remote).status_code == 404


def test_only_the_last_presses_are_kept(card):
    for _ in range(MOST_DEEDS + 5):
        shooting.steer_prompter(card=card, deed=PrompterDeed.FASTER)
    row = Prompter.objects.get()
    assert (row.number, len(row.deeds)) == (MOST_DEEDS + 5, MOST_DEEDS)
