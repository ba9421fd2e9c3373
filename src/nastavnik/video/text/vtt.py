"""WebVTT: what browsers show (https://www.w3.org/TR/webvtt1/). Places, styles and voices are left out when it is read."""

import re
from collections.abc import Iterable
from html import escape

from nastavnik.video.text.clock import read_clock, write_clock
from nastavnik.video.text.lines import broken, plain_text
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.srt import TIMES

_BLOCKS = re.compile(r"\n[ \t]*\n+")
_NOT_SAID = ("NOTE", "STYLE", "REGION", "WEBVTT")
# our own note before a phrase; others pass over it
PARAGRAPH = "NOTE paragraph"


def read_vtt(text: str) -> list[TimedText]:
    """Return the phrases; blocks without times are passed over."""
    phrases: list[TimedText] = []
    begins_paragraph = False
    for block in _BLOCKS.split(text):
        phrase = _phrase(block.strip("\n"), begins_paragraph=begins_paragraph)
        if phrase is not None:
            phrases.append(phrase)
        begins_paragraph = block.strip() == PARAGRAPH
    return phrases


def _phrase(block: str, *, begins_paragraph: bool) -> TimedText | None:
    lines = block.split("\n")
    # the times stand in the first line, or in the second below a name; some write no empty line after `WEBVTT`
    place = next((place for place, line in enumerate(lines[:4]) if TIMES.match(line)), None)
    if place is None or (lines[0].startswith(_NOT_SAID[:3]) and place > 0):
        return None
    match = TIMES.match(lines[place])
    assert match is not None
    begin, end = read_clock(match[1]) or 0.0, read_clock(match[6]) or 0.0
    return TimedText(begin, end, plain_text("\n".join(lines[place + 1 :]), is_marked_up=True), begins_paragraph)


def write_vtt(phrases: Iterable[TimedText]) -> str:
    """Return the phrases as WebVTT; one without any length is never shown and is left out."""
    blocks = [
        "\n".join(
            [
                *([PARAGRAPH, ""] if one.begins_paragraph else []),
                f"{write_clock(one.seconds)} --> {write_clock(one.end_seconds)}",
                *(escape(line, quote=False) for line in broken(one.text)),
                "",
            ]
        )
        for one in phrases
        if write_clock(one.end_seconds) != write_clock(one.seconds)
    ]
    return "\n".join(["WEBVTT\n", *blocks])
