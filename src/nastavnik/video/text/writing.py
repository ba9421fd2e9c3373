"""Phrases as a file of any of the formats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nastavnik.video.text.ass import write_ass
from nastavnik.video.text.clock import write_short
from nastavnik.video.text.docx import DocxParagraph, write_docx
from nastavnik.video.text.paragraphs import gathered
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.plain import write_plain
from nastavnik.video.text.srt import write_srt
from nastavnik.video.text.ttml import write_ttml
from nastavnik.video.text.vtt import write_vtt


class Format(StrEnum):
    """Formats that can be downloaded; the value is the ending of the file's name."""

    VTT = "vtt"
    SRT = "srt"
    ASS = "ass"
    TTML = "ttml"
    TEXT = "txt"
    DOCX = "docx"


CONTENT_TYPES = {
    Format.VTT: "text/vtt; charset=utf-8",
    Format.SRT: "application/x-subrip; charset=utf-8",
    Format.ASS: "text/x-ssa; charset=utf-8",
    Format.TTML: "application/ttml+xml; charset=utf-8",
    Format.TEXT: "text/plain; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a text for reading: the film's title, a line such as «Лекция, 24 ноября 2026», and how to cite it."""

    title: str
    subtitle: str = ""
    citation: str = ""
    language: str = "ru"


def write_file(phrases: Sequence[TimedText], form: Format, heading: Heading) -> bytes:
    """Return the phrases as a file of the format `form`."""
    if form == Format.DOCX:
        return write_docx(heading.title, heading.subtitle, heading.citation, _paragraphs(phrases))
    # Windows' Notepad and old players take Russian for gibberish without the mark
    mark = "\ufeff" if form in {Format.SRT, Format.ASS, Format.TEXT} else ""
    return (mark + _WRITERS[form](phrases, heading)).encode()


def _paragraphs(phrases: Sequence[TimedText]) -> list[DocxParagraph]:
    return [
        DocxParagraph(write_short(one[0].seconds), " ".join(" ".join(phrase.text.split()) for phrase in one))
        for one in gathered(phrases)
    ]


def _text(phrases: Sequence[TimedText], _heading: Heading) -> str:
    return write_plain(paragraph.text for paragraph in _paragraphs(phrases))


_WRITERS: dict[Format, Callable[[Sequence[TimedText], Heading], str]] = {
    Format.VTT: lambda phrases, _heading: write_vtt(phrases),
    Format.SRT: lambda phrases, _heading: write_srt(phrases),
    Format.ASS: lambda phrases, _heading: write_ass(phrases),
    Format.TTML: lambda phrases, heading: write_ttml(phrases, heading.language),
    Format.TEXT: _text,
}
