"""A browser with a made-up camera sends a broadcast through a line that breaks, and no byte is lost."""

import hashlib
import time

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from nastavnik.live.selectors.desk_page import SEND_PATH
from tests.fakes.stream_taker import StreamTaker
from tests.journeys.school import ROOT, wait_until

STATIC = ROOT / "src" / "nastavnik" / "static"
OUTAGE_SECONDS = 5
# What every recorder of the page gives, besides what it gives to the page itself.
OVERHEAR = """
window.overheard = [];
window.MediaRecorder = class extends MediaRecorder {
  constructor(...about) {
    super(...about);
    const pieces = [];
    window.overheard.push(pieces);
    this.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  }
};
"""
SLOW_DOWN = """() => {
  const [timeout, interval] = [window.setTimeout, window.setInterval];
  window.requestAnimationFrame = () => 0;
  window.setTimeout = (call, milliseconds, ...rest) => timeout(call, Math.max(milliseconds ?? 0, 1000), ...rest);
  window.setInterval = (call, milliseconds, ...rest) => interval(call, Math.max(milliseconds ?? 0, 1000), ...rest);
}"""
# Frames of the canvas that differ from the one before; the made-up camera moves.
COUNT_FRAMES = """() => {
  const track = document.querySelector("canvas").captureStream().getVideoTracks()[0];
  const frames = new MediaStreamTrackProcessor({ track }).readable.getReader();
  window.framesSeen = 0;
  const count = ({ value }) => { value.close(); window.framesSeen += 1; return frames.read().then(count); };
  frames.read().then(count);
}"""
HASHES = """async () => Promise.all(window.overheard.map(async (pieces) => {
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(pieces).arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}))"""


class Page:
    """What the template of the sending side shows of a broadcast."""

    send_path = SEND_PATH.format(token="abc")
    sender_label = "Ведущая"
    title = "Сказки на ночь"


def page_of_a_desk() -> bytes:
    studio = render_to_string("live/desk/parts/studio.html", {"page": Page()})
    head = '<meta charset="utf-8"><script type="module" src="/static/islands/broadcast.js"></script>'
    return f"<!DOCTYPE html><html lang=ru><head>{head}</head><body>{studio}</body></html>".encode()


@pytest.fixture(scope="module")
def files():
    islands = {f"/static/{path.relative_to(STATIC)}": path for path in (STATIC / "islands").rglob("*.js")}
    found = {name: ("text/javascript", path.read_bytes()) for name, path in islands.items()}
    return found | {"/": ("text/html", page_of_a_desk())}


@pytest.fixture
def taker(files):
    with StreamTaker(files) as running:
        yield running


@pytest.fixture
def desk(browser, taker):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(OVERHEAR)
    page.goto(taker.address)
    yield page
    context.close()


def arrived(taker) -> int:
    return sum(map(len, taker.sessions.values()))


def send_for(taker, seconds: float) -> None:
    """Wait until something has come, and then so long."""
    wait_until(lambda: arrived(taker) > 10_000, seconds=20, what="nothing was sent")
    time.sleep(seconds)


def stop(desk, taker) -> None:
    count = len(taker.byes)
    desk.locator("[data-do=stop]").click()
    wait_until(lambda: len(taker.byes) > count, seconds=20, what="no good-bye")


def test_outage_of_five_seconds_loses_no_byte(desk, taker):
    desk.locator("[data-scene=camera]").click()
    send_for(taker, 3)
    taker.cut()
    before = arrived(taker)
    expect(desk.locator("[data-note=line]")).to_be_visible()
    time.sleep(OUTAGE_SECONDS)
    assert arrived(taker) == before
    taker.come_back()
    wait_until(lambda: arrived(taker) > before, seconds=10, what="it did not come back")
    time.sleep(2)
    stop(desk, taker)

    assert taker.connections == 2
    assert len(taker.sessions) == 1
    [content] = taker.sessions.values()
    assert [hashlib.sha256(content).hexdigest()] == desk.evaluate(HASHES)
    assert content[:4] == b"\x1a\x45\xdf\xa3"  # WebM
    assert "h264" in next(iter(taker.forms.values()))
    expect(desk.locator("[data-note=line]")).to_be_hidden()


def test_lost_answers_double_no_byte(desk, taker):
    desk.locator("[data-scene=camera]").click()
    send_for(taker, 1)
    taker.is_answering = False
    wait_until(lambda: taker.connections == 2, seconds=20, what="the line was not given up")
    taker.is_answering = True
    time.sleep(1)
    stop(desk, taker)

    assert [hashlib.sha256(content).hexdigest() for content in taker.sessions.values()] == desk.evaluate(HASHES)


def test_change_of_the_picture_goes_on_in_the_same_stream(desk, taker):
    desk.locator("[data-scene=camera]").click()
    send_for(taker, 1)
    for scene in ("screen", "over", "camera"):
        desk.locator(f"[data-scene={scene}]").click()
        expect(desk.locator(f"[data-scene={scene}]")).to_have_attribute("aria-pressed", "true")
        time.sleep(1)
    stop(desk, taker)

    assert len(taker.sessions) == 1
    assert desk.locator("[data-note=trouble]").is_hidden()


def test_page_whose_clock_is_slowed_down_goes_on_drawing(desk, taker):
    """A browser without a window hides no page, so what it does to hidden ones is done here."""
    desk.evaluate(SLOW_DOWN)
    desk.locator("[data-scene=camera]").click()
    send_for(taker, 1)
    desk.evaluate(COUNT_FRAMES)
    time.sleep(4)

    assert desk.evaluate("window.framesSeen") > 40
    assert desk.locator("[data-note=trouble]").is_hidden()


def test_broadcast_that_is_over_takes_the_camera_away(desk, taker):
    desk.locator("[data-scene=camera]").click()
    send_for(taker, 1)
    taker.tell({"type": "refused", "code": "over", "text": "Этот эфир завершён."})

    expect(desk.locator("[data-note=line]")).to_contain_text("Этот эфир завершён.")
    expect(desk.locator("[data-do=stop]")).to_be_hidden()
    assert taker.connections == 1
