"""What is said between two seconds of a film."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from nastavnik.people.permissions import Actor
from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Cue, Transcript, Video
from nastavnik.video.permissions import can_watch
from nastavnik.video.text.refinding import Phrase, said_between, timed

# of a `Cue`, in the order of `Phrase`
PHRASE = ("seconds", "end_seconds", "text", "words")


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word as it is written, and from when to when it is said."""

    text: str
    seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class SaidPhrase:
    """What is said in one go, word by word."""

    seconds: float
    end_seconds: float
    words: tuple[SaidWord, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a film, and of which transcript they are; both empty where nothing is written down."""

    text: str
    language: str


def quote_of(
    actor: Actor, video: Video, seconds: float, end_seconds: float, language: str = "", *, has_link: bool = False
) -> Quote:
    """Return what is said between the seconds, in `language` if there are words in it; nothing for who may not watch."""
    if not can_watch(actor, video, has_link=has_link):
        return Quote("", "")
    cues = _near(video, language, seconds, end_seconds)
    said = list(cues.values_list("transcript__language", *PHRASE))
    text = said_between([Phrase(*row) for _language, *row in said], seconds, end_seconds)
    return Quote(text, said[0][0] if text else "")


def phrases_near(
    actor: Actor, video: Video, seconds: float, end_seconds: float, language: str = "", *, has_link: bool = False
) -> tuple[SaidPhrase, ...]:
    """Return what is said around the seconds, word by word, to choose a moment on; chosen as `quote_of` does."""
    is_open = can_watch(actor, video, has_link=has_link)
    phrases = _phrases(_near(video, language, seconds, end_seconds)) if is_open else []
    return tuple(
        SaidPhrase(one.seconds, one.end_seconds, tuple(SaidWord(*word) for word in timed(one))) for one in phrases
    )


def _near(video: Video, language: str, seconds: float, end_seconds: float) -> QuerySet[Cue]:
    """Return the phrases around the seconds in the transcript that is quoted; found and read at once."""
    near = Cue.objects.filter(transcript=_quoted(video, language), seconds__lt=end_seconds, end_seconds__gt=seconds)
    return near.order_by("seconds", "pk")


def _quoted(video: Video, language: str) -> QuerySet[Transcript, int]:
    """Return the transcript in `language`, else the Russian one, else the first: of those that are done and say anything."""
    done = Transcript.objects.filter(Exists(Cue.objects.filter(transcript=OuterRef("pk"))), video=video)
    done = done.exclude(state__in=(TranscriptState.WAITING, TranscriptState.RECOGNISING))
    place = Case(When(language=language, then=Value(0)), When(language="ru", then=Value(1)), default=Value(2))
    return done.order_by(place, F("language")).values_list("pk", flat=True)[:1]


def phrases_of(transcript_id: int) -> list[Phrase]:
    """Return all that is said in a transcript, in its order."""
    return _phrases(Cue.objects.filter(transcript=transcript_id).order_by("seconds", "pk"))


def _phrases(cues: QuerySet[Cue]) -> list[Phrase]:
    return [Phrase(*row) for row in cues.values_list(*PHRASE)]
