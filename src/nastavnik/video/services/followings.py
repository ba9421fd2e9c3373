"""Words that follow their film into another source: a broadcast trimmed, or replaced by the file that OBS kept."""

from datetime import datetime

from django.db import transaction

from nastavnik.core.events import publish
from nastavnik.video.events import VideoShifted
from nastavnik.video.models import Cue, SourceShift, Transcript
from nastavnik.video.services.cues import move_cues
from nastavnik.video.services.editions import (
    Edition,
    edition_of,
    finish_edition,
    keep_version,
    locked_transcript,
    record,
    remove_cues,
)
from nastavnik.video.services.refinding import shift_moments
from nastavnik.video.text.wording import within


@transaction.atomic
def follow_source(*, video_id: int, by_seconds: float, now: datetime, duration_seconds: float | None = None) -> int:
    """Move the words and the moments of a film whose new source begins so much earlier than the old one; return of how many transcripts.

    Only those are moved that belong to another source than the film has now, so doing it twice is harmless. What would lie
    before the beginning or behind the end (`duration_seconds`, where the film does not know it yet) is gone, and kept as a
    version. Apps above hear of the shift (`VideoShifted`), each time that it is not nothing, and find it written down
    (`SourceShift`) if they did not hear. Where no shift is known, this is not called: the words stay, and `selectors.words` says that their seconds are doubtful.
    """
    rows = Transcript.objects.filter(video=video_id).select_related("video").order_by("pk")
    old = [one.pk for one in rows if one.source_mark != one.video.source_mark]
    for transcript_id in old:
        _follow(transcript_id, by_seconds, duration_seconds, now)
    shift_moments(video_id=video_id, by_seconds=by_seconds, duration_seconds=duration_seconds)
    if by_seconds:
        SourceShift.objects.create(video_id=video_id, by_seconds=by_seconds, made_at=now)
        publish(VideoShifted(video_id=video_id))
    return len(old)


def _follow(transcript_id: int, by_seconds: float, duration_seconds: float | None, now: datetime) -> None:
    transcript = locked_transcript(transcript_id)
    edition = edition_of(transcript, actor=None, now=now)
    keep_version(edition, "words moved")
    cues = list(Cue.objects.filter(transcript=transcript))
    end = duration_seconds or transcript.video.duration_seconds or float("inf")
    outside = [cue.pk for cue in cues if cue.end_seconds + by_seconds <= 0 or cue.seconds + by_seconds >= end]
    remove_cues(edition, outside)
    _move(edition, [cue for cue in cues if cue.pk not in set(outside)], by_seconds)
    transcript.source_mark = transcript.video.source_mark
    transcript.done_seconds = max(transcript.done_seconds + by_seconds, 0.0)
    record(edition, "words moved", by_seconds=by_seconds, removed=len(outside))
    finish_edition(edition, "source_mark", "done_seconds")


def _move(edition: Edition, cues: list[Cue], by_seconds: float) -> None:
    """Move the phrases; one that began before the new beginning begins with it."""
    for cue in cues:
        if cue.seconds + by_seconds < 0:
            cue.seconds = -by_seconds
            cue.words = within(cue.words, cue.seconds, cue.end_seconds)
    move_cues(edition, cues, by_seconds)
