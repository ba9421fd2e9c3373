"""The way of moments: chosen in a transcript by keyboard, kept in a list, shared, played by a guest to its end and no further."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.transcripts import give_words_back, open_film
from tests.journeys.walker import Walker, ru

SRT = """1
00:00:01,000 --> 00:00:04,000
Сегодня мы поговорим о том, как превратить идею в социокультурный проект.

2
00:00:05,000 --> 00:00:08,000
Опишите, кому сейчас плохо, где именно и почему.

3
00:00:09,000 --> 00:00:11,000
Цель отвечает на вопрос, что изменится к концу проекта.
"""
SHORT = "1s-3s"


@pytest.fixture(scope="module", autouse=True)
def _others_find_what_was_said(open_window):
    yield
    give_words_back(open_window)


def test_moment_is_chosen_kept_shared_and_played_to_its_end(walk, tmp_path):
    methodist = walk()
    methodist.sign_in("methodist")
    lesson = bring_words(methodist, tmp_path / "words.srt")

    span = choose_by_keyboard(methodist, lesson)
    shared = keep_and_share(methodist, span)
    keep_another(methodist)

    guest = walk("phone")
    read_and_play_all(guest, shared)
    play_to_the_end(guest, lesson)


def bring_words(methodist: Walker, path) -> str:
    """Give the demonstration's lecture its words; return the address of its lesson."""
    path.write_text(SRT, encoding="utf-8")
    token = open_film(methodist)
    methodist.open(f"/desk/videos/{token}/words/")
    methodist.main.locator("input[type=file]").set_input_files(path)
    methodist.press("Bring")
    methodist.expect_words("Open the editor")
    methodist.open(f"/videos/{token}/")
    to_lesson = re.compile(ru("The page of the lesson: materials, questions, enrolment"))
    methodist.main.get_by_role("link", name=to_lesson).click()
    expect(methodist.main.locator("nastavnik-player")).to_be_visible()
    return methodist.page.url


def choose_by_keyboard(methodist: Walker, lesson: str) -> str:
    """Choose the second and third phrases with keys alone; return the moment as the address of its page has it."""
    methodist.open(lesson)
    methodist.main.locator("nastavnik-transcript summary").click()
    expect(methodist.main.locator("[data-text] [data-at]").first).to_be_visible()
    methodist.press("Choose a moment")
    methodist.main.locator("[data-text]").focus()
    keys = methodist.page.keyboard
    keys.press("ArrowDown")
    keys.press("Shift+ArrowDown")
    expect(methodist.main.locator("[data-chosen]")).to_have_text("0:05–0:11")
    expect(methodist.main.locator(".is-chosen")).to_have_count(2)
    methodist.look("moment-choice")
    methodist.main.locator("nastavnik-transcript a[data-keep]").click()
    expect(methodist.main.locator("blockquote")).to_contain_text("Опишите, кому сейчас плохо")
    methodist.look()
    return parse_qs(urlsplit(methodist.page.url).query)["t"][0]


def keep_and_share(methodist: Walker, span: str) -> str:
    """Put the moment into a new list, note something at it, share the list; return its address."""
    assert span == "5s-11s"
    methodist.fill(title="О целях", note="Для отчёта о целях")
    methodist.press("Put it into the list")
    methodist.expect_heading("О целях")
    methodist.look()
    methodist.follow("Title and sharing")
    methodist.main.get_by_label(ru("Whoever has the address may open the list")).check()
    methodist.look()
    methodist.press("Save")
    address = methodist.main.locator("#address").input_value()
    methodist.open("/me/moments/")
    methodist.look()
    return address


def keep_another(methodist: Walker) -> None:
    """Put a second moment into the same list, from the player's own link."""
    methodist.main.get_by_role("link", name="О целях").click()
    methodist.main.locator(".moment-title a").click()
    expect(methodist.main.locator("nastavnik-player")).to_be_visible()
    address = methodist.main.locator("nastavnik-player a[data-keep]").get_attribute("href")
    methodist.open(f"{address}?t={SHORT}")
    methodist.press("Put it into the list")
    expect(methodist.main.locator(".moment")).to_have_count(2)
    methodist.look("moment-list")


def read_and_play_all(guest: Walker, shared: str) -> None:
    """Read a shared list without an account, and have it played."""
    guest.open(shared)
    expect(guest.main.locator("blockquote")).to_contain_text(["Цель отвечает на вопрос", "Сегодня мы"])
    guest.look()
    guest.follow("Play all")
    expect(guest.main.locator("nastavnik-player")).to_be_visible()
    guest.look()
    guest.main.locator(".player-start").click()
    guest.page.wait_for_url("**/play/2/?t=1s-3s&go")
    expect(guest.main.locator("[data-note=moment]")).to_be_visible()
    guest.look()


def play_to_the_end(guest: Walker, lesson: str) -> None:
    """Play a short moment: it stops at its end, once, and goes on when asked."""
    guest.open(f"{lesson}?t={SHORT}")
    guest.main.locator(".player-start").click()
    note = guest.main.locator("[data-note=moment]")
    expect(note).to_be_visible()
    guest.look()
    stopped = guest.page.evaluate("() => document.querySelector('nastavnik-player video').currentTime")
    assert 2.5 <= stopped <= 3.6
    note.get_by_role("button").click()
    guest.page.wait_for_function("() => document.querySelector('nastavnik-player video').currentTime > 4")
    expect(note).to_be_hidden()
