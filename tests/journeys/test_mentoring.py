"""The way of a question: asked from a moment, routed, answered with two moments, opened at the right second, made public; three people.

And the same question asked without a script.
"""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.journeys.school import wait_until
from tests.journeys.walker import Walker, ru

# of the demonstration: a film of two minutes; its words are in `portal/demo/films`
LESSON = "ot-idei-k-proektu"
ASKED_AT = 33
# one mentor of the demonstration takes it alone
THEME = "Проекты и гранты"
SUBJECT = "Что делать, если главных аудиторий две"
TEXT = "У нас семьи и пенсионеры, и те и другие нужны. Кого выбрать главной аудиторией?"
ANSWER = "Выберите тех, у кого сейчас хуже. Вторых покажите в мероприятиях: ниже два места занятия об этом."
# what the mentor looks for, and the second at which the piece begins
SOUGHT = (("одну главную целевую аудиторию", 32), ("одну причину проблемы", 55))
PUBLIC_TITLE = "Как выбрать одну аудиторию, когда важны две"
PUBLIC_TEXT = "Проект для семей и для пенсионеров. Кого назвать главной аудиторией?"
FILM_SECONDS = 60


def ask_from_the_lesson(asker: Walker) -> None:
    """Follow the lesson's own way to a question about its moment; what may answer it appears while she types."""
    asker.open(f"/lessons/{LESSON}/")
    address = asker.main.get_by_role("link", name=ru("Ask a mentor about this moment")).first.get_attribute("href")
    assert address is not None
    token = parse_qs(urlsplit(address).query)["video"][0]
    asker.open(f"/consultations/new/?video={token}&t={ASKED_AT}")
    subject = asker.main.locator("[name=subject]")
    subject.press_sequentially("одна главная целевая аудитория", delay=20)
    expect(asker.main.locator(".ask-answer").first).to_contain_text("аудитори")
    subject.fill(SUBJECT)
    asker.fill(text=TEXT)
    asker.main.locator("select[name=theme]").select_option(label=THEME)
    asker.main.locator("[name=audience][value=may_be_public]").check()
    expect(asker.main.locator("output.saved")).to_contain_text(re.compile(r"\d\d:\d\d"))
    asker.page.evaluate("scrollTo(0, 0)")
    asker.look("consultation-ask")


def send(asker: Walker) -> str:
    """Send the question; return its address."""
    asker.press("Send to the mentors")
    expect(asker.main.get_by_role("heading", level=1)).to_have_text(SUBJECT)
    return urlsplit(asker.page.url).path


def choose_moment(mentor: Walker, words: str) -> None:
    """Look for words in the panel, and take what was found as it stands there."""
    panel = mentor.main.locator("[data-panel]")
    panel.locator("#panel-text").fill(words)
    hit = panel.locator(".answer-hit").filter(has_text=words).first
    hit.get_by_role("link", name=re.compile(f"^{ru('Choose')}")).click()
    mentor.main.locator("#panel-chooser").get_by_role("button", name=ru("Add to the answer"), exact=True).click()


def answer_with_two_moments(mentor: Walker, address: str) -> None:
    """Find the question in the queue, write, choose two moments, send."""
    mentor.open("/desk/mentor/")
    mentor.look("consultation-queue")
    mentor.main.get_by_role("link", name=re.compile(SUBJECT)).first.click()
    token = address.strip("/").rpartition("/")[2]
    mentor.open(f"/desk/mentor/{token}/")
    expect(mentor.main).to_contain_text(TEXT)
    mentor.fill(text=ANSWER)
    mentor.look()
    for number, (words, _second) in enumerate(SOUGHT, start=1):
        choose_moment(mentor, words)
        expect(mentor.main.locator("#chosen .answer-moment-inner")).to_have_count(number)
    mentor.look("consultation-answer")
    mentor.main.get_by_role("button", name=ru("Send the answer"), exact=True).click()
    expect(mentor.main).to_contain_text(ANSWER)


def open_at_the_right_second(asker: Walker, address: str) -> None:
    """Come by the letter, and let the second moment play from the second of its words."""
    asker.open(address)
    expect(asker.main).to_contain_text(ANSWER)
    links = asker.main.locator(".answer-moment-play a")
    expect(links).to_have_count(len(SOUGHT))
    asker.main.get_by_text(ANSWER).scroll_into_view_if_needed()
    asker.look("consultation-answered")
    for number, (_words, second) in enumerate(SOUGHT):
        found = links.nth(number).get_attribute("href")
        assert found is not None
        asker.open(found)
        video = asker.main.locator("nastavnik-player video")
        expect(video).to_be_attached()
        asker.main.locator(".player-start").click()
        asker.page.wait_for_function(
            "second => Math.abs(document.querySelector('nastavnik-player video').currentTime - second) < 4", arg=second
        )
        asker.open(address)


def make_public(methodist: Walker) -> str:
    """Rewrite it so that nobody is named, look at exactly what becomes public, publish; return its address."""
    methodist.open("/desk/consultations/public/")
    prepare = re.compile(f"{ru('Prepare a public answer')}.*{SUBJECT}")
    methodist.main.get_by_role("button", name=prepare).first.click()
    methodist.fill(title=PUBLIC_TITLE, question=PUBLIC_TEXT, answer=ANSWER)
    methodist.press("Save and look at it")
    methodist.follow("Look at exactly what becomes public")
    expect(methodist.main.locator(".public-frame")).to_contain_text(PUBLIC_TEXT)
    methodist.look("consultation-preview")
    methodist.press("Publish")
    methodist.main.get_by_role("link", name=ru("See it as readers do")).click()
    return urlsplit(methodist.page.url).path


def test_question_goes_from_a_moment_to_a_public_answer(walk):
    asker, mentor, methodist, guest = (walk() for _ in range(4))
    asker.sign_in("head")
    mentor.sign_in("mentor")
    methodist.sign_in("methodist")
    wait_for_film(guest)

    ask_from_the_lesson(asker)
    address = send(asker)
    answer_with_two_moments(mentor, address)
    open_at_the_right_second(asker, address)
    asker.press("Yes, it helped")
    expect(asker.main.get_by_role("heading", name=ru("It helped"))).to_be_visible()
    public = make_public(methodist)

    guest.open(public)
    expect(guest.main).to_contain_text(PUBLIC_TEXT)
    guest.look()
    expect(guest.main.locator(".answer-moment-play a")).to_have_count(len(SOUGHT))
    html = guest.page.content()
    assert "QAPage" in html
    assert "филиалом" not in html
    assert TEXT not in html
    assert [who.odd for who in (asker, mentor, methodist, guest)] == [[], [], [], []]


def wait_for_film(guest: Walker) -> None:
    """Wait until the film of the lesson can be watched."""

    def is_playable() -> bool:
        guest.open(f"/lessons/{LESSON}/")
        return guest.main.locator(".player-start").count() > 0

    wait_until(is_playable, seconds=FILM_SECONDS, what="the film is not ready")


def test_asking_works_without_a_script(walk):
    asker = walk("phone", java_script_enabled=False)
    asker.sign_in("learner")

    asker.open("/consultations/new/")
    asker.fill(subject="Смета проекта: откуда взялась цена", text="Как записать, откуда взялась цена?")
    asker.press("Look whether it was answered already")
    expect(asker.main.locator(".ask-answer").first).to_be_visible()
    asker.press("Send to the mentors")

    expect(asker.main.get_by_role("heading", level=1)).to_have_text("Смета проекта: откуда взялась цена")
    assert asker.odd == []
