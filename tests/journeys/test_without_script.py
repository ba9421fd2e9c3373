"""An old browser in which no script runs: the school is read, entered and fed all the same."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import Walker, ru


@pytest.fixture
def plain(walk):
    """Open a window in which no script of the page runs."""

    def start(size: str = "desktop") -> Walker:
        return walk(size, java_script_enabled=False)

    return start


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_home_and_lesson_are_read(plain, size):
    guest = plain(size)

    guest.open("/")
    guest.look()
    guest.open("/programme/")
    guest.main.locator(".timeline a").first.click()
    expect(guest.main.get_by_role("heading", level=1)).to_be_visible()
    guest.look()


def test_phone_menu_opens(plain):
    guest = plain("phone")

    guest.open("/")
    guest.page.locator(".menu-open").click()
    guest.page.get_by_role("navigation", name=ru("Main menu")).get_by_role("link", name=ru("Programme")).click()

    guest.page.wait_for_url("**/programme/")


def test_display_is_switched(plain):
    guest = plain()

    guest.open("/programme/")
    guest.page.get_by_role("button", name=ru("Version for low vision")).click()

    guest.page.wait_for_url("**/programme/")
    expect(guest.page.locator("html")).to_have_attribute("data-vision", "black-on-white")
    guest.look()


def test_form_with_a_mistake_keeps_what_was_typed(plain):
    methodist = plain()

    methodist.sign_in("methodist")
    methodist.open("/desk/programme/add/")
    methodist.fill(title="Год без дат", starts_on="2027-05-31", ends_on="2026-09-01")
    methodist.press("Make the programme")

    expect(methodist.main.get_by_role("alert")).to_be_visible()
    expect(methodist.main.locator("[name=title]")).to_have_value("Год без дат")
    methodist.look()


def test_lessons_are_put_in_order_by_buttons(plain):
    methodist = plain()

    methodist.sign_in("methodist")
    methodist.open_board()
    titles = methodist.main.locator("[data-reorder-group]").nth(1).locator("h3")
    before = titles.all_inner_texts()
    methodist.main.get_by_role("button", name=ru("Lower: %(title)s", title=before[0])).click()
    expect(titles).to_have_text([before[1], before[0], *before[2:]])
    methodist.main.get_by_role("button", name=ru("Higher: %(title)s", title=before[0])).click()
    expect(titles).to_have_text(before)


def test_film_is_uploaded_by_a_plain_form(plain, lecture):
    methodist = plain()

    methodist.sign_in("methodist")
    methodist.open("/desk/videos/new/")
    methodist.look()
    methodist.main.locator("input[type=file]").set_input_files(lecture)
    methodist.press("Upload")

    methodist.page.wait_for_url(re.compile(r"/desk/videos/(?!new|uploads)\w+/$"))
    expect(methodist.main.get_by_text(lecture.name)).to_be_visible()
    methodist.look()
