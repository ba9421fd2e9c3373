"""The browser that tests walk with: Chromium, by choice the build of it that draws no windows of its own (a fifth less work for a page)."""

import shutil


def first_of(*names: str) -> str | None:
    """Return the first of these programs that is installed."""
    return next((found for name in names if (found := shutil.which(name))), None)


# notices need one with windows
CHROMIUM = first_of("chromium", "chromium-browser", "google-chrome")
WINDOWLESS = first_of("chromium-headless-shell") or CHROMIUM
