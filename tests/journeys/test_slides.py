"""The way of slides: found in a film, corrected by keyboard, given the file of the talk, and played with a thin sound."""

import re

from playwright.sync_api import expect

from tests.journeys.walker import Walker, ru
from tests.video.slides import talks

FOUND_MILLISECONDS = 180_000
PAGES = [[(40, f"Page {number} of the talk"), (20, f"words of page {number}")] for number in range(1, 9)]


def open_desk(methodist: Walker) -> str:
    """Open the slides of the first film of the demonstration when they are found; return its token."""
    methodist.open("/desk/videos/")
    methodist.main.locator("table a[href^='/desk/videos/']").last.click()
    methodist.page.wait_for_url(re.compile(r"/desk/videos/\w+/$"))
    token = methodist.page.url.rstrip("/").rpartition("/")[2]
    methodist.open(f"/desk/videos/{token}/slides/")
    picture = methodist.main.locator(".slide-row-picture img").first
    for _try in range(FOUND_MILLISECONDS // 3000):
        if picture.count():
            break
        methodist.page.wait_for_timeout(3000)
        methodist.page.reload()
    expect(picture).to_be_visible()
    return token


def test_methodist_corrects_slides_by_keyboard_and_a_guest_plays_them(walk, tmp_path):
    methodist, guest = walk("desktop"), walk("phone")
    methodist.sign_in("methodist")
    token = open_desk(methodist)
    methodist.look("slides-desk")
    rows = methodist.main.locator(".slide-row")
    before = rows.count()

    # named, merged and brought back without a mouse
    methodist.main.locator(".slide-row [name=title]").first.fill("Начало разговора")
    methodist.page.keyboard.press("Tab")
    expect(methodist.main.get_by_role("status").filter(has_text=ru("Saved."))).to_be_visible()
    expect(methodist.main.locator(".slide-row [name=title]").first).to_have_value("Начало разговора")
    methodist.main.get_by_role("button", name=ru("Merge with the one before")).first.focus()
    methodist.page.keyboard.press("Enter")
    expect(rows).to_have_count(before - 1)
    methodist.main.get_by_role("button", name=ru("Take the newest change back")).focus()
    methodist.page.keyboard.press("Enter")
    expect(rows).to_have_count(before)
    methodist.look()

    talk = tmp_path / "talk.pdf"
    talk.write_bytes(talks.pdf(PAGES[:before]))
    methodist.main.locator("input[type=file]").set_input_files(talk)
    methodist.press("Give the file")
    methodist.expect_words("File of the talk")
    methodist.page.wait_for_timeout(500)
    methodist.look()

    play_slides(guest, token)


def play_slides(guest: Walker, token: str) -> None:
    """Open the film, go to a slide, and listen to slides and sound."""
    guest.open(f"/videos/{token}/")
    strip = guest.main.locator(".slides-strip a[data-seek]")
    guest.main.locator(".slides-strip summary").click()
    expect(strip.first).to_contain_text("Начало разговора")
    guest.look()
    first, second = (
        (float(one.get_attribute("data-seek") or 0), one.get_attribute("data-picture")) for one in strip.all()[:2]
    )
    strip.nth(1).click()
    wait_until_after(guest, second[0])
    guest.main.locator("[data-quality]").select_option("slides")
    picture, video = guest.main.locator(".player-slide"), guest.main.locator("nastavnik-player video")
    wait_until_after(guest, second[0] + 1)
    expect(picture).to_have_attribute("src", re.compile(rf"{second[1]}-\d+\.webp$"))
    assert video.evaluate("video => video.videoWidth") == 0
    wait_until_after(guest, second[0] + 3)
    video.evaluate("(video, seconds) => { video.currentTime = seconds; }", first[0])
    expect(picture).to_have_attribute("src", re.compile(rf"{first[1]}-\d+\.webp$"))
    picture.scroll_into_view_if_needed()
    guest.look()


def wait_until_after(viewer: Walker, seconds: float) -> None:
    """Wait until the film plays beyond a second."""
    viewer.page.wait_for_function(
        "seconds => document.querySelector('nastavnik-player video').currentTime > seconds", arg=seconds
    )


def test_slides_are_read_without_scripts(walk):
    methodist, guest = walk("desktop"), walk("phone", java_script_enabled=False)
    methodist.sign_in("methodist")
    token = open_desk(methodist)

    guest.open(f"/videos/{token}/slides/")
    expect(guest.main.locator(".slides-page li").first).to_be_visible()
    guest.look()
