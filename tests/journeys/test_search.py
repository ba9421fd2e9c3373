"""From half a word with a mistake to the second of the film where it is said; what is corrected there is found as corrected."""

import time

from playwright.sync_api import expect

from tests.journeys.walker import Walker

FILM = "Календарный план, смета и результат"
HALF, SENTENCE = "собсвен", "Собственный вклад библиотеки тоже считается деньгами."
WRONG, RIGHT, LOOKED_FOR = "деньгами", "финансами", "финансов"
SAID_AT, PATIENCE_SECONDS = 25, 30


def test_half_a_word_with_a_mistake_leads_to_the_second_and_a_corrected_word_is_found(walk):
    guest, methodist = walk("phone"), walk()

    type_half_a_word(guest)
    play_what_was_found(guest)

    methodist.sign_in("methodist")
    correct_by_keyboard(methodist)

    find_corrected(guest)


def type_half_a_word(guest: Walker) -> None:
    """Choose the sentence among what is suggested."""
    guest.open("/videos/")
    guest.main.get_by_role("searchbox").press_sequentially(HALF, delay=60)
    suggested = guest.main.get_by_role("link").filter(has_text=SENTENCE)
    expect(suggested.first).to_be_visible()
    guest.look("search-suggestions")
    suggested.first.click()


def play_what_was_found(guest: Walker) -> None:
    """Play from where the sentence is said."""
    guest.main.locator(".player-start").click()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (seconds := guest.page.evaluate("document.querySelector('nastavnik-player video').currentTime")) < SAID_AT:
        assert time.monotonic() < deadline, seconds
        guest.page.wait_for_timeout(250)
    guest.look()


def correct_by_keyboard(methodist: Walker) -> None:
    """Put another word in place of one, with nothing but keys once the phrase is open."""
    methodist.open("/desk/videos/")
    methodist.main.locator("tbody a").filter(has_text=FILM).first.click()
    methodist.follow("Words of the film")
    methodist.follow("Open the editor")
    phrase = methodist.main.locator(".phrase").filter(has_text=SENTENCE)
    phrase.locator(".phrase-text").click()
    field = methodist.main.locator(".phrase--open textarea")
    keys = methodist.page.keyboard
    keys.press("Control+End")
    for _letter in f"{WRONG}.":
        keys.press("Backspace")
    keys.type(f"{RIGHT}.")
    expect(field).to_have_value(SENTENCE.replace(WRONG, RIGHT))
    expect(methodist.main.locator("[data-say]")).to_contain_text("Сохранено в")


def find_corrected(guest: Walker) -> None:
    """Find the sentence by another form of the word that it has now."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    found = guest.main.get_by_role("link").filter(has_text=SENTENCE.replace(WRONG, RIGHT))
    guest.open(f"/search/?q={LOOKED_FOR}")
    while not found.count():
        assert time.monotonic() < deadline
        guest.page.wait_for_timeout(500)
        guest.page.reload()
    guest.look("search-found")
