"""A methodist who has never heard of OBS goes on air, a librarian watches and asks, and the recording is the lesson."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.cameras import CLOCK_CAMERA, PLAYING, watch_clock
from tests.journeys.conftest import SIZES, STEP_MILLISECONDS
from tests.journeys.school import running_school
from tests.journeys.walker import Walker, ru

QUESTION = "С чего начать, если в селе нет интернета?"
# Pages of a machine that does much else; what delays really are is measured in bench/live_latency.py.
MOST_DELAY_MS = 15_000
PATIENCE_MILLISECONDS = 60_000


@pytest.fixture(scope="module")
def school(tmp_path_factory, demonstration):
    """A school of its own: a broadcast takes the next lesson of the year out of what is to come."""
    with running_school(tmp_path_factory.mktemp("school-on-air"), demonstration) as running:
        yield running


@pytest.fixture
def come(browser, school):
    walkers = []

    def start(role: str, size: str = "desktop") -> Walker:
        context = browser.new_context(
            base_url=school.address, viewport=SIZES[size], locale="ru-RU", timezone_id="Europe/Moscow"
        )
        context.grant_permissions(["camera", "microphone"])
        context.set_default_timeout(STEP_MILLISECONDS)
        context.add_init_script(f"({CLOCK_CAMERA})()")
        walkers.append(Walker(context.new_page(), size, school))
        walkers[-1].sign_in(role)
        return walkers[-1]

    yield start
    for walker in walkers:
        walker.page.context.close()


def until(page, what: str) -> None:
    """Wait until the page says so. A string for the page to wait by itself would be refused by the school's policy."""
    for _time in range(PATIENCE_MILLISECONDS // 250):
        if page.evaluate(what):
            return
        page.wait_for_timeout(250)
    raise AssertionError(what)


def plays(page, since: float = 0.0) -> None:
    """See picture and sound go on, from after a second of the film."""
    until(page, f"document.querySelector('video').currentTime > {since}")
    before = page.evaluate(PLAYING)
    page.wait_for_timeout(2500)
    after = page.evaluate(PLAYING)
    assert all(late > early for early, late in zip(before, after, strict=True)), (before, after)


def go_on_air(methodist: Walker) -> str:
    """Press four times: plan, this lesson, camera, on air; return the address of the lesson."""
    desk = methodist.page
    methodist.open("/desk/broadcasts/")
    methodist.follow("Plan a broadcast")
    methodist.press("Open the desk of the broadcast")
    desk.locator("[data-scene=camera]").click()
    on_air = desk.locator("#go-live")
    expect(on_air).to_be_enabled(timeout=PATIENCE_MILLISECONDS)
    methodist.look()
    on_air.click()
    expect(desk.locator("#end-live")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    return str(desk.locator("#air-lesson").get_attribute("href"))


def ask(watch) -> None:
    watch.locator("#room-ask").fill(QUESTION)
    watch.locator("#room-questions").get_by_role("button", name=ru("Ask"), exact=True).click()
    expect(watch.locator("[data-list=questions]")).to_contain_text(QUESTION)


def answer(lead, watch) -> None:
    """Answer the question in the room, and see it there."""
    asked = lead.locator("[data-list=questions] [data-question]", has_text=QUESTION)
    asked.get_by_role("button", name=ru("Answer now"), exact=True).click()
    expect(watch.locator("[data-question]", has_text=QUESTION).locator("[data-mark=answering]")).to_be_visible()
    watch.wait_for_timeout(3000)
    lead.locator("[data-question]", has_text=QUESTION).get_by_role("button", name=ru("Answered"), exact=True).click()


def test_broadcast_from_the_browser_becomes_the_lesson(come):
    methodist, learner = come("methodist"), come("learner", "phone")
    desk, watch = methodist.page, learner.page

    lesson = go_on_air(methodist)
    learner.open(lesson)
    watch.locator(".player-start").click(timeout=PATIENCE_MILLISECONDS)
    plays(watch)
    delays = watch_clock(watch)
    assert 0 < delays[len(delays) // 2] < MOST_DELAY_MS

    ask(watch)
    # in a second window: the first one is the camera
    lead = desk.context.new_page()
    lead.goto(lesson)
    answer(lead, watch)
    learner.look("room")
    lead.close()
    desk.bring_to_front()  # what lies behind another window is not drawn, so nothing in it comes to rest
    methodist.look()

    desk.locator("#end-live").click()
    desk.locator("#end-broadcast [data-ends]").click()
    expect(desk.locator("#air-state")).to_contain_text(ru("Over"), timeout=PATIENCE_MILLISECONDS)

    # the page that watched goes over to the recording by itself
    until(watch, "!document.querySelector('nastavnik-player').dataset.master.includes('live-')")
    expect(watch.locator(".player-chapters")).to_contain_text(QUESTION, timeout=PATIENCE_MILLISECONDS)
    guest = come("mentor")
    guest.open(lesson)
    guest.page.locator(".player-start").click()
    plays(guest.page)
    guest.page.locator(".player-chapters").get_by_role("link", name=re.compile(re.escape(QUESTION))).click()
    plays(guest.page, since=3)
    guest.look("recording")
    assert methodist.odd == learner.odd == guest.odd == []
