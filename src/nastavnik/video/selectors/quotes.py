"""What is said between two seconds of a film."""

from dataclasses import dataclass

from django.db.models import QuerySet

from nastavnik.people.permissions import Actor
from nastavnik.video.models import Cue, Video
from nastavnik.video.selectors.words import transcripts_of
from nastavnik.video.text.refinding import Phrase, said_between


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a film, and of which transcript they are; both empty where nothing is written down."""

    text: str
    language: str


def quote_of(
    actor: Actor, video: Video, seconds: float, end_seconds: float, language: str = "", *, has_link: bool = False
) -> Quote:
    """Return what is said between the seconds, in `language` if there are words in it; nothing for who may not watch."""
    rows = [one for one in transcripts_of(actor, video, has_link=has_link) if one.cues and not one.is_in_work]
    chosen = next((one for one in rows if one.language == language), next(iter(rows), None))
    if chosen is None:
        return Quote("", "")
    near = _cues(chosen.pk).filter(seconds__lt=end_seconds, end_seconds__gt=seconds)
    text = said_between(_phrases(near), seconds, end_seconds)
    return Quote(text, chosen.language if text else "")


def phrases_of(transcript_id: int) -> list[Phrase]:
    """Return all that is said in a transcript, in its order."""
    return _phrases(_cues(transcript_id))


def _cues(transcript_id: int) -> QuerySet[Cue]:
    return Cue.objects.filter(transcript=transcript_id).order_by("seconds", "pk")


def _phrases(cues: QuerySet[Cue]) -> list[Phrase]:
    return [Phrase(*row) for row in cues.values_list("seconds", "end_seconds", "text", "words")]
