"""The words of a film for pages: transcripts, phrases, paragraphs, what changed in the editor, what stood there before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from nastavnik.people.permissions import Actor
from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Cue, Transcript, TranscriptVersion, Video
from nastavnik.video.permissions import can_edit_video, can_watch
from nastavnik.video.text.paragraphs import gathered

# A recogniser that is less sure than this of a word is wrong about as often as right.
DOUBTFUL_BELOW = 0.6

# Languages of which people read their own names; another is named by its code.
LANGUAGE_NAMES = {
    "ru": "Русский", "en": "English", "tt": "Татарча", "ba": "Башҡортса", "cv": "Чӑвашла", "sah": "Саха тыла",
    "uk": "Українська", "be": "Беларуская", "kk": "Қазақша", "ky": "Кыргызча", "uz": "Oʻzbekcha", "tg": "Тоҷикӣ",
    "hy": "Հայերեն", "az": "Azərbaycanca", "ka": "ქართული", "de": "Deutsch", "fr": "Français", "es": "Español",
    "it": "Italiano", "zh": "中文", "os": "Ирон", "ce": "Нохчийн", "av": "Авар", "udm": "Удмурт", "mhr": "Марий",
    "kv": "Коми", "bua": "Буряад", "xal": "Хальмг", "tyv": "Тыва",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CueRow:
    """A phrase. `words`: of each word of `text.split()` its `[begin, end, confidence]`; empty where they are not known."""

    pk: int
    version: int
    seconds: float
    end_seconds: float
    text: str
    words: tuple[tuple[float, float, float], ...]
    begins_paragraph: bool

    @property
    def doubtful(self) -> tuple[int, ...]:
        """The numbers of the words, from 0, of which the recogniser was not sure."""
        return tuple(number for number, word in enumerate(self.words) if word[2] < DOUBTFUL_BELOW)

    @property
    def moment(self) -> str:
        """Its beginning as addresses write it: `?t=95`."""
        return str(int(self.seconds))


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """What is known of a transcript as a whole."""

    pk: int
    language: str
    language_name: str
    origin: str
    state: TranscriptState
    version: int
    source_name: str
    # of it that is recognised
    percent: int
    problem: str
    # it was made for another source of the film: its seconds may be wrong
    is_doubtful: bool
    changed_at: datetime
    cues: int

    @property
    def is_in_work(self) -> bool:
        """Whether a program goes on with it."""
        return self.state in {TranscriptState.WAITING, TranscriptState.RECOGNISING}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Phrases to be read in one go."""

    cues: tuple[CueRow, ...]

    @property
    def seconds(self) -> float:
        """When it begins."""
        return self.cues[0].seconds

    @property
    def end_seconds(self) -> float:
        """When it ends."""
        return self.cues[-1].end_seconds

    @property
    def text(self) -> str:
        """What is said in it, on one line."""
        return " ".join(" ".join(cue.text.split()) for cue in self.cues)


@dataclass(frozen=True, slots=True)
class EditorState:
    """What the editor does not know yet: the changed phrases and the removed ones, or (`is_whole`) everything anew."""

    transcript: TranscriptRow
    is_whole: bool
    cues: tuple[CueRow, ...]
    removed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """The transcript as it stood before `verb` was done to it by `author`, whose name is empty for a program."""

    number: int
    verb: str
    author: str
    created_at: datetime


def language_name(language: str) -> str:
    """Return how its speakers call a language."""
    return LANGUAGE_NAMES.get(language.partition("-")[0].lower(), language)


def cue_row(cue: Cue) -> CueRow:
    """Return a phrase as pages have it."""
    return CueRow(
        cue.pk,
        cue.version,
        cue.seconds,
        cue.end_seconds,
        cue.text,
        tuple((word[0], word[1], word[2]) for word in cue.words),
        cue.begins_paragraph,
    )


def transcripts_of(actor: Actor, video: Video, *, has_link: bool = False) -> tuple[TranscriptRow, ...]:
    """Return the transcripts of a film, Russian first; none for who may not watch it.

    The desk sees those that are being made as well, everybody else those that have something to show.
    """
    if not can_watch(actor, video, has_link=has_link):
        return ()
    rows = Transcript.objects.filter(video=video).annotate(count=Count("cues"))
    found = [transcript_row(video, one, one.count) for one in rows]
    if not can_edit_video(actor, video):
        found = [one for one in found if one.cues and not one.is_in_work]
    return tuple(sorted(found, key=lambda one: (one.language != "ru", one.language)))


def transcript_row(video: Video, transcript: Transcript, cues: int) -> TranscriptRow:
    """Return what is known of a transcript of `video`."""
    whole = video.duration_seconds or 0.0
    is_ready = transcript.state == TranscriptState.READY
    return TranscriptRow(
        pk=transcript.pk,
        language=transcript.language,
        language_name=language_name(transcript.language),
        origin=transcript.origin,
        state=TranscriptState(transcript.state),
        version=transcript.version,
        source_name=transcript.source_name,
        percent=100 if is_ready else min(int(100 * transcript.done_seconds / whole), 99) if whole else 0,
        # kept in English, so that each reads it in her language
        problem=gettext(transcript.problem) if transcript.problem else "",
        is_doubtful=transcript.source_mark != video.source_mark,
        changed_at=transcript.changed_at,
        cues=cues,
    )


def cues_of(transcript: TranscriptRow) -> tuple[CueRow, ...]:
    """Return the phrases of a transcript that `transcripts_of` returned, in their order."""
    return tuple(map(cue_row, _cues(transcript.pk)))


def _cues(transcript_id: int) -> QuerySet[Cue]:
    return Cue.objects.filter(transcript=transcript_id).defer("earlier").order_by("seconds", "pk")


def paragraphs_of(transcript: TranscriptRow) -> tuple[Paragraph, ...]:
    """Return the phrases in paragraphs: as people marked them, else by pauses and length."""
    return in_paragraphs(cues_of(transcript))


def in_paragraphs(cues: Iterable[CueRow]) -> tuple[Paragraph, ...]:
    """Return these phrases in paragraphs."""
    return tuple(Paragraph(tuple(one)) for one in gathered(cues))


def editor_state(actor: Actor, video: Video, language: str, since_version: int = 0) -> EditorState:
    """Return what changed in a transcript after `since_version` (0: all of it), for the editor to ask every few seconds.

    Raises `Video.DoesNotExist` for who may not edit, `Transcript.DoesNotExist` when there is none in the language.
    """
    if not can_edit_video(actor, video):
        raise Video.DoesNotExist
    transcript = Transcript.objects.annotate(count=Count("cues")).get(video=video, language=language)
    is_whole = since_version < max(transcript.whole_version, 1) or since_version > transcript.version
    cues: Iterable[Cue] = ()
    if is_whole:
        cues = _cues(transcript.pk)
    elif transcript.version > since_version:
        cues = _cues(transcript.pk).filter(version__gt=since_version)
    removed = () if is_whole else tuple(pk for version, pk in transcript.removed if version > since_version)
    row = transcript_row(video, transcript, transcript.count)
    return EditorState(row, is_whole, tuple(map(cue_row, cues)), removed)


def versions_of(actor: Actor, video: Video, language: str) -> tuple[VersionRow, ...]:
    """Return what the transcript was before, newest first. Raises `Video.DoesNotExist` for who may not edit."""
    if not can_edit_video(actor, video):
        raise Video.DoesNotExist
    rows = TranscriptVersion.objects.filter(transcript__video=video, transcript__language=language)
    kept = rows.select_related("author").defer("cues").order_by("-number")
    return tuple(VersionRow(one.number, one.verb, str(one.author or ""), one.created_at) for one in kept)
