"""A methodist who has never heard of OBS goes on air from her browser; the recording is there when she ends."""

import re

from playwright.sync_api import expect

from tests.journeys.walker import Walker, ru

ON_AIR_MILLISECONDS = 5_000
MOST_CLICKS = 4
KEY = re.compile(r"[\w-]{32}")
# every press of a person, also of one that changes the page
COUNT_CLICKS = """addEventListener("click", (event) => {
    if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true)"""


def test_methodist_is_on_air_from_her_browser_in_four_clicks(walk):
    methodist = walk()
    methodist.page.add_init_script(COUNT_CLICKS)
    methodist.sign_in("methodist")
    add_channel(methodist)
    methodist.open("/desk/")
    methodist.page.evaluate("sessionStorage.clear()")

    methodist.main.get_by_role("button", name=ru("Begin the broadcast")).first.click()
    expect(methodist.page.locator("#go-live")).to_be_disabled()
    methodist.look("broadcast-planned")
    methodist.press("Camera")
    expect(methodist.page.locator("#go-live")).to_be_enabled()
    methodist.look("broadcast-ready")
    methodist.page.locator("#go-live").click()

    methodist.expect_words("You are on air.")
    assert int(methodist.page.evaluate("sessionStorage.clicks")) <= MOST_CLICKS
    check_forms(methodist)
    methodist.page.wait_for_timeout(ON_AIR_MILLISECONDS)
    methodist.page.evaluate("scrollTo(0, 0)")
    methodist.look("broadcast-on-air")
    end(methodist)


def add_channel(methodist: Walker) -> None:
    """Give the school a channel at which nobody answers."""
    methodist.open("/desk/channels/")
    methodist.look("channels-empty")
    methodist.follow("VK Видео")
    methodist.look()
    methodist.press("Save")
    expect(methodist.main.get_by_role("link", name="VK Видео", exact=True).first).to_be_visible()


def check_forms(methodist: Walker) -> None:
    """Open what hangs on the desk while the camera goes on: it must not leave the page."""
    methodist.follow("OBS")
    slot = methodist.page.locator("#desk-slot")
    slot.locator("[name=label]").fill("Ноутбук Анны")
    slot.get_by_role("button", name=ru("Make a key")).click()
    expect(slot.locator("#rtmp-key")).to_have_value(KEY)
    methodist.look("broadcast-obs")
    methodist.follow("Settings")
    expect(slot.locator("[name=abandon_minutes]")).to_be_visible()
    slot.get_by_role("button", name=ru("Save")).click()
    expect(slot.locator("form")).to_have_count(0)
    methodist.expect_words("You are on air.")


def end(methodist: Walker) -> None:
    """End the broadcast; its recording is at the lesson's page at once."""
    methodist.page.locator("#end-live").click()
    methodist.page.locator("[data-ends]").click()
    recorded = methodist.page.locator("#broadcast-live").get_by_text(ru("The recording can be watched at"))
    expect(recorded).to_be_visible()
    expect(methodist.page.locator("[data-studio]")).to_be_hidden()
    methodist.look("broadcast-over")
    methodist.page.locator("#air-lesson").click()
    expect(methodist.page.locator("nastavnik-player")).to_be_visible()
