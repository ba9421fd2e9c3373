"""The plan of the year reaches people: a lesson is cancelled with a notice, a calendar takes the lessons."""

import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.walker import Walker, ru

REASON = "Ведущий заболел. Новый день сообщим в понедельник."
LESSONS_OF_THE_YEAR = 15


def test_cancelled_lesson_is_told_to_those_enrolled_and_can_be_restored(walk, school):
    methodist, learner = walk(), walk("phone")
    known = len(school.letters("head@demo.example"))

    learner.sign_in("head")
    let_letters_come_at_any_hour(learner)
    methodist.sign_in("methodist")
    methodist.open_board()
    title = cancel_last_announced_lesson(methodist)
    letter = school.newest_letter("head@demo.example", after=known)
    assert title in letter
    assert REASON in letter

    learner.open("/me/notices/")
    learner.look("notices")
    learner.main.get_by_role("article").filter(has_text=REASON).first.get_by_role("button", name=ru("Go there")).click()
    learner.expect_heading(title)
    learner.expect_changed(REASON)
    learner.look("lesson-cancelled")

    card = methodist.main.locator(".board-item").filter(has_text=title)
    card.get_by_role("button", name=re.compile(ru("Restore"))).click()
    expect(card.get_by_text(REASON)).to_have_count(0)


def let_letters_come_at_any_hour(walker: Walker) -> None:
    """Take the quiet hours away: the journey may be walked at night."""
    walker.open("/me/notices/preferences/")
    walker.main.get_by_label(ru("There are hours in which nothing comes")).uncheck()
    walker.press("Save")
    walker.expect_words("Your choice is saved.")


def cancel_last_announced_lesson(methodist: Walker) -> str:
    """Cancel the last lesson of the year, and return its title."""
    cancel = methodist.main.get_by_role("link", name=re.compile(rf"^{ru('Cancel the lesson')}")).last
    title = cancel.inner_text().partition(": ")[2].strip()
    cancel.click()
    methodist.look("cancel-lesson")
    methodist.press("Cancel the lesson")
    expect(methodist.main.get_by_role("alert")).to_be_visible()
    methodist.look()
    methodist.fill(reason=REASON)
    methodist.press("Cancel the lesson")
    expect(methodist.main.locator(".board-item").filter(has_text=title).get_by_text(REASON)).to_be_visible()
    methodist.look("board-cancelled")
    return title


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_calendar_of_the_year_is_taken_from_its_page(walk, size, tmp_path):
    guest = walk(size)

    guest.open("/programme/")
    guest.look("programme")
    with guest.page.expect_download() as waiting:
        guest.follow("Subscribe to the calendar")
    events = events_of(waiting.value.path())

    assert len(events) == LESSONS_OF_THE_YEAR
    assert len({str(event["uid"]) for event in events}) == LESSONS_OF_THE_YEAR
    assert {event["dtstart"].params.get("TZID") for event in events} == {"Europe/Moscow"}


def test_lesson_to_come_is_put_into_a_calendar(walk):
    guest = walk("phone")

    guest.open("/programme/")
    guest.main.locator(".stop--next a").first.click()
    guest.look("lesson-to-come")
    with guest.page.expect_download() as waiting:
        guest.follow("Add to the calendar")

    assert len(events_of(waiting.value.path())) == 1


def events_of(path: Path):
    return Calendar.from_ical(path.read_bytes()).walk("VEVENT")
