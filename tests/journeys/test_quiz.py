"""The way of a self-check: the film asks, answers save themselves, what was wrong leads to its second; and the same without a script."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.walker import Walker, ru

LESSON = "/lessons/ot-idei-k-proektu/"
QUIZ = f"{LESSON}quiz/"
SAVED = re.compile(ru("Saved at {time}").replace("{time}", r"\d\d:\d\d"))
OWN_WORDS = "Подросткам негде собраться: за неделю я насчитала у остановки двенадцать человек."
RIGHT_PLACES = ("Проблема жителей", "Целевая аудитория", "Цель и задачи", "Календарный план", "Бюджет", "Результат")
RIGHT_PAIRS = {
    "Цель": "что изменится к концу проекта",
    "Задача": "какую причину проблемы мы устраняем",
    "Мероприятие": "что мы для этого сделаем",
}


def question(walker: Walker, number: int):
    """Return a question on the page of an attempt, from 1."""
    return walker.main.locator("[data-question]").nth(number - 1)


def answer_all(walker: Walker, *, first: str) -> None:
    """Answer everything rightly, but the first question by `first`; without it, that question stays as it is."""
    if first:
        question(walker, 1).get_by_label(first).check()
    for words in ("кому сейчас плохо", "где именно", "почему так вышло"):
        question(walker, 2).get_by_label(words).check()
    for left, right in RIGHT_PAIRS.items():
        question(walker, 3).get_by_label(left, exact=True).select_option(right)
    question(walker, 4).get_by_role("textbox").fill("2")
    for place, words in enumerate(RIGHT_PLACES, start=1):
        question(walker, 5).get_by_label(words).select_option(str(place))
    question(walker, 6).get_by_role("textbox").fill("людей")
    question(walker, 7).get_by_role("textbox").fill(OWN_WORDS)


def test_film_asks_answers_save_themselves_and_wrong_ones_lead_to_their_second(walk):
    learner = walk()
    learner.sign_in("head")
    answer_in_film(learner)
    answer_with_and_without_a_connection(learner)

    phone = walk("phone")
    phone.sign_in("head")
    go_on_elsewhere(phone)

    hand_in_on_the_old_page(learner)
    watch_again(learner)


def answer_in_film(learner: Walker) -> None:
    """Watch until the film asks, answer wrongly, and watch on."""
    learner.open(f"{LESSON}?t=28")
    expect(learner.main.locator("nastavnik-player")).to_be_visible()
    learner.main.locator(".player-start").click()
    dialog = learner.page.get_by_role("dialog")
    expect(dialog.get_by_text("С чего начинается проект?")).to_be_visible()
    assert learner.page.evaluate("document.querySelector('video').paused")
    learner.look("quiz-in-film")
    dialog.get_by_role("button", name=ru("Give the answer")).click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    dialog.get_by_label("С названия и логотипа").check()
    dialog.get_by_role("button", name=ru("Give the answer")).click()
    expect(dialog.get_by_text("Название придумывают последним.")).to_be_visible()
    learner.look()
    dialog.get_by_role("button", name=ru("Watch on")).click()
    expect(dialog).to_have_count(0)
    learner.page.wait_for_function("!document.querySelector('video').paused")


def answer_with_and_without_a_connection(learner: Walker) -> None:
    """Give an answer that saves itself, and one while the connection is gone."""
    learner.open(QUIZ)
    expect(question(learner, 1)).to_contain_text(ru("Answered in the film: this answer stays."))
    question(learner, 2).get_by_label("кому сейчас плохо").check()
    expect(question(learner, 2).get_by_role("status")).to_have_text(SAVED)
    learner.look("quiz")
    learner.page.context.set_offline(True)
    question(learner, 4).get_by_role("textbox").fill("2")
    kept = ru("There is no connection. The answer is kept on this device and is sent as soon as there is one.")
    expect(question(learner, 4).get_by_role("status")).to_have_text(kept)
    learner.page.context.set_offline(False)
    expect(question(learner, 4).get_by_role("status")).to_have_text(SAVED)
    learner.odd = [odd for odd in learner.odd if "ERR_INTERNET_DISCONNECTED" not in odd]


def go_on_elsewhere(phone: Walker) -> None:
    """Answer the rest on another device."""
    phone.open(QUIZ)
    expect(question(phone, 4).get_by_role("textbox")).to_have_value("2")
    answer_all(phone, first="")
    expect(phone.main.locator("[data-answered]")).to_have_text(ru("Answered: {done} of {all}").format(done=7, all=7))
    for number in range(2, 8):
        expect(question(phone, number).get_by_role("status")).to_have_text(re.compile(ru("Saved")))
    phone.look()


def hand_in_on_the_old_page(learner: Walker) -> None:
    """Hand in where most is not seen yet: nothing that was answered elsewhere is taken back."""
    learner.press("Hand in")
    learner.page.wait_for_url(f"**{QUIZ}1/")
    learner.expect_words("Handed in. An answer in your own words is still being read.")
    expect(learner.main.locator(".quiz-result").nth(1)).to_contain_text("Верно")
    learner.look("quiz-result")


def watch_again(learner: Walker) -> None:
    """Follow a wrong answer to its second of the film."""
    words = ru("Watch again: %(times)s", times="0:17–0:31")
    learner.main.get_by_role("link", name=words).first.click()
    learner.page.wait_for_url(f"**{LESSON}?t=17-31")
    expect(learner.main.locator("nastavnik-player")).to_be_visible()


def test_own_words_are_read_and_the_learner_is_told(walk):
    learner = walk()
    learner.sign_in("learner")
    hand_in(learner, first="С проблемы жителей")

    mentor = walk()
    mentor.sign_in("mentor")
    mentor.open("/desk/quizzes/answers/")
    mentor.look()
    mentor.main.locator(".quiz-waiting a").filter(has_text="Библиотекарь филиала").first.click()
    mentor.expect_words(OWN_WORDS)
    mentor.main.get_by_label(ru("all points: it is right")).check()
    mentor.fill(reply="Наблюдение есть, люди названы. Так и пишите.")
    mentor.look("quiz-read")
    mentor.press("Mark and send the word")

    learner.open("/me/notices/")
    learner.expect_words("Так и пишите.")
    learner.open(QUIZ)
    learner.expect_words("The self-check is passed.")
    learner.expect_words("Наблюдение есть, люди названы. Так и пишите.")
    learner.look()


def hand_in(learner: Walker, *, first: str) -> None:
    """Answer everything and hand it in; every button keeps all answers."""
    learner.open(QUIZ)
    learner.press("Begin the self-check")
    expect(question(learner, 1)).to_be_visible()
    answer_all(learner, first=first)
    press_while_saving(learner, "Hand in")
    learner.page.wait_for_url(f"**{QUIZ}1/")


def press_while_saving(learner: Walker, words: str) -> None:
    """Press a button of the form while an answer is still on its way: the form goes after it, and it is not refused as too late."""
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    learner.page.route(f"**{QUIZ}save/", hold)
    with learner.page.expect_request(f"**{QUIZ}save/"):
        question(learner, 6).get_by_role("textbox").press("Space")
    learner.press(words)
    assert on_their_way
    for route in on_their_way:
        route.continue_()
    learner.page.unroute(f"**{QUIZ}save/")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_self_check_is_answered_without_a_script(walk, size):
    learner = walk(size, java_script_enabled=False)
    learner.sign_in("methodist" if size == "desktop" else "director")

    learner.open(QUIZ)
    learner.look()
    learner.press("Begin the self-check")
    question(learner, 1).get_by_label("С закупки оборудования").check()
    question(learner, 4).get_by_role("textbox").fill("2")
    question(learner, 1).get_by_role("button", name=ru("Save")).click()
    learner.page.wait_for_url(f"**{QUIZ}#question-*")
    # any button has kept every answer on the page
    expect(question(learner, 4).get_by_role("textbox")).to_have_value("2")
    expect(question(learner, 4)).to_contain_text(ru("Saved"))
    learner.look()

    learner.press("Hand in")
    learner.page.wait_for_url(f"**{QUIZ}?sure=1#unanswered")
    learner.look()
    learner.press("Hand in all the same")
    learner.page.wait_for_url(f"**{QUIZ}1/")
    expect(learner.main.locator(".quiz-result").first).to_contain_text("Оборудование — строка сметы")
    learner.look()

    learner.press("Try again")
    answer_all(learner, first="С проблемы жителей")
    learner.press("Hand in")
    learner.page.wait_for_url(f"**{QUIZ}2/")
    learner.expect_words("The self-check is passed.")
    learner.look()


def test_self_check_is_made_at_the_desk(walk):
    methodist = walk()
    methodist.sign_in("methodist")

    methodist.open("/desk/quizzes/new/")
    methodist.main.locator("select[name=lesson]").select_option(index=0)
    methodist.fill(title="Проба пера")
    methodist.press("Make it and write the questions")
    methodist.expect_heading("Проба пера")
    methodist.look()
    methodist.main.get_by_role("link", name="Один ответ из нескольких").click()
    methodist.page.locator("[name=text]").fill("Что **главное** в проекте?")
    options = methodist.main.locator(".option-row")
    for number, words in enumerate(("люди", "смета")):
        options.nth(number).get_by_label(ru("Answer %(number)s", number=str(number + 1)), exact=True).fill(words)
    count = options.count()
    methodist.press("More answers")
    expect(options).to_have_count(count + 1)
    expect(methodist.main.locator("output.saved")).to_contain_text("Черновик сохранён")
    methodist.press("Save the question")
    methodist.expect_words("Exactly one answer must be right: mark one, or take the kind with several.")
    methodist.look()
    options.first.get_by_role("checkbox").check()
    methodist.look("quiz-question")
    methodist.press("Save the question")
    methodist.expect_words("The question is saved.")
    methodist.press("Publish")
    methodist.expect_words("published")
    methodist.look("quiz-desk")
    methodist.follow("What the answers say")
    methodist.expect_words("Nobody has handed it in yet")
    methodist.look()
    methodist.open("/desk/quizzes/")
    methodist.look("quizzes")
