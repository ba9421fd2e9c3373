"""Pages a second, for guests and for a learner, beside a bare view and a static file of the same size: `python -m bench.pages`.

Also how many queries each page makes, and what the first view of each weighs in a real browser, on a phone and on a desktop.
"""

import shutil
import sys
import tempfile
import urllib.request
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import load, school

if TYPE_CHECKING:  # the browser's library is asked for only where there is a browser
    from playwright.sync_api import Page

GUESTS_PER_SECOND = 1000
LEARNERS_PER_SECOND = 250
MOST_QUERIES = 12
MOST_BYTES = 100 * 1024
MOST_REQUESTS = 12
GZIP = {"Accept-Encoding": "gzip"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WINDOWS = {"phone": (360, 740), "desktop": (1440, 900)}
BROWSER_WORDS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def session_of(email: str) -> str:
    """Return the cookie of a person who has signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from nastavnik.people.models import User

    user = User.objects.get(email=email)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def filmed_lesson() -> str:
    """Return the address of a lesson whose film plays."""
    from nastavnik.video.models import Video

    video = Video.objects.exclude(build="").exclude(lesson=None).select_related("lesson").order_by("pk")[0]
    assert video.lesson is not None
    return f"/lessons/{video.lesson.slug}/"


def queries_of(path: str, cookie: str) -> tuple[int, int]:
    """Return how many queries the page makes, made anew: usually, and when all that many see alike has to be read too."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from nastavnik.core import memory
    from nastavnik.core.http.guests import PAGES

    client = Client(SERVER_NAME="127.0.0.1", headers={"Cookie": cookie} if cookie else {})
    counts = []
    for forget in (memory.forget_all, PAGES.clear):
        forget()
        PAGES.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        counts.append(len(captured))
    first, usual = counts
    return usual, first


def size_of(address: str) -> int:
    """Return what the answer weighs on the wire."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=GZIP), timeout=30) as answer:  # noqa: S310 -- our own address
        return len(answer.read())


def static_file_like(size: int) -> str:
    """Return the address of the static file whose packed size is the nearest."""
    from django.conf import settings

    root = Path(settings.STATIC_ROOT)
    packed = min(root.rglob("*.gz"), key=lambda path: abs(path.stat().st_size - size))
    return f"{settings.STATIC_URL}{packed.relative_to(root).with_suffix('')}"


class Verdict:
    """Prints each line with its limit, and remembers whether one was missed."""

    def __init__(self) -> None:
        self.has_missed = False

    def tell(self, name: str, value: str, limit: str = "", *, is_kept: bool = True) -> None:
        """Print one line."""
        self.has_missed |= not is_kept
        mark = "" if not limit else "ok" if is_kept else "MISSED"
        print(f"{name:<34} {value:<34} {limit:<14} {mark}", flush=True)


def measure_first_views(address: str, lesson: str, verdict: Verdict) -> None:
    """Measure what a first visit loads, with nothing in the browser's memory."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print("FIRST VIEWS WERE NOT MEASURED: there is no Chromium on this machine.")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_WORDS)
        for (title, path), (device, (width, height)) in product((("home", "/"), ("lesson", lesson)), WINDOWS.items()):
            context = browser.new_context(viewport={"width": width, "height": height})
            weights = weights_of(context.new_page(), f"{address}{path}")
            context.close()
            told = f"{round(sum(weights)):8d} bytes in {len(weights)} requests"
            is_kept = len(weights) <= MOST_REQUESTS and sum(weights) <= MOST_BYTES
            # a desktop loads the poster that is sharp there; the limit is for whoever pays for each megabyte
            limit, is_kept = (f"<= {MOST_BYTES}", is_kept) if device == "phone" else ("", True)
            verdict.tell(f"first view of {title}, {device}", told, limit, is_kept=is_kept)
        browser.close()


def weights_of(page: "Page", address: str) -> list[float]:
    """Return what each request of a visit weighs on the wire; pictures that stand in a style sheet are no requests."""
    asked: set[str] = set()
    weights: list[float] = []

    def note_request(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            asked.add(event["requestId"])

    def note_weight(event: dict[str, Any]) -> None:
        if event["requestId"] in asked:
            weights.append(event["encodedDataLength"])

    wire = page.context.new_cdp_session(page)
    wire.on("Network.requestWillBeSent", note_request)
    wire.on("Network.loadingFinished", note_weight)
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    return weights


def measure_rates(address: str, lesson: str, cookie: str, verdict: Verdict) -> None:
    """Measure each page for guests and for a learner, beside what costs nothing."""
    home_bytes = size_of(f"{address}/")
    static = static_file_like(home_bytes)
    for name, path, headers, limit in (
        ("bare view", "/health/", GZIP, 0),
        (f"static file of {size_of(address + static)} bytes", static, GZIP, 0),
        (f"home of {home_bytes} bytes, guests", "/", GZIP, GUESTS_PER_SECOND),
        ("lesson with a film, guests", lesson, GZIP, GUESTS_PER_SECOND),
        ("home, learner", "/", GZIP | {"Cookie": cookie}, LEARNERS_PER_SECOND),
        ("lesson with a film, learner", lesson, GZIP | {"Cookie": cookie}, LEARNERS_PER_SECOND),
    ):
        load.load(f"{address}{path}", headers, seconds=2)
        came = load.load(f"{address}{path}", headers)
        is_kept = came.wrong == 0 and came.per_second >= limit
        wrong = f", {came.wrong} WRONG" if came.wrong else ""
        told = f"{came.per_second:8.0f}/s   p99 {came.p99_ms:6.1f} ms{wrong}"
        verdict.tell(name, told, f">= {limit}/s" if limit else "", is_kept=is_kept)


def main() -> int:
    """Make the school, measure, tell; return 1 when a goal was missed."""
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as folder:
        school.use(Path(folder))
        school.make()
        import django

        django.setup()
        cookie, lesson = session_of("learner@demo.example"), filmed_lesson()
        with school.served() as address:
            measure_rates(address, lesson, cookie, verdict)
            measure_first_views(address, lesson, verdict)
        for name, path, who in (
            ("home", "/", ""),
            ("lesson", lesson, ""),
            ("home", "/", cookie),
            ("lesson", lesson, cookie),
        ):
            usual, first = queries_of(path, who)
            title = f"queries of {name}, {'learner' if who else 'guest'}"
            told = f"{usual:8d} (once in 5 s {first})"
            verdict.tell(title, told, f"<= {MOST_QUERIES}", is_kept=usual <= MOST_QUERIES)
    return 1 if verdict.has_missed else 0


if __name__ == "__main__":
    sys.exit(main())
