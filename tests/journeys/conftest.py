"""A whole school on a port of its own, and a real browser that walks through it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from xdist.scheduler import LoadFileScheduling

from browsers import CHROMIUM, WINDOWLESS
from tests.journeys.school import ROOT, RunningSchool, made_demonstration, running_school
from tests.journeys.walker import Walker

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
# two schools and their browsers share two cores, a core each at best
STEP_MILLISECONDS = 45_000
# long walks that know nothing of one another: two can go at once
APART = "test_every_page.py"


# who goes longest goes first: one that begins when the others are done keeps all waiting
LONG = (
    f"{APART}::test_every_page_is_in_order[methodist]",
    "test_contest.py",
    "test_words.py",
    "test_learning.py",
    f"{APART}::test_every_page_is_in_order[learner]",
    "test_grants.py",
    "test_collection.py",
    "test_film.py",
    "test_quiz.py",
)


class ByJourney(LoadFileScheduling):
    """What one journey of a file has done the next may go on from: they go through one school, one after another."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return nodeid if file.endswith(APART) else file


def pytest_xdist_make_scheduler(config, log):
    # not by marks of groups: with pytest 9.2 those of xdist 3.8 group nothing
    return ByJourney(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        items.sort(key=turn_of)
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def turn_of(item) -> int:
    """Return when an item has its turn: those of `LONG` first, all others as they were."""
    return next((turn for turn, part in enumerate(LONG) if f"/{part}" in item.nodeid), len(LONG))


@pytest.fixture(scope="session")
def lecture() -> Path:
    """The made lecture when it lies beside the project, else the demonstration's film that was made from it."""
    found = ROOT.parent / "shared" / "media" / "lecture.mp4"
    return found if found.exists() else next((ROOT / "src" / "nastavnik" / "portal" / "demo").rglob("*.mp4"))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Path:
    """A demonstration school to begin from, one for all who walk side by side: to make it takes a minute of a processor."""
    own = tmp_path_factory.getbasetemp()
    return made_demonstration(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def school(tmp_path_factory, demonstration):
    with running_school(tmp_path_factory.mktemp("school"), demonstration) as running:
        yield running


@pytest.fixture(scope="session")
def playwright():
    # what a page shows of its own accord may be as late as a step: a film that has to begin, an answer that has to be saved
    expect.set_options(timeout=STEP_MILLISECONDS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    with running_browser(playwright, WINDOWLESS) as chromium:
        yield chromium


@contextmanager
def running_browser(playwright: Playwright, program: str) -> Iterator[Browser]:
    """Run a browser that asks nobody for a made-up camera, and has its own words on buttons in Russian."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"]
    flags += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--lang=ru"]
    chromium = playwright.chromium.launch(executable_path=program, args=flags, env={**os.environ, "LANGUAGE": "ru"})
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def open_window(browser: Browser, school: RunningSchool):
    """Open a browser window as somebody who has never been here; the caller closes it."""

    def start(size: str = "desktop", **options) -> Walker:
        context = browser.new_context(
            base_url=school.address, viewport=SIZES[size], locale="ru-RU", timezone_id="Europe/Moscow", **options
        )
        context.set_default_timeout(STEP_MILLISECONDS)
        return Walker(context.new_page(), size, school, is_scripted=options.get("java_script_enabled", True))

    return start


@pytest.fixture
def walk(open_window):
    """Open a window for one journey: `walk("phone")`; what it saw must have been in order to its end."""
    walkers = []

    def start(size: str = "desktop", **options) -> Walker:
        walkers.append(open_window(size, **options))
        return walkers[-1]

    yield start
    for walker in walkers:
        walker.page.context.close()
