"""The version that stands in a text of a template: the school counts them, so that nobody has to."""

import re

LINE = re.compile(r"^version:[^\n]*$", re.MULTILINE)


def with_version(text: str, version: int) -> str:
    """Return a text with this version in its line `version:`; without such a line it stays, and reading it says what is missing."""
    return LINE.sub(f"version: {version}", text, count=1)


def with_key(text: str, key: str) -> str:
    """Return a text with this key in its line `key:` at the margin."""
    return re.sub(r"^key:[^\n]*$", f"key: {key}", text, count=1, flags=re.MULTILINE)
