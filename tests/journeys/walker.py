"""Somebody in front of a browser: opens pages, and sees what a person must never see."""

import io
import os
import time
from collections.abc import Iterable
from pathlib import Path

from django.utils import translation
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from nastavnik.core.memory import FRESH_SECONDS
from tests.journeys.school import ROOT, RunningSchool

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "docs" / "guide" / "pictures"
# WCAG 2.2 AA and axe's own best practices: every page passes with nothing found. The dark theme changes colours alone;
# without `preload` axe makes no style sheets of its own, which the policy of the school would refuse; where something passes it need
# not tell.
USUAL = {"preload": False, "resultTypes": ["violations"]}
# Where a page was looked at in a wide window, a narrow one changes its order and its sizes; colours take axe longest, and those that only a
# phone shows (its menu) are looked at by journeys on phones.
RULES = {
    "light": USUAL,
    "dark": {**USUAL, "runOnly": ["color-contrast"]},
    "narrow": {**USUAL, "rules": {"color-contrast": {"enabled": False}}},
}
AXE_CALL = """async (options) => (await axe.run(document, options)).violations.map(v => v.id + ': ' + v.nodes.map(
    n => n.target + ' ' + ([...n.any, ...n.all, ...n.none][0] || {}).message
).join(' | '))"""
# a font that comes late moves the words, a colour that still changes is neither of its two: axe must see neither
IS_STILL = """async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => null)));
}"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
SLOW_PAGE_SECONDS = 5
COLOURS_OF_A_PICTURE = 128
YEAR = "Наставник рядом: год библиотечного мастерства"


def ru(words: str, **values: str) -> str:
    """Return what stands on the screen for the English `words` of the sources; Russian words stand for themselves."""
    with translation.override("ru"):
        return translation.gettext(words) % values if values else translation.gettext(words)


class Walker:
    """A page in a browser window of one size, with everything odd that the browser said about it.

    Buttons, links and fields are named by the words of the sources and looked for in Russian: a journey does not break
    when the Russian is made better.
    """

    def __init__(self, page: Page, size: str, school: RunningSchool, *, is_scripted: bool = True) -> None:
        self.page = page
        self.size = size
        self.school = school
        # axe is a script itself: where none runs, only the width and what the browser says are looked at
        self.is_scripted = is_scripted
        self.odd: list[str] = []
        page.on("console", lambda message: self._hear(message.type, f"{message.text} {message.location['url']}"))
        page.on("pageerror", lambda error: self.odd.append(f"error: {error}"))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.odd.append(f"{kind}: {text}")

    def open(self, address: str) -> None:
        """Go to `address` and wait until it has loaded."""
        self.page.goto(address)

    def open_refused(self, address: str, *, status: int) -> None:
        """Go to `address`, which answers with a page and this status; the browser's own line about it is not odd."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status
        self.odd = [odd for odd in self.odd if f"status of {status}" not in odd]

    def sign_in(self, role: str) -> None:
        """Sign in with the demonstration account of `role` by its password, as from the start page."""
        self.open("/accounts/login/")
        self.page.locator("input[name=login]").fill(f"{role}@demo.example")
        self.page.locator("input[name=password]").fill(self.school.password)
        self.press("Sign in")
        expect(self.page.get_by_role("button", name=ru("Sign out"), include_hidden=True)).to_have_count(1)

    @property
    def main(self) -> Locator:
        """The page without its header and footer."""
        return self.page.get_by_role("main")

    def fill(self, **typed: str) -> None:
        """Type into fields, told by their names in the form."""
        for name, value in typed.items():
            self.main.locator(f"[name={name}]").fill(value)

    def follow(self, words: str) -> None:
        """Follow a link of the page itself."""
        self.main.get_by_role("link", name=ru(words), exact=True).first.click()

    def press(self, words: str) -> None:
        """Press a button of the page itself."""
        self.main.get_by_role("button", name=ru(words), exact=True).first.click()

    def expect_heading(self, words: str) -> None:
        """Wait for the page with this heading."""
        expect(self.main.get_by_role("heading", level=1)).to_contain_text(ru(words))

    def expect_words(self, words: str) -> None:
        """Wait until something is said on the page."""
        expect(self.main.get_by_text(ru(words)).first).to_be_visible()

    def expect_changed(self, words: str) -> None:
        """Wait until a page that many see alike tells of a change made by somebody else: each web process keeps it for seconds."""
        end = time.monotonic() + FRESH_SECONDS + SLOW_PAGE_SECONDS
        while not self.main.get_by_text(ru(words)).count() and time.monotonic() < end:
            self.page.wait_for_timeout(500)
            self.page.reload()
        self.expect_words(words)

    def open_board(self) -> None:
        """Open the board of the year that came with the demonstration."""
        self.open("/desk/programme/")
        self.main.get_by_role("link", name=YEAR).click()
        self.expect_heading(YEAR)

    def look(self, picture: str = "") -> None:
        """Look at the page in both themes: nothing refused, nothing axe objects to, nothing wider than the window.

        With `picture` and SCREENSHOTS=1 the page goes into the guide.
        """
        faults = self.faults()
        assert not faults, "\n".join(["", *faults])
        if picture and os.environ.get("SCREENSHOTS"):
            self.take(picture)

    def faults(self, looks: Iterable[str] = ("light", "dark")) -> list[str]:
        """Return what is wrong with the page as it stands, looked at by some of `RULES`."""
        where = f"{self.page.url} ({self.size})"
        found = [f"{where} {fault}" for fault in self._ask_axe(looks)] if self.is_scripted else []
        if (width := self.page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{where}: {width}px wider than the window")
        heard, self.odd = self.odd, []
        return found + [f"{where}: {odd}" for odd in heard]

    def _ask_axe(self, looks: Iterable[str]) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = []
        for look in looks:
            self.page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
            self.page.evaluate(IS_STILL)
            found += [f"{look}: {fault}" for fault in self.page.evaluate(AXE_CALL, RULES[look])]
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return found

    def take(self, picture: str) -> None:
        """Put the window as it stands into the guide, with few colours: pictures of pages need no more."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        image = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        image.quantize(COLOURS_OF_A_PICTURE).save(picture_path(picture, self.size), optimize=True)


def picture_path(picture: str, size: str) -> Path:
    """Return where a picture of the guide lies."""
    return PICTURES / f"{picture}-{size}.png"
