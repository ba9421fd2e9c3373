"""A broadcast as a film: its files grow while it is on air, play on when it ends, and become its source afterwards.

The caller, an app above, has asked whether the actor may hold the broadcast. The files themselves are written by the node
that takes the broadcast in; here are only the rows.

    begin_recording ─ RECORDING ─ finish_recording ─ PLAYABLE, the same build ─ give_assembled_source ─ QUEUED … READY
                         └ drop_recording: nothing was ever recorded
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson
from nastavnik.video import tasks
from nastavnik.video.enums import Access, StepName, VideoState, WarningCode
from nastavnik.video.events import VideoPlayable
from nastavnik.video.ffmpeg.playlists import MadeRendition
from nastavnik.video.models import ProcessingStep, Video
from nastavnik.video.services import processing, store

__all__ = [
    "MadeRendition",
    "RecordingFacts",
    "begin_recording",
    "change_recording",
    "count_assembly_failure",
    "drop_recording",
    "finish_recording",
    "give_assembled_source",
    "give_trimmed_source",
]


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What was recorded: the whole length, the picture (None: sound only), and the qualities in the build's folder."""

    duration_seconds: float
    width: int | None
    height: int | None
    has_sound: bool
    renditions: tuple[MadeRendition, ...]


@transaction.atomic
def begin_recording(
    *, actor: Actor, lesson: Lesson, title: str, access: Access, now: datetime, is_low_latency: bool = False
) -> Video:
    """Make the film of a broadcast that goes on air now; its files are expected in its build's folder."""
    video = Video.objects.create(
        school=lesson.school,
        lesson=lesson,
        title=title,
        access=access,
        state=VideoState.RECORDING,
        build=new_token(),
        is_low_latency=is_low_latency,
        created_by=actor if isinstance(actor, User) else None,
        created_at=now,
    )
    journal.record(actor=actor, verb="recording began", subject=video, now=now)
    return video


@transaction.atomic
def change_recording(*, actor: Actor, video_id: int, access: Access, is_low_latency: bool, now: datetime) -> None:
    """Let a film on air be watched by whom, and with how little delay, its broadcast says from now on."""
    video = Video.objects.select_for_update().get(pk=video_id)
    if not video.is_on_air:
        return
    before, video.access, video.is_low_latency = video.access, access, is_low_latency
    video.save(update_fields=["access", "is_low_latency"])
    if before != access:
        journal.record(actor=actor, verb="access changed", subject=video, now=now, before=before, after=access)


@transaction.atomic
def finish_recording(*, video_id: int, facts: RecordingFacts, now: datetime) -> Video:
    """Let the film be watched as it was recorded: its build's folder holds `master.m3u8` now. Safe to repeat."""
    video = Video.objects.select_for_update().get(pk=video_id)
    if not video.is_on_air:
        return video
    video.state, video.playable_at, video.progressed_at = VideoState.PLAYABLE, now, now
    video.duration_seconds = facts.duration_seconds
    video.width, video.height, video.has_sound = facts.width, facts.height, facts.has_sound
    video.warning = _warning(facts)
    video.save(
        update_fields=[
            *("state", "playable_at", "progressed_at", "duration_seconds", "width", "height", "has_sound", "warning"),
        ]
    )
    processing.keep_renditions(video, video.build, facts.renditions)
    journal.record(actor=None, verb="recorded", subject=video, now=now)
    publish(VideoPlayable(video_id=video.pk))
    return video


def _warning(facts: RecordingFacts) -> str:
    if facts.width is None:
        return WarningCode.NO_PICTURE
    return "" if facts.has_sound else WarningCode.NO_SOUND


@transaction.atomic
def drop_recording(*, video_id: int) -> None:
    """Forget the film of a broadcast of which nothing was recorded; one that has something to show stays."""
    video = Video.objects.select_for_update().filter(pk=video_id, state=VideoState.RECORDING).first()
    if video is None:
        return
    token = video.token
    video.delete()
    transaction.on_commit(lambda: store.delete_all(token))


@transaction.atomic
def give_assembled_source(*, video_id: int, path: Path, now: datetime) -> bool:
    """Give the recording the one file that its pieces were put together into (it is moved), and have it processed.

    What is shown stays until the qualities are made, and its first quality is not made again: it is the same. Tell whether
    the film took the file: not when it has a source already or was removed. Safe to repeat.
    """
    video = Video.objects.select_for_update().get(pk=video_id)
    if video.source_path or video.is_on_air or video.removed_at is not None:
        return False
    source_path = store.recording_name(video.token, path.suffix)
    video.source_name, video.source_bytes = f"{video.title}{path.suffix}"[-255:], path.stat().st_size
    store.move_to_originals(path, source_path)
    video.source_path, video.state, video.failures, video.percent = source_path, VideoState.QUEUED, 0, 0
    video.attempt += 1
    video.save(
        update_fields=["source_path", "source_name", "source_bytes", "state", "failures", "percent", "attempt"],
    )
    _keep_shown_as_first(video, now)
    journal.record(actor=None, verb="put together", subject=video, now=now, bytes=video.source_bytes)
    tasks.open_video.enqueue(video.pk)
    return True


@transaction.atomic
def give_trimmed_source(*, video_id: int, path: Path | None, now: datetime) -> bool:
    """Let the recording's source be the part of it at `path` (it is moved; None: all of it), and have it processed.

    What is shown stays until the part plays. Tell whether the film took it: not when people gave it another file
    meanwhile, or removed it.
    """
    video = Video.objects.select_for_update().get(pk=video_id)
    if not store.is_own_recording(video.source_path) or video.removed_at is not None:
        return False
    source_path = store.find_recording(video.token)
    if path is not None:
        source_path = store.trimmed_name(video.token, path.suffix)
        store.move_to_originals(path, source_path)
    video.source_path = source_path
    video.source_bytes = store.local_source(video.token, source_path).stat().st_size
    video.state, video.refusal, video.failures, video.percent = VideoState.QUEUED, "", 0, 0
    video.attempt += 1  # an earlier processing that still runs may write nothing more
    video.save(update_fields=["source_path", "source_bytes", "state", "refusal", "failures", "percent", "attempt"])
    ProcessingStep.objects.filter(video=video).delete()
    journal.record(actor=None, verb="trimmed", subject=video, now=now, bytes=video.source_bytes)
    tasks.open_video.enqueue(video.pk)
    return True


def _keep_shown_as_first(video: Video, now: datetime) -> None:
    """Say that the first quality is done: the pieces that are shown are the same film, copied already."""
    ProcessingStep.objects.filter(video=video).delete()
    shown = {"is_final": False, "made": [], "build": video.build}
    ProcessingStep.objects.create(
        video=video, name=StepName.FIRST, started_at=now, finished_at=now, result=shown, folder=""
    )


@transaction.atomic
def count_assembly_failure(*, video_id: int, now: datetime) -> bool:
    """Count that putting the recording together failed; the third time it is marked so. Tell whether it was.

    It plays all the same. A person may have it tried once more (`retry_processing`).
    """
    video = Video.objects.select_for_update().filter(pk=video_id, source_path="", removed_at=None).first()
    return video is not None and video.is_in_work and processing.count_failure(video, now=now)
