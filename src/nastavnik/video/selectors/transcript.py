"""What a film says, for reading: paragraphs under the titles of its chapters, where it was said, files to take away."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext

from nastavnik.core.memory import remembered
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard, lessons_by_ids
from nastavnik.video.enums import Access, TranscriptOrigin
from nastavnik.video.models import Transcript, Video
from nastavnik.video.selectors.chapters import ChapterRow, chapters_of
from nastavnik.video.selectors.player import lesson_url_of, video_to_watch
from nastavnik.video.selectors.words import (
    Paragraph,
    TranscriptRow,
    cues_of,
    in_paragraphs,
    transcripts_of,
)
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.writing import CONTENT_TYPES, Format, Heading, write_file

# A slide changes a little after the words that belong to it have begun, or before.
CHAPTER_TOLERANCE_SECONDS = 1.0
OFFERED = (Format.TEXT, Format.DOCX, Format.VTT, Format.SRT)
FORMAT_NAMES = {Format.TEXT: "TXT", Format.DOCX: "DOCX", Format.VTT: "WebVTT", Format.SRT: "SRT"}


@dataclass(frozen=True, slots=True)
class Part:
    """The paragraphs of a chapter; the title is empty for what is said before the first."""

    title: str
    seconds: float
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A language to read in, or a file to take away."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The words of a film in one language."""

    token: str
    title: str
    language: str
    parts: tuple[Part, ...]
    languages: tuple[Choice, ...]
    files: tuple[Choice, ...]
    # where `?t=95` plays the film from
    play_url: str
    # who, what and where, with places for {time} and {url}
    citation: str
    # a program wrote it down and nobody has looked through it
    is_raw: bool


def reading_page(actor: Actor, school: School, token: str, language: str = "") -> ReadingPage:
    """Return the words of a film in `language`, or in that which comes first.

    Raises `Video.DoesNotExist` for who may not watch it, `Transcript.DoesNotExist` when nothing is written down.
    """
    video, transcript, others = _found(actor, school, token, language)
    parts = _known_parts(transcript, chapters_of(video))
    return ReadingPage(
        token=token,
        title=video.title,
        language=transcript.language,
        parts=parts,
        languages=tuple(_language(token, one, transcript) for one in others) if len(others) > 1 else (),
        files=tuple(
            Choice(FORMAT_NAMES[one], reverse("video:words_file", args=[token, transcript.language, one]))
            for one in OFFERED
        ),
        play_url=play_url_of(video),
        citation=citation_of(actor, school, video),
        is_raw=transcript.origin == TranscriptOrigin.RECOGNISED and _is_doubtful(parts),
    )


def _found(
    actor: Actor, school: School, token: str, language: str
) -> tuple[Video, TranscriptRow, tuple[TranscriptRow, ...]]:
    video = video_to_watch(actor, school, token)
    rows = tuple(one for one in transcripts_of(actor, video, has_link=True) if one.cues)
    chosen = next((one for one in rows if not language or one.language == language), None)
    if chosen is None:
        raise Transcript.DoesNotExist
    return video, chosen, rows


def _language(token: str, row: TranscriptRow, chosen: TranscriptRow) -> Choice:
    url = reverse("video:words_in", args=[token, row.language])
    return Choice(row.language_name, url, is_current=row.pk == chosen.pk)


def play_url_of(video: Video) -> str:
    """Return the page on which the film plays: its lesson's, or its own."""
    is_on_lesson = video.lesson is not None and video.access != Access.LINK
    return lesson_url_of(video) if is_on_lesson else reverse("video:watch", args=[video.token])


# --- paragraphs by topic -----------------------------------------------------------------------------------------------


def parts_of(transcript: TranscriptRow, chapters: Sequence[ChapterRow]) -> tuple[Part, ...]:
    """Return what is said, chapter by chapter; a chapter in which nobody speaks is left out."""
    begins = [chapter.seconds - CHAPTER_TOLERANCE_SECONDS for chapter in chapters]
    parts = []
    for number, cues in groupby(cues_of(transcript), key=lambda cue: bisect_right(begins, cue.seconds)):
        paragraphs = in_paragraphs(cues)
        title = chapters[number - 1].title if number else ""
        parts.append(Part(title, paragraphs[0].seconds, paragraphs))
    return tuple(parts)


# the row changes with every change of its words: what is remembered is never old
_known_parts = remembered(parts_of)


def _is_doubtful(parts: Sequence[Part]) -> bool:
    return any(cue.doubtful for part in parts for paragraph in part.paragraphs for cue in paragraph.cues)


# --- the source of a quotation ---------------------------------------------------------------------------------------


def citation_of(actor: Actor, school: School, video: Video) -> str:
    """Return who, what, where and when, as a footnote does, with places for {time} and {url}."""
    lesson = lessons_by_ids(actor, school, [video.lesson_id]).get(video.lesson_id) if video.lesson_id else None
    authors = ", ".join(speaker.name for speaker in lesson.speakers) if lesson else ""
    title = lesson.title if lesson else video.title
    words = [authors, gettext("%(title)s: recording") % {"title": title}, _published(school, lesson)]
    return ". ".join(word.rstrip(".") for word in words if word) + ". {time}. {url}"


def _published(school: School, lesson: LessonCard | None) -> str:
    year = f", {lesson.starts_at.year}" if lesson and lesson.starts_at else ""
    return f"{school.title}{year}"


# --- files -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WordsFile:
    """A file to take away."""

    name: str
    content_type: str
    content: bytes


def words_file(actor: Actor, school: School, token: str, language: str, ending: str) -> WordsFile:
    """Return the words of a film as a file. Raises as `reading_page`; `Transcript.DoesNotExist` for an unknown format."""
    form = next((one for one in Format if one.value == ending), None)
    if form is None:
        raise Transcript.DoesNotExist
    video, transcript, _others = _found(actor, school, token, language)
    phrases = [TimedText(cue.seconds, cue.end_seconds, cue.text, cue.begins_paragraph) for cue in cues_of(transcript)]
    content = write_file(phrases, form, _heading(actor, school, video, transcript))
    return WordsFile(f"{slugify(video.title, allow_unicode=True) or token}.{form}", CONTENT_TYPES[form], content)


def _heading(actor: Actor, school: School, video: Video, transcript: TranscriptRow) -> Heading:
    lesson = video.lesson
    when = lesson.starts_at if lesson is not None else None
    day = f", {date_format(when.astimezone(school.zone), gettext('j E Y'))}" if when else ""
    source = citation_of(actor, school, video).removesuffix(". {time}. {url}")
    # `reverse` gives the school's own path already
    root = school.base_url.removesuffix(f"/{school.path}") if school.path else school.base_url
    url = f"{root}{play_url_of(video)}"
    return Heading(video.title, f"{school.title}{day}", f"{source}. {url}", transcript.language)
