"""Lines of subtitles: tags and signs taken out when they are read, broken for the screen when they are written."""

import re
from html import unescape
from textwrap import wrap

# Two lines of it are what the eye reads in one look.
LINE_LENGTH = 42
# What programs write into SRT; a bare `<` in a text is no tag.
_TAGS = re.compile(r"</?(?:b|i|u|s|font|c|v|lang|ruby|rt|span|p|br)\b[^<>]*>", re.IGNORECASE)
_EVERY_TAG = re.compile(r"<[^<>]*>")
_STYLES = re.compile(r"\{\\[^{}]*\}")
# No letter has so large a number, and Python refuses to read one of thousands of digits.
_NO_LETTER = re.compile(r"&#\d{9,};?")
# Nothing to be seen, but searches and comparisons stumble over it.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
_DASHES = ("-", "–", "—")


def plain_line(text: str) -> str:
    """Return `text` on one line: without what cannot be seen, with single spaces."""
    return " ".join(_UNSEEN.sub("", text).split())


def plain_text(text: str, *, is_marked_up: bool = False) -> str:
    """Return what is said in a phrase of a file: tags, styles and character names taken out, lines joined.

    `is_marked_up`: every `<...>` is a tag, as in WebVTT.
    """
    said = (_EVERY_TAG if is_marked_up else _TAGS).sub("", _STYLES.sub("", text))
    return in_lines(unescape(_NO_LETTER.sub("", said)))


def in_lines(text: str) -> str:
    """Return `text` on one line; one that begins with a dash is another speaker's and stays a line of its own."""
    joined: list[str] = []
    for line in filter(None, map(plain_line, text.splitlines())):
        if joined and not line.startswith(_DASHES):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def broken(text: str) -> list[str]:
    """Return the lines in which a phrase is shown: of about equal length, none longer than the screen likes."""
    return [piece for line in text.splitlines() for piece in _evenly(line)] or [""]


def _evenly(line: str) -> list[str]:
    count = -(-len(line) // LINE_LENGTH)
    # a line a little longer than its share, so that the last one is not one word
    for width in range(-(-len(line) // max(count, 1)), LINE_LENGTH + 1):
        lines = wrap(line, width, break_long_words=False, break_on_hyphens=False)
        if len(lines) <= count:
            return lines
    return wrap(line, LINE_LENGTH, break_long_words=False, break_on_hyphens=False)
