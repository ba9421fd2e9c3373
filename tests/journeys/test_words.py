"""The way of words: a talk is written down, found in, played, corrected by keyboard, and read as corrected."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.school import ROOT
from tests.journeys.transcripts import give_words_back, open_film
from tests.journeys.walker import Walker, ru

SRT = ROOT.parent / "shared" / "media" / "lecture.srt"
MINI = """1
00:00:01,000 --> 00:00:04,000
Сегодня мы поговорим о том, как превратить идею в социокультурный проект.

2
00:00:05,000 --> 00:00:08,000
Опишите, кому сейчас плохо, где именно и почему.

3
00:00:12,000 --> 00:00:16,000
Цель отвечает на вопрос, что изменится к концу проекта.
"""
WRONG, RIGHT = "социокультурный", "социально-культурный"


@pytest.fixture
def words(tmp_path) -> Path:
    """The words of the made lecture when they lie beside the project, else three sentences of it."""
    if SRT.exists():
        return SRT
    path = tmp_path / "words.srt"
    path.write_text(MINI, encoding="utf-8")
    return path


@pytest.fixture(scope="module", autouse=True)
def _others_find_what_was_said(open_window):
    yield
    give_words_back(open_window)


def test_words_are_brought_read_corrected_by_keyboard_and_read_again(walk, words):
    methodist = walk()
    methodist.sign_in("methodist")
    token = open_film(methodist)

    bring_words(methodist, words)
    lesson = read_and_play(methodist, token)
    correct_by_keyboard(methodist, token)

    methodist.open(lesson)
    open_transcript(methodist)
    expect(methodist.main.locator("[data-text]")).to_contain_text(RIGHT)
    methodist.look()


def bring_words(methodist: Walker, words: Path) -> None:
    """Give the film a file with its words."""
    methodist.follow("Words of the film")
    methodist.look()
    methodist.main.locator("input[type=file]").set_input_files(words)
    methodist.press("Bring")
    methodist.expect_words("Open the editor")
    methodist.look("words-desk")


def open_transcript(viewer: Walker) -> None:
    """Open the words under the film, and wait until they are there."""
    viewer.main.locator("nastavnik-transcript summary").click()
    expect(viewer.main.locator("[data-text] [data-at]").first).to_be_visible()


def read_and_play(methodist: Walker, token: str) -> str:
    """Find a word in the transcript of the lesson and play its phrase; return the page of the lesson."""
    methodist.open(f"/videos/{token}/")
    methodist.main.get_by_role(
        "link", name=re.compile(ru("The page of the lesson: materials, questions, enrolment"))
    ).click()
    open_transcript(methodist)
    methodist.main.locator("[data-find]").fill("проект")
    expect(methodist.main.locator("[data-count]")).to_contain_text("1 из")
    methodist.main.locator("[data-find]").press("Enter")
    expect(methodist.main.locator("[data-count]")).to_contain_text("2 из")
    methodist.main.locator("[data-at]").nth(2).click()
    methodist.page.wait_for_function("() => document.querySelector('nastavnik-player video').currentTime > 9")
    expect(methodist.main.locator(".is-said")).to_be_visible()
    methodist.look("transcript")
    return methodist.page.url


def correct_by_keyboard(methodist: Walker, token: str) -> None:
    """Correct a word with nothing but keys, once the cursor is in the first phrase."""
    methodist.open(f"/desk/videos/{token}/words/ru/")
    rows = methodist.main.locator(".phrase")
    expect(rows.nth(1)).to_be_visible()
    rows.first.locator("textarea").focus()
    keys = methodist.page.keyboard
    while WRONG not in methodist.main.locator(".phrase--open textarea").input_value():
        keys.press("Control+ArrowDown")
    field = methodist.main.locator(".phrase--open textarea")
    keys.press("Control+End")
    text = field.input_value()
    for _letter in range(len(text) - text.index(WRONG) - len(WRONG)):
        keys.press("ArrowLeft")
    for _letter in WRONG:
        keys.press("Backspace")
    keys.type(RIGHT)
    expect(field).to_have_value(text.replace(WRONG, RIGHT))
    expect(methodist.main.locator("[data-say]")).to_contain_text("Сохранено в")
    methodist.look("words-editor")


def test_phrase_is_split_joined_and_kept_when_the_line_is_down(walk, words):
    methodist = walk()
    methodist.sign_in("methodist")
    token = open_film(methodist)
    bring_words(methodist, words)
    methodist.open(f"/desk/videos/{token}/words/ru/")
    rows = methodist.main.locator(".phrase")
    expect(rows.nth(1)).to_be_visible()
    count, keys = rows.count(), methodist.page.keyboard
    rows.nth(1).locator(".phrase-text").click()
    keys.press("Home")
    keys.press("Control+ArrowRight")
    keys.press("Enter")
    expect(rows).to_have_count(count + 1)
    keys.press("Backspace")
    expect(rows).to_have_count(count)

    methodist.page.context.set_offline(True)
    keys.press("Control+End")
    keys.type(" Без связи.")
    expect(methodist.main.locator("[data-say]")).to_contain_text("нет связи")
    methodist.page.context.set_offline(False)
    expect(methodist.main.locator("[data-say]")).to_contain_text("Сохранено в")
    methodist.odd = [odd for odd in methodist.odd if "ERR_INTERNET_DISCONNECTED" not in odd]
    methodist.page.reload()
    expect(methodist.main.locator(".phrases")).to_contain_text("Без связи.")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_of_words_and_chapters_are_in_order_at_every_size(walk, words, size):
    methodist = walk(size)
    methodist.sign_in("methodist")
    token = open_film(methodist)
    bring_words(methodist, words)
    for address, picture in (
        (f"/desk/videos/{token}/chapters/", "chapters"),
        (f"/desk/videos/{token}/words/ru/", ""),
        (f"/desk/videos/{token}/words/ru/versions/", ""),
        (f"/videos/{token}/words/", ""),
        ("/desk/glossary/", "glossary"),
        ("/desk/glossary/preview/", ""),
    ):
        methodist.open(address)
        methodist.look(picture)


def test_chapter_is_added_where_the_film_stands(walk):
    methodist = walk()
    methodist.sign_in("methodist")
    token = open_film(methodist)
    methodist.open(f"/desk/videos/{token}/chapters/")
    methodist.main.locator(".player-start").click()
    methodist.page.wait_for_function("() => document.querySelector('nastavnik-player video').currentTime > 2")

    methodist.main.get_by_role("button", name=re.compile(ru("Add a chapter here"))).click()
    methodist.page.keyboard.type("Отсюда о главном")
    methodist.press("Save the chapters")

    methodist.expect_words("The chapters are saved.")
    expect(methodist.main.locator("input[value='Отсюда о главном']").first).to_be_visible()
    methodist.open(f"/videos/{token}/")
    expect(methodist.main.locator(".player-chapters")).to_contain_text("Отсюда о главном")


def test_two_people_correct_one_phrase_without_loss(walk, words):
    first, second = walk(), walk()
    first.sign_in("methodist")
    token = open_film(first)
    bring_words(first, words)
    second.sign_in("methodist")
    for person in (first, second):
        person.open(f"/desk/videos/{token}/words/ru/")
        expect(person.main.locator(".phrase").nth(1)).to_be_visible()
        person.main.locator(".phrase").nth(1).locator(".phrase-text").click()
    field = second.main.locator(".phrase--open textarea")
    second.page.route("**/state/**", lambda route: route.abort())  # she has not heard of the other's change yet

    type_at(first, "Control+Home", "Итак, ")
    type_at(second, "Control+End", " Начнём.")
    expect(field).to_have_value(re.compile(r"^Итак, .* Начнём\.$"))

    type_at(first, "Control+Home", "Первая")
    second.page.keyboard.press("Control+Home")
    second.page.keyboard.type("Вторая")
    expect(second.main.locator("[data-conflict]")).to_contain_text("Первая")
    expect(field).to_have_value(re.compile("^Вторая"))
    second.press("Save mine")
    expect(first.main.locator(".phrase--open textarea")).to_have_value(re.compile("^Вторая"))


def type_at(person: Walker, place: str, words: str) -> None:
    """Type at one end of the open phrase, and wait until the school has it."""
    with person.page.expect_response("**/phrase/"):
        person.page.keyboard.press(place)
        person.page.keyboard.type(words)
