"""A file that replaces the recording, such as the one that OBS kept: questions and words find their moments in it.

Its sound is compared with that of each part of the recording. What is too short or too quiet to be found is placed by the
clock: the file was written without a break, as the broadcast went on.
"""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.live import tasks
from nastavnik.live.enums import NoteCode
from nastavnik.live.models import Broadcast, DeskNote, Part
from nastavnik.live.selectors.timeline import parts_of
from nastavnik.live.services.alignment import SAMPLE_RATE, STEPS_A_SECOND, Curve, Place, loudness_curve, place_of
from nastavnik.live.services.recordings import film_of, original_of, set_question_chapters, whole_seconds
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.ffmpeg.samples import decode_sound
from nastavnik.video.models import Video
from nastavnik.video.services import follow_source, store

# In less there may be hardly a sentence.
SHORTEST_PART_SECONDS = 10.0
# A bad link holds the first frames of a part back; what is farther from its place by the clock was found by chance.
CLOCK_TOLERANCE_SECONDS = 20.0


def follow_film(*, video_id: int, now: datetime) -> None:
    """Hear that a film plays, or its new source does: chapters follow, and people's own file is looked into."""
    broadcast = Broadcast.objects.filter(video=video_id, finished_at__isnull=False).select_related("video").first()
    if broadcast is None or broadcast.video is None:
        return
    source_path = broadcast.video.source_path
    if source_path and not store.is_own_recording(source_path):
        tasks.align_recording.enqueue(broadcast.pk, source_path)
        return
    with transaction.atomic():
        follow_source(video_id=video_id, by_seconds=-broadcast.shift_seconds, now=now)
        _write(broadcast, {}, 0.0)
        set_question_chapters(broadcast=broadcast, video=broadcast.video, now=now)


def align(*, broadcast_id: int, source_path: str, now: datetime) -> None:
    """Find the broadcast in the film's source, and move what has its moment in it; safe to repeat.

    When the file is not alike, everything stays as if it were the recording, and the desk is told.
    """
    video = film_of(broadcast_id)
    if video is None or video.source_path != source_path:
        return
    parts = list(Part.objects.filter(broadcast=broadcast_id).order_by("number"))
    starts = _found(video, parts)
    with transaction.atomic():
        broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
        shift = starts[parts[0].pk] - parts[0].offset_seconds + broadcast.head_seconds if starts else 0.0
        if starts:
            follow_source(video_id=video.pk, by_seconds=shift - broadcast.shift_seconds, now=now)
        _write(broadcast, starts, shift)
        set_question_chapters(broadcast=broadcast, video=video, now=now)
        _tell(broadcast, video, is_alike=bool(starts), seconds=round(shift - broadcast.head_seconds, 1), now=now)


def _write(broadcast: Broadcast, starts: dict[int, float], shift_seconds: float) -> None:
    """Keep where the parts begin in the film (by their ids; none: where they were recorded)."""
    for part in parts_of(broadcast):
        late = starts[part.pk] - part.offset_seconds - shift_seconds + broadcast.head_seconds if starts else 0.0
        if part.late_seconds != late:
            part.late_seconds = late
            part.save(update_fields=["late_seconds"])
    broadcast.shift_seconds = shift_seconds
    broadcast.save(update_fields=["shift_seconds"])


def _tell(broadcast: Broadcast, video: Video, *, is_alike: bool, seconds: float, now: datetime) -> None:
    code, verb = (NoteCode.FILE_ALIGNED, "aligned") if is_alike else (NoteCode.FILE_NOT_ALIKE, "not alike")
    DeskNote.objects.create(broadcast=broadcast, at=now, code=code, details={"seconds": seconds} if is_alike else {})
    journal.record(actor=None, verb=verb, subject=video, now=now, seconds=seconds)


def _found(video: Video, parts: Sequence[Part]) -> dict[int, float]:
    """Return at which second of the film's source each part begins; nothing when they are not alike."""
    folder = store.work_dir(video.token) / f"sound-{new_token()}"
    folder.mkdir(parents=True)
    try:
        whole = _curve(video, original_of(video), folder, whole_seconds(parts))
        film = _curve(video, video.source_path, folder, video.duration_seconds or 0.0)
    except (FfmpegFailed, FileNotFoundError):  # one of them has no sound that could be compared, or is nowhere
        return {}
    finally:
        shutil.rmtree(folder)
    return starts_of_parts(parts, whole, film)


def _curve(video: Video, source_path: str, folder: Path, duration_seconds: float) -> Curve:
    samples = folder / f"{new_token()}.raw"
    source = store.local_source(video.token, source_path)
    decode_sound(source, samples, rate=SAMPLE_RATE, duration_seconds=duration_seconds, ffmpeg=settings.FFMPEG)
    return loudness_curve(samples)


def starts_of_parts(parts: Sequence[Part], recording: Curve, film: Curve) -> dict[int, float]:
    """Return at which second of `film` each part begins, by its id; nothing when no part was found in it."""
    found = [(part, place) for part in parts if (place := _place(part, recording, film)) is not None]
    if not found:
        return {}
    known, sure = max(found, key=lambda pair: (pair[1].likeness, pair[0].duration_seconds))
    by_clock = {part.pk: sure.seconds + (part.started_at - known.started_at).total_seconds() for part in parts}
    near = {
        part.pk: place.seconds
        for part, place in found
        if abs(place.seconds - by_clock[part.pk]) <= CLOCK_TOLERANCE_SECONDS
    }
    return by_clock | near


def _place(part: Part, recording: Curve, film: Curve) -> Place | None:
    if part.duration_seconds < SHORTEST_PART_SECONDS:
        return None
    begin = round(part.offset_seconds * STEPS_A_SECOND)
    return place_of(recording[begin : begin + round(part.duration_seconds * STEPS_A_SECOND)], film)
