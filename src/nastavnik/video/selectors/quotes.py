"""What is said between two seconds of a film."""

from dataclasses import dataclass

from django.db.models import QuerySet

from nastavnik.people.permissions import Actor
from nastavnik.video.models import Cue, Video
from nastavnik.video.selectors.words import TranscriptRow, transcripts_of
from nastavnik.video.text.refinding import Phrase, said_between, timed


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
    chosen = _transcript(actor, video, language, has_link=has_link)
    if chosen is None:
        return Quote("", "")
    text = said_between(_phrases(_near(chosen.pk, seconds, end_seconds)), seconds, end_seconds)
    return Quote(text, chosen.language if text else "")


def phrases_near(
    actor: Actor, video: Video, seconds: float, end_seconds: float, language: str = "", *, has_link: bool = False
) -> tuple[SaidPhrase, ...]:
    """Return what is said around the seconds, word by word, to choose a moment on; chosen as `quote_of` does."""
    chosen = _transcript(actor, video, language, has_link=has_link)
    phrases = _phrases(_near(chosen.pk, seconds, end_seconds)) if chosen is not None else []
    return tuple(
        SaidPhrase(one.seconds, one.end_seconds, tuple(SaidWord(*word) for word in timed(one))) for one in phrases
    )


def _transcript(actor: Actor, video: Video, language: str, *, has_link: bool) -> TranscriptRow | None:
    rows = [one for one in transcripts_of(actor, video, has_link=has_link) if one.cues and not one.is_in_work]
    return next((one for one in rows if one.language == language), next(iter(rows), None))


def _near(transcript_id: int, seconds: float, end_seconds: float) -> QuerySet[Cue]:
    return _cues(transcript_id).filter(seconds__lt=end_seconds, end_seconds__gt=seconds)


def phrases_of(transcript_id: int) -> list[Phrase]:
    """Return all that is said in a transcript, in its order."""
    return _phrases(_cues(transcript_id))


def _cues(transcript_id: int) -> QuerySet[Cue]:
    return Cue.objects.filter(transcript=transcript_id).order_by("seconds", "pk")


def _phrases(cues: QuerySet[Cue]) -> list[Phrase]:
    return [Phrase(*row) for row in cues.values_list("seconds", "end_seconds", "text", "words")]
