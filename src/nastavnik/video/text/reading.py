"""A file of subtitles, a plain text or a document, whatever its encoding, its format and its faults; or a reason why it cannot be read."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from nastavnik.video.text.ass import read_ass
from nastavnik.video.text.office import NoDocument, read_document
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.plain import Sentence, read_plain
from nastavnik.video.text.rolling import unrolled
from nastavnik.video.text.srt import TIMES, read_srt
from nastavnik.video.text.ttml import read_ttml
from nastavnik.video.text.vtt import read_vtt

# Ten hours of talk are 700 KB.
MOST_BYTES = 8 * 2**20
MOST_PHRASES = 30_000
LONGEST_TEXT = 2_000
# No film lasts so long, not even with the hour at which a studio lets it begin.
MOST_SECONDS = 1000 * 3600.0
# A file of nothing but tags would cost the server ten times its size.
MOST_TAGS = 500_000
# A phrase that lasts until nobody knows when is shown so long, or until the next.
OPEN_SECONDS = 4.0
ZIP = b"PK\x03\x04"
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Windows, DOS and old mail in Russian; Western Europe is what the rest of the world has.
OLD_ENCODINGS = ("cp1251", "koi8-r", "cp866")
# of the Cyrillic and Latin blocks and the signs before them
LAST_KNOWN_LETTER = "\u0530"
_RUSSIAN_WORDS = re.compile(r"\b(?:и|в|не|на|что|с|как|это|по|для|мы|а|к|из|у|о|но|вы|то|так|же|от|все|за)\b")
# In a wrong encoding capitals stand inside words, or Latin letters do.
_RUSSIAN_RUNS = re.compile(r"\b[А-ЯЁ]?[а-яё]{2,}\b")
_OTHERS = re.compile(rb"^(?:%PDF|\xd0\xcf\x11\xe0|\{\\rtf|\x00\x00\x00.ftyp|\x1a\x45\xdf\xa3|RIFF)", re.DOTALL)


class Fault(StrEnum):
    """Why a file was not read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NOT_TEXT = "not_text"
    BROKEN = "broken"


class Unreadable(Exception):
    """The file cannot be read as subtitles or a text."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Words:
    """What a file holds: phrases with their times, or sentences without."""

    phrases: tuple[TimedText, ...] = ()
    sentences: tuple[Sentence, ...] = ()


def read_words(content: bytes) -> Words:
    """Return what the file holds, its phrases in order. The format is told by what is inside, never by a name.

    Raises `Unreadable`.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(Fault.TOO_LARGE)
    if content.startswith(ZIP):
        return _plain(_document(content))
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable(Fault.EMPTY)
    reader = _reader_of(text)
    if reader is None:
        return _plain(text)
    if reader is read_ttml and text.count("<") > MOST_TAGS:
        raise Unreadable(Fault.TOO_MANY)
    try:
        phrases = reader(text)
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable(Fault.BROKEN) from error
    return Words(phrases=tuple(unrolled(in_order(phrases))))


def _document(content: bytes) -> str:
    try:
        return read_document(content)
    except NoDocument as error:
        raise Unreadable(Fault.NOT_TEXT) from error


def _plain(text: str) -> Words:
    sentences = read_plain(text)
    if not sentences:
        raise Unreadable(Fault.EMPTY)
    if len(sentences) > MOST_PHRASES:
        raise Unreadable(Fault.TOO_MANY)
    return Words(sentences=tuple(replace(one, text=one.text[:LONGEST_TEXT]) for one in sentences))


def _reader_of(text: str) -> Callable[[str], list[TimedText]] | None:
    """Return what reads a text of this kind; None for a text without times."""
    head = text.lstrip()[:2000]
    if head.startswith("WEBVTT"):
        return read_vtt
    if re.search(r"^\[(?:script info|events)\]", head, re.IGNORECASE | re.MULTILINE) or "\nDialogue:" in text:
        return read_ass
    if head.startswith("<") and re.search(r"<(?:\w+:)?tt[\s>]", head):
        return read_ttml
    return read_srt if TIMES.search(text) else None


def decoded(content: bytes) -> str:
    """Return the text of a file: by its mark, as UTF-8, or in the old encoding in which it looks most like Russian.

    Raises `Unreadable` for what is no text.
    """
    if _OTHERS.match(content):
        raise Unreadable(Fault.NOT_TEXT)
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if b"\0" in content[:4000]:
        return _without_mark(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _in_old_encoding(content)


def _without_mark(content: bytes) -> str:
    """Return a text whose every second byte is nothing: UTF-16 that does not say so, most of it in our alphabets."""
    text = max((content.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")), key=_known_letters)
    if "\0" in text or _known_letters(text) < len(text) / 2:
        raise Unreadable(Fault.NOT_TEXT)
    return text


def _known_letters(text: str) -> int:
    return sum(letter < LAST_KNOWN_LETTER for letter in text)


def _in_old_encoding(content: bytes) -> str:
    readings = [content.decode("utf-8", "replace"), *(content.decode(name, "replace") for name in OLD_ENCODINGS)]
    best = max(readings, key=_russianness)
    if _russianness(best) == 0:
        return content.decode("cp1252", "replace")
    return best


def _russianness(text: str) -> int:
    """Return how much like Russian it looks: small words tell, and a letter that could not be read counts against it."""
    sample = text[:100_000]
    letters = sum(map(len, _RUSSIAN_RUNS.findall(sample)))
    return max(10 * len(_RUSSIAN_WORDS.findall(sample)) + letters - 100 * sample.count("\ufffd"), 0)


def in_order(phrases: list[TimedText]) -> list[TimedText]:
    """Return the phrases by their time: without empty and doubled ones, each within a thousand hours and ending after it began.

    Raises `Unreadable`.
    """
    said = sorted((one for one in phrases if one.text and 0 <= one.seconds < MOST_SECONDS), key=lambda one: one.seconds)
    if not said:
        raise Unreadable(Fault.EMPTY)
    if len(said) > MOST_PHRASES:
        raise Unreadable(Fault.TOO_MANY)
    kept: list[TimedText] = []
    for one, following in zip(said, _followings(said), strict=True):
        phrase = replace(one, text=one.text[:LONGEST_TEXT], end_seconds=_end(one, following))
        if not (kept and _is_same(kept[-1], phrase)):
            kept.append(phrase)
    return kept


def _followings(said: list[TimedText]) -> list[float | None]:
    """Return for each phrase when the next one begins that does not begin together with it."""
    found: list[float | None] = []
    following, here = None, float("inf")
    for one in reversed(said):
        if one.seconds < here:
            following, here = here if found else None, one.seconds
        found.append(following)
    return found[::-1]


def _end(phrase: TimedText, following: float | None) -> float:
    if phrase.seconds < phrase.end_seconds < MOST_SECONDS:
        return phrase.end_seconds
    open_end = phrase.seconds + OPEN_SECONDS
    return open_end if following is None else min(open_end, following)


def _is_same(before: TimedText, phrase: TimedText) -> bool:
    return (before.text, before.seconds) == (phrase.text, phrase.seconds)
