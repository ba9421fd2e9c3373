"""From what was looked for in vain to a lesson, and to who asked: a topic, its voices, a card through all states, a consent."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_film import PLAYABLE_MILLISECONDS, PROGRESS
from tests.journeys.walker import Walker, ru

LOOKED_FOR = "каллиграфия гусиным пером"
TOPIC = "Каллиграфия гусиным пером на встрече клуба"
PROGRAMME, CYCLE, LESSON = "Школа мастериц", "Осенний цикл", "Гусиное перо: вечер каллиграфии"
FILM, SHOWN = "Съёмка пера", "Лебедева Тамара Петровна"
SUBTITLES = """1
00:00:01,000 --> 00:00:05,000
Здравствуйте! Сегодня мы пишем гусиным пером.

2
00:00:06,000 --> 00:00:12,000
Понадобятся перо, чернила и плотная бумага.
"""
SCRIPT = "# Начало\n\nЗдравствуйте! Сегодня мы пишем гусиным пером.\n\n[крупно: перо]\n\nПонадобятся чернила и плотная бумага."
STATES = ("Замысел", "Сценарий", "Съёмка", "Монтаж", "Субтитры")


@pytest.fixture(scope="module")
def cycle(open_window):
    """A programme that everybody sees, with a cycle into which the lesson goes."""
    methodist = open_window()
    methodist.sign_in("methodist")
    methodist.open("/desk/programme/")
    methodist.follow("New programme")
    methodist.fill(title=PROGRAMME, starts_on="2026-09-01", ends_on="2027-05-31")
    methodist.press("Make the programme")
    methodist.follow("Add the first cycle")
    methodist.fill(title=CYCLE)
    methodist.press("Add the cycle")
    expect(methodist.main.get_by_role("heading", name=CYCLE)).to_be_visible()
    methodist.press("Publish")
    methodist.expect_words("Published")
    methodist.page.context.close()
    return CYCLE


@pytest.fixture(scope="module")
def film(open_window, lecture, tmp_path_factory):
    """A film that stands in no lesson, with words and chapters."""
    methodist = open_window()
    methodist.sign_in("methodist")
    folder = tmp_path_factory.mktemp("film")
    token = upload(methodist, shutil.copy(lecture, folder / f"{FILM}.mp4"))
    subtitles = folder / "words.srt"
    subtitles.write_text(SUBTITLES, encoding="utf-8")
    methodist.open(f"/desk/videos/{token}/words/")
    methodist.main.locator("input[type=file]").set_input_files(subtitles)
    methodist.press("Bring")
    methodist.expect_words("Open the editor")
    methodist.open(f"/desk/videos/{token}/chapters/")
    methodist.main.locator(".player-start").click()
    methodist.page.wait_for_function("() => document.querySelector('nastavnik-player video').currentTime > 2")
    methodist.main.get_by_role("button", name=re.compile(ru("Add a chapter here"))).click()
    methodist.page.keyboard.type("Как держать перо")
    methodist.press("Save the chapters")
    methodist.expect_words("The chapters are saved.")
    methodist.page.context.close()
    return token


def upload(methodist: Walker, file: Path) -> str:
    """Upload a film without a lesson; return its token once it plays."""
    methodist.open("/desk/videos/")
    methodist.main.get_by_role("link", name=re.compile(ru("Bring a film"))).first.click()
    methodist.main.locator("input[type=file]").set_input_files(file)
    methodist.press("Upload")
    methodist.page.wait_for_url(re.compile(r"/desk/videos/(?!new|uploads)\w+/$"))
    expect(methodist.main.locator("nastavnik-player")).to_be_visible(timeout=PLAYABLE_MILLISECONDS)
    methodist.page.route(PROGRESS, lambda route: route.fulfill(status=204))
    return methodist.page.url.rstrip("/").rpartition("/")[2]


def test_what_was_looked_for_in_vain_becomes_a_lesson_and_the_asker_is_told(walk, cycle, film):
    asker, head, methodist = walk("phone"), walk(), walk()

    asker.sign_in("learner")
    propose(asker)

    head.sign_in("head")
    vote(head)

    methodist.sign_in("methodist")
    card = take(methodist)
    write(methodist, card, cycle, film)
    person = name_the_shown(methodist, card)
    for state in STATES:
        methodist.open(card)
        methodist.main.get_by_role("button", name=state, exact=True).click()
        expect(methodist.main.locator("[aria-current=step]")).to_contain_text(state)
    methodist.press("I have read them through")

    refuse_to_publish(methodist, card)
    sign(walk("phone"), person)
    publish(methodist, card)

    hear_of_it(asker)


def propose(asker: Walker) -> None:
    """Look for something that is not there, and propose it as a topic."""
    asker.open(f"/search/?q={LOOKED_FOR}")
    asker.look("search-in-vain")
    asker.follow("Propose it as a topic")
    expect(asker.main.locator("[name=title]")).to_have_value(re.compile(LOOKED_FOR, re.IGNORECASE))
    asker.fill(title=TOPIC, about="Как очинить перо и какие чернила не портят бумагу.")
    asker.look("topic-propose")
    asker.press("Propose")
    asker.expect_heading(TOPIC)
    asker.expect_words(LOOKED_FOR)
    asker.look("topic")


def vote(head: Walker) -> None:
    """Give the branch's voice to the topic; take it back and give it again."""
    head.open("/topics/")
    head.look("topics")
    head.main.get_by_role("link", name=TOPIC).first.click()
    for words in ("We need it", "take the voice back", "We need it"):
        head.main.get_by_role("button", name=re.compile(ru(words))).first.click()
        # the button tells what can be done next
        other = "We need it" if words == "take the voice back" else "take the voice back"
        expect(head.main.get_by_role("button", name=re.compile(ru(other)))).to_have_count(1)
    head.look("topic-voted")


def take(methodist: Walker) -> str:
    """Take the topic into production; return the address of its card."""
    methodist.open("/desk/topics/?state=open")
    methodist.look("desk-topics")
    methodist.main.get_by_role("link", name=TOPIC).first.click()
    methodist.expect_words(LOOKED_FOR)
    methodist.look("desk-topic")
    methodist.press("Take into production")
    methodist.expect_heading(TOPIC)
    methodist.look("card")
    methodist.open("/desk/studio/")
    methodist.look("studio-board")
    methodist.main.get_by_role("link", name=TOPIC).first.click()
    methodist.expect_heading(TOPIC)
    return methodist.page.url


def write(methodist: Walker, card: str, cycle: str, film: str) -> None:
    """Write what the card says, and its script; shots are made of it."""
    methodist.open(f"{card}edit/")
    methodist.fill(
        title=LESSON,
        brief="Для руководителей клубов. После занятия — вечер каллиграфии.",
        summary="Перо, чернила, бумага: вечер, на который придут.",
        rights="Музыки и чужих картин нет.",
    )
    for name, words in (("cycle", cycle), ("film", FILM), ("age_rating", "6+")):
        option = methodist.main.locator(f"[name={name}] option").filter(has_text=words).first
        methodist.main.locator(f"[name={name}]").select_option(option.get_attribute("value"))
    methodist.main.locator("[name=has_rights]").check()
    methodist.look("card-edit")
    methodist.press("Save")
    methodist.expect_heading(LESSON)

    methodist.open(f"{card}script/")
    methodist.main.locator("textarea[name=text]").fill(SCRIPT)
    methodist.look("script")
    methodist.press("Save")
    methodist.open(f"{card}prompter/")
    methodist.look("prompter")
    methodist.open(f"{card}shots/")
    methodist.look("shots")
    methodist.open(f"{card}storyboard/")
    methodist.look("storyboard")


def name_the_shown(methodist: Walker, card: str) -> str:
    """Name who is in the picture; return the link that she signs by."""
    methodist.open(f"{card}people/")
    methodist.fill(name=SHOWN)
    methodist.look("shown-people")
    methodist.press("Write down")
    methodist.expect_words(SHOWN)
    methodist.main.get_by_role("button", name=re.compile(ru("Take the link"))).first.click()
    link = methodist.main.locator("input#link").input_value()
    methodist.look("shown-person")
    return link


def refuse_to_publish(methodist: Walker, card: str) -> None:
    """See that the missing consent, and nothing else, holds the lesson up."""
    methodist.open(f"{card}publish/")
    missing = methodist.main.locator(".production-done li")
    expect(missing).to_have_count(1)
    expect(missing).to_contain_text(SHOWN)
    expect(methodist.main.get_by_role("button", name=ru("Publish"), exact=True)).to_have_count(0)
    methodist.look("publish-refused")


def sign(shown: Walker, link: str) -> None:
    """Read the consent on a phone without an account, and sign it with her name; another name is refused."""
    shown.open(link)
    shown.look("consent")
    shown.main.locator("[name=verdict][value=agree]").check()
    shown.fill(signature="Лебедева Тамара", contact="+7 900 000-00-00")
    shown.press("Answer")
    expect(shown.main.locator(".problems")).to_be_visible()
    # the browser's own line about a form that was not taken is not odd
    shown.odd = [odd for odd in shown.odd if "status of 422" not in odd]
    shown.look()
    shown.fill(signature=SHOWN)
    shown.press("Answer")
    shown.expect_words("You have agreed")
    shown.look("consent-given")


def publish(methodist: Walker, card: str) -> None:
    """Publish the lesson, and open it as everybody sees it."""
    methodist.open(f"{card}publish/")
    methodist.look("publish")
    methodist.press("Publish")
    methodist.expect_words("See the lesson")
    methodist.look("card-published")
    methodist.follow("See the lesson")
    methodist.expect_heading(LESSON)
    expect(methodist.main.locator("nastavnik-player")).to_be_visible()
    methodist.look()


def hear_of_it(asker: Walker) -> None:
    """Find the notice that the topic was made, and come to the lesson by it."""
    asker.open("/me/notices/")
    asker.look()
    notice = asker.main.locator(".notice", has_text=LESSON)
    notice.get_by_role("button", name=ru("Go there")).click()
    asker.expect_heading(LESSON)
    asker.open("/topics/?state=done")
    expect(asker.main.get_by_role("link", name=TOPIC).first).to_be_visible()
