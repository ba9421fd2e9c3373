"""Timed Text Markup Language (https://www.w3.org/TR/ttml2/): XML, of which the times and the text of paragraphs are read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from defusedxml.ElementTree import fromstring

from nastavnik.video.text.clock import read_clock, write_clock
from nastavnik.video.text.lines import broken, plain_text
from nastavnik.video.text.phrases import TimedText

_FRAMES = re.compile(r"(\d{1,4}):(\d{2}):(\d{2}):(\d{1,3})(?:\.\d+)?")
_OFFSET = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)(h|m|s|ms|f|t)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
USUAL_RATE = 30.0
# a sign that no text has
LINE_END = "\ue000"


@dataclass(frozen=True, slots=True)
class Rates:
    """How many frames and ticks make a second."""

    frames: float
    ticks: float


def read_ttml(text: str) -> list[TimedText]:
    """Return the phrases. Raises `ParseError` of `xml.etree` or `DefusedXmlException` when it is no XML that may be read."""
    # the text is decoded already, whatever its declaration says
    root = fromstring(_DECLARATION.sub("", text), forbid_dtd=True)
    rates = _rates(root)
    return [phrase for element, begin in _timed(root, rates) if (phrase := _phrase(element, begin, rates))]


def _rates(root: Any) -> Rates:
    named = {name.rpartition("}")[2]: value for name, value in root.attrib.items()}
    frames = _number(named.get("frameRate"), USUAL_RATE)
    above, _, below = named.get("frameRateMultiplier", "1 1").partition(" ")
    frames *= _number(above, 1.0) / _number(below, 1.0)
    return Rates(frames, _number(named.get("tickRate"), frames if "frameRate" in named else 1.0))


def _number(text: str | None, usual: float) -> float:
    return float(text) if text and re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text) and float(text) > 0 else usual


def _timed(root: Any, rates: Rates) -> Iterator[tuple[Any, float]]:
    """Yield the elements that are phrases, in their order, each with the second from which its own times count."""
    waiting = [(root, 0.0)]
    while waiting:
        element, begin = waiting.pop()
        name = _name(element)
        # times may stand on the paragraph or only on the pieces inside
        is_whole = name == "p" and ("begin" in element.attrib or not any("begin" in one.attrib for one in element))
        if is_whole or (name == "span" and "begin" in element.attrib):
            yield element, begin
        else:
            own = begin + (_time(element.attrib.get("begin"), rates) or 0.0)
            waiting.extend((child, own) for child in reversed(element))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _phrase(element: Any, begin: float, rates: Rates) -> TimedText | None:
    start = _time(element.attrib.get("begin"), rates)
    end, length = _time(element.attrib.get("end"), rates), _time(element.attrib.get("dur"), rates)
    if start is None:
        return None
    until = start + length if length is not None else end if end is not None else start
    return TimedText(begin + start, begin + until, plain_text(_said(element)))


def _said(element: Any) -> str:
    """Return the text inside: line ends of the file are spaces, `br` is a line end."""
    for one in element.iter():
        if _name(one) == "br":
            one.text = LINE_END
    return re.sub(r"\s+", " ", "".join(element.itertext())).replace(LINE_END, "\n")


def _time(text: str | None, rates: Rates) -> float | None:
    if not text:
        return None
    if (frames := _FRAMES.fullmatch(text.strip())) is not None:
        hours, minutes, seconds, count = map(int, frames.groups())
        return hours * 3600 + minutes * 60 + seconds + count / rates.frames
    if (offset := _OFFSET.fullmatch(text.strip())) is not None:
        unit = {"f": 1 / rates.frames, "t": 1 / rates.ticks} | _SECONDS
        return float(offset[1]) * unit[offset[2]]
    return read_clock(text)


def write_ttml(phrases: Iterable[TimedText], language: str) -> str:
    """Return the phrases as TTML."""
    lines = [
        f'      <p begin="{write_clock(one.seconds)}" end="{write_clock(one.end_seconds)}">'
        f"{'<br/>'.join(escape(line) for line in broken(one.text))}</p>"
        for one in phrases
    ]
    head = ['<?xml version="1.0" encoding="UTF-8"?>']
    head += [f'<tt xmlns="http://www.w3.org/ns/ttml" xml:lang={quoteattr(language)}>', "  <body>", "    <div>"]
    return "\n".join([*head, *lines, "    </div>", "  </body>", "</tt>", ""])
