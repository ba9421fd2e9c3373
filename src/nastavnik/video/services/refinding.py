"""Moments that follow their films: found again by their words when those change, moved when the film is cut.

A moment is never left at seconds that may be wrong without a word of it: it is found surely, or it is lost until somebody
looks at it, or it belongs to another source than the film has now, which pages say too (`selectors.moments`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from nastavnik.video import tasks
from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Moment, Transcript, Video
from nastavnik.video.selectors.quotes import Quote, phrases_of
from nastavnik.video.services.moments import SHORTEST_SECONDS, put_words
from nastavnik.video.text.refinding import (
    CLEARLY,
    LIKE,
    Phrase,
    Place,
    Spoken,
    bare_words,
    find,
    likeness,
    said_between,
    spoken,
)

BATCH = 500
SAME_EDGE_SECONDS = 0.5
# so few may be said within less than half a second
FEW_WORDS = 2


def follow_film(*, video_id: int) -> None:
    """Have the moments of a film looked for, if it has any: its words or its source are others than before."""
    if Moment.objects.filter(video=video_id).exists():
        tasks.refind_moments.enqueue(video_id)


def requeue_unchecked(*, now: datetime) -> int:
    """Have the moments looked for whose film's words changed after they were compared; return of how many films.

    For what an event told while the process that should have heard it died.
    """
    later = Transcript.objects.filter(
        video=OuterRef("video"), state=TranscriptState.READY, changed_at__gt=OuterRef("checked_at"), changed_at__lt=now
    )
    films = Moment.objects.filter(Exists(later)).values_list("video", flat=True).order_by("video").distinct()
    for video_id in (found := list(films)):
        tasks.refind_moments.enqueue(video_id)
    return len(found)


@transaction.atomic
def refind_moments(*, video_id: int, now: datetime) -> int:
    """Look for the quotes of a film's moments in its words as they are now; return how many are lost. Safe to repeat."""
    video = Video.objects.filter(pk=video_id).first()
    if video is None:
        return 0
    moments = list(Moment.objects.select_for_update().filter(video=video).order_by("pk"))
    known = {one.language: Words(one.language, phrases_of(one.pk)) for one in _ready(video)}
    first = min(known.values(), key=lambda words: (words.language != "ru", words.language), default=None)
    for moment in moments:
        moment.video = video
        words = known.get(moment.language) if moment.quote else first
        if words is not None:
            _refind(moment, words, now)
        moment.checked_at = now
    fields = ["seconds", "end_seconds", "quote", "language", "source_mark", "is_lost", "checked_at"]
    Moment.objects.bulk_update(moments, fields, batch_size=BATCH)
    return sum(moment.is_lost for moment in moments)


def _ready(video: Video) -> QuerySet[Transcript]:
    """Return the transcripts whose words and seconds are those of the film as it is now."""
    return Transcript.objects.filter(video=video, state=TranscriptState.READY, source_mark=video.source_mark)


class Words:
    """What is said in a film in one language."""

    def __init__(self, language: str, phrases: Sequence[Phrase]) -> None:
        self.language = language
        self.phrases = phrases
        self.said: Sequence[Spoken] = spoken(phrases)

    def between(self, seconds: float, end_seconds: float) -> str:
        """Return the words said there."""
        return said_between(self.phrases, seconds, end_seconds)

    def heard(self, seconds: float, end_seconds: float) -> list[Spoken]:
        """Return the same words as they are compared."""
        return [one for one in self.said if seconds <= (one.seconds + one.end_seconds) / 2 < end_seconds]


def _refind(moment: Moment, words: Words, now: datetime) -> None:
    """Let a moment stand where its quote does now, or be lost."""
    is_same_source = moment.source_mark == moment.video.source_mark
    here = words.between(moment.seconds, moment.end_seconds) if is_same_source else ""
    heard = words.heard(moment.seconds, moment.end_seconds) if is_same_source else []
    if not moment.quote:
        # made before there were words: what is said there is known only now
        moment.quote, moment.language = here, words.language if here else ""
        return
    quote = bare_words(moment.quote)
    found = find(quote, words.said, near_seconds=moment.seconds if is_same_source else None)
    if not moment.is_lost and _still_stands(quote, heard, found):
        moment.quote = here
    elif found is None or (len(quote) > FEW_WORDS and found.end_seconds - found.seconds < SHORTEST_SECONDS / 2):
        # a sentence that was cut through: of the shortest moment most would be the next one
        moment.is_lost = True
    else:
        end = max(found.end_seconds, found.seconds + SHORTEST_SECONDS)
        quoted = Quote(words.between(found.seconds, end), moment.language)
        put_words(moment, found.seconds, end, quoted, now)


def _still_stands(quote: Sequence[str], heard: Sequence[Spoken], found: Place | None) -> bool:
    """Tell whether what is heard at the old place is the quote, in which words may have been put right.

    The place that was found may have it better. If it has every word of it, the words were moved there; else it is the same
    one when it begins or ends with the old one.
    """
    alike = likeness(quote, [one.word for one in heard])
    if alike < LIKE:
        return False
    if found is None or alike >= found.likeness:
        return True
    begins = abs(heard[0].seconds - found.seconds) < SAME_EDGE_SECONDS
    ends = abs(heard[-1].end_seconds - found.end_seconds) < SAME_EDGE_SECONDS
    is_whole = found.likeness == 1
    return not is_whole and alike > found.likeness - CLEARLY and (begins or ends)


@transaction.atomic
def shift_moments(*, video_id: int, by_seconds: float, duration_seconds: float | None) -> int:
    """Move the moments of a film whose new source begins so much earlier than the old one; return how many.

    Only those of another source than the film has now, so doing it twice is harmless. One of which less than a second is
    left keeps its seconds and is lost; one that was lost stays so until its words are found.
    """
    video = Video.objects.get(pk=video_id)
    whole = duration_seconds or video.duration_seconds or float("inf")
    old = list(Moment.objects.select_for_update().filter(video=video).exclude(source_mark=video.source_mark))
    for moment in old:
        _shift(moment, by_seconds, whole)
        moment.source_mark = video.source_mark
    _write_places(old)
    return len(old)


def _shift(moment: Moment, by_seconds: float, whole: float) -> None:
    begin, end = max(moment.seconds + by_seconds, 0.0), min(moment.end_seconds + by_seconds, whole)
    if end - begin < SHORTEST_SECONDS:
        moment.is_lost = True
    else:
        moment.seconds, moment.end_seconds = begin, end


def _write_places(moments: Iterable[Moment]) -> None:
    Moment.objects.bulk_update(moments, ["seconds", "end_seconds", "source_mark", "is_lost"], batch_size=BATCH)
