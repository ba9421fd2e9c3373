"""How the school looks: the theme, the version for people with low vision, the language; remembered on every page."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import ru


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_version_for_low_vision_is_switched_on_and_remembered(walk, size):
    guest = walk(size)
    root = guest.page.locator("html")

    guest.open("/")
    with guest.page.expect_response("**/preferences/"):
        guest.page.get_by_role("button", name=ru("Version for low vision")).click()
    expect(root).to_have_attribute("data-vision", "black-on-white")
    for name, value in (("Largest", "3"), ("Wider", "wider"), ("White on black", "white-on-black")):
        with guest.page.expect_response("**/preferences/"):
            guest.page.get_by_role("button", name=ru(name), exact=True).last.click()
        assert value in {root.get_attribute(f"data-{kind}") for kind in ("size", "spacing", "vision")}
    guest.look("low-vision")

    guest.open("/programme/")
    expect(root).to_have_attribute("data-vision", "white-on-black")
    expect(root).to_have_attribute("data-size", "3")
    guest.look()

    with guest.page.expect_response("**/preferences/"):
        guest.page.get_by_role("button", name=ru("Usual version")).click()
    guest.open("/")
    assert root.get_attribute("data-vision") is None


def test_theme_is_switched_and_remembered(walk):
    guest = walk()
    root = guest.page.locator("html")

    guest.open("/")
    guest.look("home")
    with guest.page.expect_response("**/preferences/"):
        guest.page.get_by_role("button", name=ru("Dark theme")).click()
    expect(root).to_have_attribute("data-theme", "dark")
    guest.open("/videos/")
    expect(root).to_have_attribute("data-theme", "dark")
    guest.look()
    with guest.page.expect_response("**/preferences/"):
        guest.page.get_by_role("button", name=ru("As on the device")).click()
    guest.open("/")
    assert root.get_attribute("data-theme") is None


def test_language_is_switched_and_remembered(walk):
    guest = walk()

    guest.open("/programme/")
    guest.page.get_by_role("button", name="English").click()
    expect(guest.page.get_by_role("link", name="Sign in")).to_be_visible()
    assert guest.page.url.endswith("/programme/")
    guest.look()
    guest.open("/accounts/login/")
    guest.look()
