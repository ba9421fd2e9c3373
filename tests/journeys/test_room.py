"""The room of a broadcast: a librarian, a guest with nothing but a name, and the methodist who leads it."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.rooms import open_room
from tests.journeys.walker import Walker, ru

GREETING, QUESTION, POLL = "Здравствуйте, мы втроём!", "Можно ли снимать детей?", "Что вы ведёте?"


@pytest.fixture(scope="module")
def lesson(school):
    with open_room(school) as address:
        yield address


def tab(walker: Walker, name: str) -> None:
    walker.page.locator(f"[data-tab={name}]").click()


def press(place: Locator, words: str) -> None:
    place.get_by_role("button", name=ru(words), exact=True).click()


def item(walker: Walker, text: str) -> Locator:
    return walker.page.locator("[data-question], [data-message], [data-poll]", has_text=text)


def look_at_room(walker: Walker, picture: str) -> None:
    """Look at the page with the room in sight."""
    walker.page.evaluate("document.querySelector('#room').scrollIntoView()")
    walker.look(picture)


@pytest.fixture
def learner(walk, lesson):
    walker = walk("phone")
    walker.sign_in("learner")
    walker.open(lesson)
    return walker


@pytest.fixture
def methodist(walk, lesson):
    walker = walk()
    walker.sign_in("methodist")
    walker.open(lesson)
    return walker


@pytest.fixture
def guest(walk, lesson):
    walker = walk("phone")
    walker.open(lesson)
    return walker


def test_guest_gives_a_name_and_everybody_reads_her(guest, learner, methodist):
    for walker in (guest, learner, methodist):
        tab(walker, "chat")
    look_at_room(guest, "room-guest")
    guest.fill(name="Ольга", people="3")
    press(guest.main, "Enter the room")
    guest.page.locator("#room-say").fill(GREETING)
    guest.page.keyboard.press("Enter")

    for walker in (guest, learner, methodist):
        expect(item(walker, GREETING)).to_have_count(1)
    press(item(methodist, GREETING), "Hide")
    expect(item(learner, GREETING)).to_have_count(0)
    methodist.look("room-leading")
    press(item(methodist, GREETING), "Show again")
    expect(item(learner, GREETING)).to_have_count(1)
    tab(methodist, "people")
    expect(methodist.page.locator("[data-people]")).to_contain_text("Ольга")
    methodist.look()


def test_question_is_wanted_answered_and_shown_in_large(learner, methodist, walk):
    learner.page.locator("#room-ask").fill(QUESTION)
    press(learner.page.locator("#room-questions"), "Ask")
    asked = item(methodist, QUESTION)
    asked.locator(".room-vote button").click()
    expect(item(learner, QUESTION).locator("[data-word=votes]").first).to_have_text("2")
    with methodist.page.expect_popup() as opened:
        methodist.page.locator(".room-link").click()
    stage = opened.value.locator("[data-stage]")
    expect(stage).to_contain_text(QUESTION)

    press(stage, "Answer now")
    expect(item(learner, QUESTION).locator("[data-mark=answering]")).to_be_visible()
    look_at_room(learner, "room-questions")
    press(stage, "Answered")

    expect(learner.page.locator("[data-list=answered]")).to_contain_text(QUESTION)
    opened.value.close()


def test_poll_is_asked_answered_and_closed(learner, methodist):
    tab(methodist, "polls")
    methodist.page.locator(".room-new-poll summary").click()
    methodist.fill(title=POLL, options="Блог\nКанал")
    press(methodist.main, "Ask at once")

    poll = item(learner, POLL)
    poll.get_by_role("radio", name="Канал").check()
    press(poll, "Send my answer")
    expect(item(methodist, POLL).locator("[data-result]").nth(1)).to_contain_text("100")
    look_at_room(learner, "room-poll")
    press(item(methodist, POLL), "Close the poll")
    expect(learner.page.locator("[data-list=closed-polls]")).to_contain_text(POLL)


def test_room_takes_questions_without_a_script(walk, lesson):
    reader = walk("phone", java_script_enabled=False)
    reader.sign_in("mentor")
    reader.open(lesson)
    reader.page.locator("#room-ask").fill("Вопрос без скрипта")
    press(reader.page.locator("#room-questions"), "Ask")

    expect(item(reader, "Вопрос без скрипта")).to_have_count(1)
    assert reader.page.url.endswith("#room")
    reader.look()
