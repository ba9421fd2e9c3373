"""Somebody in front of a browser: opens pages, and sees what a person must never see."""

import os
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "docs" / "guide" / "pictures"
# WCAG 2.2 AA and axe's own best practices: every page passes with nothing found.
AXE_CALL = (
    "async () => (await axe.run(document)).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' | '))"
)


class Walker:
    """A page in a browser window of one size, with everything odd that the browser said about it."""

    def __init__(self, page: Page, size: str) -> None:
        self.page = page
        self.size = size
        self.odd: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.odd.append(f"error: {error}"))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.odd.append(f"{kind}: {text}")

    def open(self, address: str) -> None:
        """Go to `address` and wait until it has loaded."""
        self.page.goto(address)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by address and password, as from the start page."""
        self.open("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        self.page.wait_for_url(lambda address: "/accounts/login" not in address)

    def look(self, picture: str = "") -> None:
        """Look at the page in both themes: nothing refused, nothing axe objects to, nothing wider than the window.

        With `picture` and SCREENSHOTS=1 the page goes into the guide.
        """
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate(AXE_CALL)
            assert found == [], f"{self.page.url} ({self.size}, {theme}): {found}"
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{self.page.url} is {width}px wider than the {self.size}"
        assert self.odd == [], f"{self.page.url}: {self.odd}"
        self.page.emulate_media(color_scheme="light")
        if picture and os.environ.get("SCREENSHOTS"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{picture}-{self.size}.png")
