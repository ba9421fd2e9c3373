"""The way of learning: a film watched with holes, why that is not enough, a question failed and made good, a certificate, its square code."""

import re

import pypdfium2
import zxingcpp
from playwright.sync_api import expect

from tests.journeys.school import wait_until
from tests.journeys.walker import YEAR, Walker, ru

# of the demonstration: a film of two minutes with a self-check, whose last question a mentor would have to read
LESSON = "ot-idei-k-proektu"
# somebody of the programme who was not there when the lesson was held
LEARNER, NAME = "mentor", "Наставник школы"
FIRST_SECONDS, SECOND_SECONDS = 14, 74
FAST = 2
FILM_MILLISECONDS = 120_000
COUNTED_SECONDS = 30
ISSUED_MILLISECONDS = 60_000
PLAYING = "const video = document.querySelector('nastavnik-player video');"


def play(learner: Walker, *, until: str) -> None:
    """Play at double speed until something is true of the film; questions that the film asks are left for the self-check."""
    learner.main.locator("nastavnik-player video").evaluate(
        "(video, rate) => { video.playbackRate = rate; return video.paused && video.play(); }", FAST
    )
    skip = learner.page.locator("dialog[open] [data-skip]")
    for _try in range(FILM_MILLISECONDS // 250):
        if learner.page.evaluate(f"() => {{ {PLAYING} return {until}; }}"):
            break
        if skip.count():
            skip.first.click()
        learner.page.wait_for_timeout(250)
    assert learner.page.evaluate(f"() => {{ {PLAYING} return {until}; }}"), until


def watched_percent(learner: Walker) -> int:
    """Return what the page says was watched."""
    return int(learner.main.locator(".watched-head [data-percent]").inner_text())


def watch_with_a_hole(learner: Walker) -> None:
    """Play the beginning, jump over the middle, play to the end; the page says how much that is, and why."""
    learner.open(f"/lessons/{LESSON}/")
    learner.main.locator(".player-start").click()
    learner.page.wait_for_function(f"() => {{ {PLAYING} return video.currentTime > 1 && !video.paused; }}")
    play(learner, until=f"video.currentTime > {FIRST_SECONDS}")
    learner.main.locator("nastavnik-player video").evaluate(
        "(video, seconds) => { video.currentTime = seconds; }", SECOND_SECONDS
    )
    play(learner, until="video.ended")
    learner.page.reload()
    learner.page.wait_for_load_state()


def see_why_it_is_not_enough(learner: Walker) -> None:
    """Open the explanation: it names the hole, and what is left."""
    assert 20 < watched_percent(learner) < 80
    learner.main.locator(".watched-why summary").click()
    expect(learner.main.locator(".watched-holes a").first).to_have_text(re.compile(r"^0:1\d–1:1\d$"))
    learner.expect_words(ru("Not played yet, the longest first; each link plays just this stretch:"))
    expect(learner.main.locator("[data-short]")).to_be_visible()
    learner.look("learning-holes")


def play_the_hole(learner: Walker) -> None:
    """Click the hole: just this stretch is played, and the page says that it is enough."""
    learner.main.locator(".watched-holes a").first.click()
    learner.page.wait_for_function(f"() => {{ {PLAYING} return Math.abs(video.currentTime - {FIRST_SECONDS}) < 8; }}")
    play(learner, until=f"video.currentTime > {SECOND_SECONDS - 1}")
    expect(learner.main.locator("[data-enough]")).to_be_visible()
    learner.page.reload()
    assert watched_percent(learner) >= 80


def question(learner: Walker, words: str):
    """Return the question with these words."""
    return learner.main.locator("fieldset.question").filter(has_text=words)


def answer(learner: Walker, *, first: str) -> None:
    """Answer the self-check: `first` to its first question, all the others right."""
    question(learner, "С чего начинается проект?").get_by_label(first).check()
    for right in ("кому сейчас плохо", "где именно", "почему так вышло"):
        question(learner, "описании проблемы").get_by_label(right).check()
    pairs = {"Цель": "что изменится", "Задача": "какую причину", "Мероприятие": "что мы для этого"}
    for left, right in pairs.items():
        place = question(learner, "на какой вопрос").locator(".question-place").filter(has_text=left)
        label = place.locator("option").filter(has_text=right).first.inner_text()
        place.locator("select").select_option(label=label)
    question(learner, "Сколько мероприятий").locator("input[type=text]").fill("2")
    steps = ("Проблема жителей", "Целевая", "Цель и задачи", "Календарный", "Бюджет", "Результат")
    for number, step in enumerate(steps, start=1):
        place = question(learner, "Расставьте шаги").locator(".question-place").filter(has_text=step)
        place.locator("select").select_option(str(number))
    question(learner, "буклеты или людей").locator("input[type=text]").fill("людей")
    question(learner, "Опишите в двух-трёх").locator("textarea").fill("Подросткам негде встречаться после школы.")
    for kept in learner.main.locator("fieldset.question [data-status]").all():
        expect(kept).to_contain_text(ru("Saved at {time}").partition("{")[0])


def fail_a_question_and_follow_its_moment(learner: Walker) -> None:
    """Answer one question wrongly: that is not enough, and the result leads to the place in the film."""
    learner.follow("To the self-check")
    learner.press("Begin the self-check")
    answer(learner, first="С названия и логотипа")
    learner.look("learning-quiz")
    learner.press("Hand in")
    wrong = learner.main.locator(".quiz-result").filter(has_text="С чего начинается проект?")
    expect(wrong).to_contain_text("Название придумывают последним")
    learner.look("learning-result")
    wrong.get_by_role("link").click()
    learner.page.wait_for_url(re.compile(rf"/lessons/{LESSON}/\?"))
    learner.main.locator(".player-start").click()
    learner.page.wait_for_function(f"() => {{ {PLAYING} return Math.abs(video.currentTime - 19) < 3; }}")


def pass_the_check(learner: Walker) -> None:
    """Answer again, all right, and find the lesson counted."""
    learner.open(f"/lessons/{LESSON}/quiz/")
    learner.press("Try again")
    answer(learner, first="С проблемы жителей")
    learner.press("Hand in")
    learner.expect_words(ru("The self-check is passed."))
    learner.look()

    def is_counted() -> bool:
        learner.open(f"/lessons/{LESSON}/")
        return learner.main.locator(".learning-rule .badge--ok").count() > 0

    wait_until(is_counted, seconds=COUNTED_SECONDS, what="the lesson does not count")
    learner.look("learning-counted")


def open_participants(methodist: Walker):
    """Open who of the year gets a certificate, and return the learner's row."""
    methodist.open("/desk/certificates/")
    methodist.main.get_by_role("link", name=YEAR).first.click()
    methodist.expect_heading(YEAR)
    methodist.page.goto(f"{methodist.page.url}?q={NAME}")
    return methodist.main.get_by_role("row").filter(has_text=NAME)


def ask_for_one_lesson_more(methodist: Walker) -> None:
    """Let a certificate ask for one lesson more than counts for the learner so far."""
    lessons = int(open_participants(methodist).get_by_role("cell").nth(2).inner_text())
    methodist.main.get_by_role("link", name=ru("Change the rule")).click()
    methodist.fill(hours="", lessons=str(lessons + 1))
    methodist.look("certificates-rule")
    methodist.press("Save")
    expect(open_participants(methodist)).to_contain_text(ru("lacks %(what)s", what="1 занятие"))


def issue_certificates(methodist: Walker) -> None:
    """See that the learner qualifies now, and issue to all who do."""
    expect(open_participants(methodist)).to_contain_text(ru("qualifies"))
    methodist.look("certificates-programme")
    methodist.press("Issue to all who qualify")
    expect(methodist.main.get_by_text(ru("All sheets for printing (ZIP)"))).to_be_visible(timeout=ISSUED_MILLISECONDS)
    methodist.look("certificates-issued")
    methodist.open("/desk/certificates/")
    methodist.look("certificates")


def test_learner_comes_from_a_film_with_holes_to_a_certificate_that_verifies(walk):
    methodist, learner, stranger = walk("desktop"), walk("desktop"), walk("phone")
    methodist.sign_in("methodist")
    ask_for_one_lesson_more(methodist)
    learner.sign_in(LEARNER)

    watch_with_a_hole(learner)
    see_why_it_is_not_enough(learner)
    play_the_hole(learner)
    learner.look()
    fail_a_question_and_follow_its_moment(learner)
    pass_the_check(learner)
    issue_certificates(methodist)

    learner.open("/me/certificates/")
    learner.look("certificates-own")
    mine = learner.main.locator("article").filter(has_text=ru("Certificate of participation"))
    paper = mine.get_by_role("link", name=ru("Open as PDF")).get_attribute("href")
    sheet = pypdfium2.PdfDocument(learner.page.request.get(paper).body())[0]
    (code,) = zxingcpp.read_barcodes(sheet.render(scale=2).to_pil())
    assert NAME in " ".join(sheet.get_textpage().get_text_range().split())

    stranger.open(code.text)
    stranger.expect_words(ru("Genuine and valid"))
    stranger.expect_words(NAME)
    stranger.look("certificates-verify")
