"""The school on the library's own site: in a tab that is shown later, from a block that comes late, and where frames are refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Frame, Page, expect

from tests.journeys.walker import Walker, ru

# the page of a site as its builder makes it: tabs of which one is shown, and blocks that are put in when everything has loaded
SITE = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Библиотека</title></head><body>
<button id="open">Видео</button>
<div id="first">{first}</div>
<div id="tab" style="display:none">{tab}</div>
<div id="late"></div>
<script>
document.getElementById("open").onclick = () => {{ document.getElementById("tab").style.display = "block"; }};
</script></body></html>"""


@contextmanager
def site_of(page: str, host: str) -> Iterator[str]:
    """Serve one page as a site of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page.encode() if self.path == "/" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def codes(open_window) -> dict[str, str]:
    """The codes as the methodist copies them from the desk: a frame with the recordings, an element with the programme."""
    methodist = open_window()
    methodist.sign_in("methodist")
    methodist.open("/desk/embed/?view=videos")
    expect(methodist.page.frame_locator(".embed-preview").get_by_role("heading", level=2).first).to_be_visible()
    methodist.look("embed-desk")
    frame = methodist.main.locator("#copy-frame").inner_text()
    methodist.main.locator("select[name=view]").select_option("programme")
    methodist.press("Show")
    element = methodist.main.locator("#copy-element").inner_text()
    methodist.page.context.close()
    return {"frame": frame, "element": element}


def frame_at(page: Page, view: str) -> Frame:
    """Wait for the page inside a frame."""
    for _try in range(100):
        for frame in page.frames:
            # one that was taken out while it was looked at is gone
            with suppress(Error):
                if f"view={view}" in frame.url and frame.query_selector("[data-framed]"):
                    return frame
        page.wait_for_timeout(100)
    raise AssertionError(f"no frame of {view}: {[frame.url for frame in page.frames]}")


def expect_whole(page: Page, frame: Frame) -> int:
    """Wait until a frame is exactly as high as what is in it, and return how high that is."""
    holder, wanted, given = frame.frame_element(), 0, -1
    for _try in range(100):
        wanted = frame.evaluate("Math.ceil(document.querySelector('[data-framed]').getBoundingClientRect().height)")
        given = holder.evaluate("frame => frame.clientHeight")
        if wanted and wanted == given:
            return int(given)
        page.wait_for_timeout(100)
    raise AssertionError(f"{frame.url} is {wanted} high and is given {given}")


def test_frame_in_a_hidden_tab_is_whole_when_shown_and_plays(walk, codes):
    guest: Walker = walk()
    page, asked = guest.page, []
    page.context.on("request", lambda request: asked.append(request.url))
    with site_of(SITE.format(first=codes["element"], tab=codes["frame"]), "localhost") as site:
        page.goto(site)
        assert expect_whole(page, frame_at(page, "programme")) > 400
        page.locator("#open").click()
        shelf = frame_at(page, "videos")
        low = expect_whole(page, shelf)

        shelf.locator(".film-title a").first.click()
        expect(page.frame_locator("#tab iframe").locator("nastavnik-player")).to_be_visible()
        assert expect_whole(page, frame_at(page, "videos")) > low
        inside = page.frame_locator("#tab iframe")
        assert inside.locator("[hidden]:visible").count() == 0
        inside.locator(".player-start").click()
        video = inside.locator("nastavnik-player video")
        for _try in range(200):
            if video.evaluate("video => video.currentTime") > 1:
                break
            page.wait_for_timeout(100)
        assert video.evaluate("video => video.currentTime") > 1
        assert video.evaluate("video => video.getVideoPlaybackQuality().totalVideoFrames") > 0

        assert page.context.cookies() == []
        assert {urlsplit(url).netloc for url in asked if url.startswith("http")} == {
            urlsplit(guest.school.address).netloc,
            urlsplit(site).netloc,
        }
        assert not [url for url in asked if "/desk/" in url or "/me/" in url]
        for frame in page.frames[1:]:
            assert "/desk/" not in frame.content()
        with page.context.expect_page() as opened:
            frame_at(page, "programme").locator(".card-title a").first.click()
        assert "/lessons/" in opened.value.url
        assert urlsplit(page.url).netloc == urlsplit(site).netloc
        assert [odd for odd in guest.odd if "favicon" not in odd] == []
        guest.odd.clear()


def test_block_that_comes_late_and_a_script_that_comes_twice_do_no_harm(walk, codes):
    guest: Walker = walk()
    page = guest.page
    with site_of(SITE.format(first=codes["element"], tab=""), "localhost") as site:
        page.goto(site)
        expect_whole(page, frame_at(page, "programme"))
        page.evaluate(
            """code => {
                const late = document.getElementById("late");
                late.innerHTML = code;
                const again = document.createElement("script");
                again.src = late.querySelector("script").src;
                late.append(again);
            }""",
            codes["frame"],
        )
        page.locator("#late iframe").scroll_into_view_if_needed()
        expect_whole(page, frame_at(page, "videos"))
        # the builder draws its blocks anew
        page.evaluate(
            "() => { const first = document.getElementById('first'); first.append(first.firstElementChild); }"
        )
        page.wait_for_timeout(500)
        expect_whole(page, frame_at(page, "programme"))
        assert page.locator("nastavnik-embed").evaluate("one => one.shadowRoot.querySelectorAll('iframe').length") == 1
        guest.odd.clear()


def test_site_that_was_not_named_shows_the_link(walk, codes):
    guest: Walker = walk()
    page = guest.page
    with site_of(SITE.format(first=codes["element"], tab=""), "127.0.0.1") as site:
        page.goto(site)
        link = page.get_by_role("link", name=ru("Open on a page of its own"))
        expect(link).to_be_visible()
        assert page.locator("nastavnik-embed iframe").evaluate("frame => frame.style.display") == "none"
        assert link.get_attribute("href") == f"{guest.school.address}/programme/"
        guest.odd.clear()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_of_frames_are_in_order(walk, size):
    guest = walk(size)
    for view in ("programme", "next", "videos", "moments", "results"):
        guest.open(f"/embed/?view={view}")
        guest.look()
    guest.open("/embed/?view=moments&q=библиотека")
    guest.look()
    guest.main.locator(".search-facts a").first.click()
    expect(guest.main.locator("nastavnik-player")).to_be_visible()
    guest.look()
