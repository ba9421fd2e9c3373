"""The way of a lesson: planned on the board, filmed, uploaded, and watched in a village."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import Walker, ru

PROGRAMME, CYCLE, LESSON = "Школа рассказчика", "Слово и слайд", "Как показать книгу за пять минут"
PLAYABLE_MILLISECONDS = 90_000
PROGRESS = re.compile(r"/desk/videos/\w+/progress/")
END_MILLISECONDS = 120_000
# quicker than the player offers, and not so quick that the school believes it no more
FAST = 3
# what the browser has decoded so far, not what it was sent
DECODED = """video => ({
    seconds: video.currentTime,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    sound: video.webkitAudioDecodedByteCount,
})"""


@dataclass(frozen=True)
class Decoded:
    """What a viewer has really had of a film: its clock, pictures and bytes of sound."""

    seconds: float
    frames: int
    sound: int


@pytest.fixture(scope="module")
def lesson_with_film(open_window, lecture):
    """A lesson that the methodist has planned and given its film, all of it by hand."""
    methodist = open_window()
    methodist.sign_in("methodist")
    plan_lesson(methodist)
    upload_film(methodist, lecture)
    methodist.page.context.close()
    return LESSON


def plan_lesson(methodist: Walker) -> None:
    """Make a programme, its first cycle and a lesson of this morning; announce it and show it to everybody."""
    methodist.open("/desk/")
    methodist.look("desk")
    methodist.open("/desk/programme/")
    methodist.follow("New programme")
    methodist.fill(title=PROGRAMME, starts_on="2025-09-01", ends_on="2026-05-31")
    methodist.look("new-programme")
    methodist.press("Make the programme")
    methodist.expect_heading(PROGRAMME)
    methodist.look("empty-board")
    methodist.follow("Add the first cycle")
    methodist.fill(title=CYCLE)
    methodist.press("Add the cycle")
    expect(methodist.main.get_by_role("heading", name=CYCLE)).to_be_visible()
    methodist.follow("Add a lesson")
    methodist.fill(title=LESSON, starts_at="2026-05-20T10:00", duration_minutes="45")
    methodist.look("new-lesson")
    methodist.press("Add")
    expect(methodist.main.get_by_role("heading", name=LESSON)).to_be_visible()
    methodist.main.get_by_role("button", name=ru("Announce")).click()
    methodist.expect_words("Announced")
    methodist.press("Publish")
    methodist.expect_words("Published")
    methodist.look()


def upload_film(methodist: Walker, lecture) -> None:
    """Upload the film on its page, and stay until it can be watched."""
    methodist.open("/desk/videos/")
    methodist.look("films")
    methodist.main.get_by_role("link", name=re.compile(ru("Bring a film"))).first.click()
    lesson = methodist.main.locator("select[name=lesson] option").filter(has_text=LESSON).last
    methodist.main.locator("select[name=lesson]").select_option(lesson.get_attribute("value"))
    methodist.main.locator("input[type=file]").set_input_files(lecture)
    methodist.look("upload")
    # the page loads itself anew when the film can be watched: not while it is being looked at
    methodist.page.route(PROGRESS, lambda route: route.fulfill(status=204))
    methodist.press("Upload")
    methodist.page.wait_for_url(re.compile(r"/desk/videos/(?!new|uploads)\w+/$"))
    expect(methodist.main.get_by_role("progressbar")).to_be_visible()
    methodist.look("film-in-work")
    methodist.page.unroute(PROGRESS)
    expect(methodist.main.locator("nastavnik-player")).to_be_visible(timeout=PLAYABLE_MILLISECONDS)
    methodist.look("film-playable")


def find_lesson(viewer: Walker, title: str, picture: str) -> None:
    """Come to a lesson as people do: from the first page of the school by its shelf of recordings."""
    viewer.open("/")
    viewer.look("home" if picture and viewer.size == "phone" else "")
    viewer.main.get_by_role("link", name=re.compile(rf"^\s*{ru('Video')}")).first.click()
    viewer.look("videos")
    viewer.main.get_by_role("link", name=title).first.click()
    viewer.expect_heading(title)
    viewer.look(picture)


def start(viewer: Walker) -> None:
    """Press the button on the poster, and wait until the film really plays."""
    viewer.main.locator(".player-start").click()
    wait_for_film(viewer, "video.currentTime > 2 && !video.paused")


def wait_for_film(viewer: Walker, condition: str, timeout: float = PLAYABLE_MILLISECONDS) -> None:
    """Wait until something is true of the film."""
    viewer.page.wait_for_function(
        f"() => {{ const video = document.querySelector('nastavnik-player video'); return {condition}; }}",
        timeout=timeout,
    )


def decoded(viewer: Walker) -> Decoded:
    """Return what the viewer has had of the film so far."""
    return Decoded(**viewer.main.locator("nastavnik-player video").evaluate(DECODED))


def watch_to_the_end(viewer: Walker, *, leave_out_until: float = 0.0) -> None:
    """Watch with picture and sound advancing; quicker than life, and with a jump when `leave_out_until` says so."""
    video = viewer.main.locator("nastavnik-player video")
    before = decoded(viewer)
    wait_for_film(viewer, f"video.currentTime > {before.seconds + 2}")
    after = decoded(viewer)
    assert after.frames - before.frames > 10
    assert after.sound > before.sound > 0

    if leave_out_until:
        video.evaluate("(video, seconds) => { video.currentTime = video.duration + seconds; }", leave_out_until)
    video.evaluate("(video, rate) => { video.playbackRate = rate; }", FAST)
    wait_for_film(viewer, "video.ended", END_MILLISECONDS)
    end = decoded(viewer)
    assert end.frames > after.frames
    assert end.sound > after.sound


def test_learner_watches_a_lesson_to_the_end(walk, lesson_with_film):
    learner = walk("desktop")

    learner.sign_in("learner")
    find_lesson(learner, lesson_with_film, "lesson")
    start(learner)
    learner.look("lesson-playing")
    watch_to_the_end(learner)
    learner.look()


def test_guest_watches_a_lesson_on_a_phone(walk, lesson_with_film):
    guest = walk("phone", has_touch=True, is_mobile=True, device_scale_factor=1)

    find_lesson(guest, lesson_with_film, "lesson")
    start(guest)
    guest.look("lesson-playing")
    watch_to_the_end(guest, leave_out_until=-16)
    guest.look()


def test_place_is_remembered_on_another_device(walk, lesson_with_film):
    at_work, at_home = walk("desktop"), walk("phone")

    at_work.sign_in("mentor")
    find_lesson(at_work, lesson_with_film, "")
    start(at_work)
    at_work.main.locator("nastavnik-player video").evaluate("video => { video.currentTime = 40; }")
    wait_for_film(at_work, "video.currentTime > 43")
    with at_work.page.expect_request("**/position/"):
        at_work.main.locator("nastavnik-player video").evaluate("video => video.pause()")

    at_home.sign_in("mentor")
    at_home.open("/me/")
    at_home.look("study")
    at_home.main.get_by_role("link", name=lesson_with_film).first.click()
    at_home.press("Go on from there")
    wait_for_film(at_home, "video.currentTime > 40 && !video.paused")
    assert decoded(at_home).seconds < 60
    at_home.look()


def test_film_plays_on_a_page_for_frames(walk, lesson_with_film):
    guest = walk("phone")

    find_lesson(guest, lesson_with_film, "")
    token = guest.main.locator("nastavnik-player").get_attribute("data-token")
    guest.open(f"/embed/{token}/")
    guest.look()
    guest.page.locator(".player-start").click()
    wait_for_film(guest, "video.currentTime > 1")
    guest.look()
