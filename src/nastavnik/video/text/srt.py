"""SubRip: numbered blocks. Nobody ever wrote its rules down, so it is read by its times alone."""

import re
from collections.abc import Iterable

from nastavnik.video.text.clock import CLOCK, SPACES, read_clock, write_clock
from nastavnik.video.text.lines import broken, plain_text
from nastavnik.video.text.phrases import TimedText

TIMES = re.compile(rf"^{SPACES}({CLOCK}){SPACES}-{{1,3}}>{SPACES}({CLOCK}){SPACES}(?:$|[\sXxA-Za-z])", re.MULTILINE)


def read_srt(text: str) -> list[TimedText]:
    """Return the phrases; numbers may be missing, doubled or wrong, empty lines too many or too few."""
    lines = text.splitlines()
    places = [place for place, line in enumerate(lines) if TIMES.match(line)]
    ends = [*(_without_number(lines, place, number) for number, place in enumerate(places[1:], start=2)), len(lines)]
    return [_phrase(lines[place], lines[place + 1 : end]) for place, end in zip(places, ends, strict=True)]


def _without_number(lines: list[str], place: int, number: int) -> int:
    """Return where the block before the times at `place` ends: before its number, if it has one."""
    above = place - 1
    said = lines[above].strip()
    # a phrase may be a number too: then there is no empty line before it, and it is another than the block's
    is_number = said.isdecimal() and (not lines[above - 1].strip() or said == str(number))
    return above if is_number else place


def _phrase(times: str, lines: list[str]) -> TimedText:
    match = TIMES.match(times)
    assert match is not None
    begin, end = read_clock(match[1]) or 0.0, read_clock(match[6]) or 0.0
    return TimedText(begin, end, plain_text("\n".join(lines)))


def write_srt(phrases: Iterable[TimedText]) -> str:
    """Return the phrases as SubRip, with the line ends that old players want."""
    blocks = [
        "\n".join(
            [
                str(number),
                f"{write_clock(one.seconds, ',')} --> {write_clock(one.end_seconds, ',')}",
                *broken(one.text),
                "",
            ]
        )
        for number, one in enumerate(phrases, start=1)
    ]
    return "\n".join(blocks).replace("\n", "\r\n")
