"""A whole school on a port of its own, and a real browser that walks through it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.walker import Walker

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
START_SECONDS = 120
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def shared_film() -> Path:
    """The made lecture when it lies beside the project, else the demonstration's film that was made from it."""
    lecture = ROOT.parent / "shared" / "media" / "lecture.mp4"
    return lecture if lecture.exists() else next((ROOT / "src" / "nastavnik" / "portal" / "demo").rglob("*.mp4"))


@pytest.fixture(scope="session")
def school_address(tmp_path_factory):
    """The address of a demonstration school that runs as an operator would run it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path_factory.mktemp("school")
    log = (data / "up.log").open("wb")
    environ = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environ |= {"NASTAVNIK_DATA": str(data), "BASE_URL": f"http://127.0.0.1:{port}", "SECRET_KEY": "journeys"}
    command = [str(Path(sys.executable).parent / "nastavnik"), "up", "--demo", "--port", str(port)]
    process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process, data / "up.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(errors="replace")[-4000:]
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the school did not answer: {log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def browser():
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def walk(browser, school_address):
    """Open a new browser window as somebody who has never been here: `walk("phone")`."""
    contexts = []

    def start(size: str = "desktop", **options) -> Walker:
        context = browser.new_context(
            base_url=school_address, viewport=SIZES[size], locale="ru-RU", timezone_id="Europe/Moscow", **options
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Walker(context.new_page(), size)

    yield start
    for context in contexts:
        context.close()
