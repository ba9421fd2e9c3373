"""Hearing a film without understanding it: its wave for the editor, its pauses for texts that have no times."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_noop

from nastavnik.core.ids import new_token
from nastavnik.people.permissions import Actor
from nastavnik.video import tasks
from nastavnik.video.enums import TranscriptOrigin, TranscriptState
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch
from nastavnik.video.models import Cue, Transcript, Video
from nastavnik.video.selectors.wave import known_wave, wave_name
from nastavnik.video.services import store
from nastavnik.video.services.editions import (
    BATCH,
    change_cue,
    editable_video,
    edition_of,
    finish_edition,
    locked_transcript,
    record,
)
from nastavnik.video.services.progress import Clock
from nastavnik.video.speech import asking
from nastavnik.video.speech.align import aligned
from nastavnik.video.speech.pauses import Stretch, stretches_of
from nastavnik.video.speech.wave import Wave

MOST_FAILURES = 3
SCRATCH = "work/words"

UNREADABLE = gettext_noop("The sound of the film could not be read, so the text is spread over it evenly.")
NOTHING_HEARD = gettext_noop("Nobody is heard speaking in the film, so the text is spread over it evenly.")


@transaction.atomic
def request_wave(*, actor: Actor, video_id: int) -> None:
    """Have the film's wave made in the background, if it is not there yet; asking twice is harmless."""
    video = editable_video(actor, video_id)
    if video.source_path and known_wave(video) is None:
        tasks.listen_to_video.enqueue(video.pk)


def listen(*, video_id: int) -> Wave | None:
    """Return the wave of a film, made now or earlier; None when the film has no source. Raises `FfmpegFailed`."""
    video = Video.objects.filter(pk=video_id, removed_at=None).exclude(source_path="").first()
    if video is None:
        return None
    known = known_wave(video)
    if known is not None:
        return known
    with local_source(video) as source, scratch() as folder:
        target = folder / "levels.wave"
        asking.write_levels(source, target, duration_seconds=video.duration_seconds or 0.0, watch=Watch())
        with target.open("rb") as file:
            default_storage.save(wave_name(video), File(file))
    return known_wave(video)


@contextmanager
def local_source(video: Video) -> Iterator[Path]:
    """Hold the film's source where a program can read it; what was fetched from a bucket is given up afterwards."""
    path = store.local_source(video.token, video.source_path)
    try:
        yield path
    finally:
        if path.is_relative_to(store.work_dir(video.token)):
            path.unlink(missing_ok=True)


@contextmanager
def scratch() -> Iterator[Path]:
    """Hold a folder for a while."""
    folder = store.data_path(f"{SCRATCH}/{new_token()}")
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def align(*, transcript_id: int, clock: Clock) -> None:
    """Bring the phrases of a text without times to where they are said. Safe to repeat, and beside people who edit."""
    waiting = Transcript.objects.filter(origin=TranscriptOrigin.TEXT, state=TranscriptState.WAITING)
    transcript = waiting.filter(pk=transcript_id).select_related("video").first()
    if transcript is None:
        return
    mark = transcript.video.source_mark
    try:
        wave = listen(video_id=transcript.video_id)
    except FfmpegFailed:
        if not _is_given_up(transcript_id, clock):
            raise
        return
    # without a source there is nothing to hear yet: the sweep comes back to it
    stretches = stretches_of(wave.levels) if wave is not None else []
    while wave is not None and not _write_aligned(transcript_id, stretches, mark, clock):
        pass  # somebody edited meanwhile: her text is laid out anew


@transaction.atomic
def _is_given_up(transcript_id: int, clock: Clock) -> bool:
    """Count that the film could not be heard; tell whether it was the third time, and the text stays as it is."""
    transcript = locked_transcript(transcript_id)
    transcript.failures += 1
    transcript.save(update_fields=["failures"])
    is_last = transcript.failures >= MOST_FAILURES
    if is_last:
        _write(transcript, [], [], clock(), UNREADABLE)
    return is_last


def _write_aligned(transcript_id: int, stretches: list[Stretch], mark: str, clock: Clock) -> bool:
    """Tell whether the phrases, as they are now, were laid onto the stretches of speech; False to do it once more.

    `mark` is of the source that was heard. When the film has another by now the text goes on waiting: the sweep hears that one.
    """
    transcript = Transcript.objects.filter(pk=transcript_id).first()
    if transcript is None:
        return True
    cues = list(Cue.objects.filter(transcript=transcript).order_by("seconds", "pk"))
    found = aligned([cue.text for cue in cues], stretches)
    with transaction.atomic():
        transcript = locked_transcript(transcript_id)
        is_waiting = transcript.origin == TranscriptOrigin.TEXT and transcript.state == TranscriptState.WAITING
        is_wanted = is_waiting and transcript.video.source_mark == mark
        present = dict(Cue.objects.filter(transcript=transcript).values_list("pk", "version"))
        if is_wanted and present != {cue.pk: cue.version for cue in cues}:
            return False
        if is_wanted:
            _write(transcript, cues, found, clock(), "" if found else NOTHING_HEARD)
    return True


def _write(transcript: Transcript, cues: list[Cue], found: list[Stretch], now: datetime, problem: str) -> None:
    edition = edition_of(transcript, actor=None, now=now)
    for cue, place in zip(cues, found, strict=False):
        change_cue(edition, cue)
        cue.seconds, cue.end_seconds = round(place.seconds, 3), round(place.end_seconds, 3)
    if found:
        Cue.objects.bulk_update(cues, ["seconds", "end_seconds", "version", "earlier"], batch_size=BATCH)
    transcript.state, transcript.problem = TranscriptState.READY, problem
    if found:
        transcript.source_mark = transcript.video.source_mark
    record(edition, "text aligned", phrases=len(found))
    finish_edition(edition, "state", "problem", "source_mark")
