"""Pages a second, for guests and for a learner, beside a bare view and a static file of the same size: `python -m bench.pages`.

Also how many queries each page makes, and what the first view of the home page weighs in a real browser.
"""

import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path

from bench import load, school

GUESTS_PER_SECOND = 1000
LEARNERS_PER_SECOND = 250
MOST_QUERIES = 12
MOST_BYTES = 100 * 1024
MOST_REQUESTS = 12
GZIP = {"Accept-Encoding": "gzip"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
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


def queries_of(path: str, cookie: str) -> int:
    """Return how many queries the page makes when nothing is remembered."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from nastavnik.core.http.guests import PAGES

    client = Client(SERVER_NAME="127.0.0.1", headers={"Cookie": cookie} if cookie else {})
    client.get(path)
    PAGES.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(captured)


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


def first_view(address: str) -> tuple[int, int] | None:
    """Return requests and bytes of the first visit with a phone; None without a browser."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_WORDS)
        page = browser.new_page(viewport={"width": 360, "height": 740})
        weights: list[float] = []
        wire = page.context.new_cdp_session(page)
        wire.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        page.goto(address, wait_until="networkidle")
        browser.close()
    return len(weights), round(sum(weights))


class Verdict:
    """Prints each line with its limit, and remembers whether one was missed."""

    def __init__(self) -> None:
        self.has_missed = False

    def tell(self, name: str, value: str, limit: str = "", *, is_kept: bool = True) -> None:
        """Print one line."""
        self.has_missed |= not is_kept
        mark = "" if not limit else "ok" if is_kept else "MISSED"
        print(f"{name:<34} {value:<34} {limit:<14} {mark}", flush=True)


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
            seen = first_view(address)
        for name, path, who in (
            ("home", "/", ""),
            ("lesson", lesson, ""),
            ("home", "/", cookie),
            ("lesson", lesson, cookie),
        ):
            count = queries_of(path, who)
            title = f"queries of {name}, {'learner' if who else 'guest'}"
            verdict.tell(title, f"{count:8d}", f"<= {MOST_QUERIES}", is_kept=count <= MOST_QUERIES)
    if seen is None:
        print("FIRST VIEW WAS NOT MEASURED: there is no Chromium on this machine.")
    else:
        verdict.tell("first view, requests", f"{seen[0]:8d}", f"<= {MOST_REQUESTS}", is_kept=seen[0] <= MOST_REQUESTS)
        verdict.tell("first view, bytes", f"{seen[1]:8d}", f"<= {MOST_BYTES}", is_kept=seen[1] <= MOST_BYTES)
    return 1 if verdict.has_missed else 0


if __name__ == "__main__":
    sys.exit(main())
