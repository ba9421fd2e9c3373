"""From a broadcast that is over to the lesson's film: watched at once, put together, trimmed, replaced by people's own file.

    finish ─ the pieces are the film, questions are its chapters ─ assemble (task) ─ one original, processed as any film
    trim_recording ─ cut (task): a part of the original by copying, processed anew

A file that replaces the recording is another matter: `replacement`.
"""

import logging
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.live import tasks
from nastavnik.live.enums import NoteCode
from nastavnik.live.events import RecordingReady
from nastavnik.live.ingest.packaging.assemble import assemble as assemble_pieces
from nastavnik.live.models import Broadcast, DeskNote, Part
from nastavnik.live.permissions import can_run_broadcast
from nastavnik.live.selectors.room import answered_questions
from nastavnik.live.selectors.timeline import parts_of, shown_second
from nastavnik.people.permissions import Actor
from nastavnik.video.enums import ChapterKind, VideoState
from nastavnik.video.ffmpeg.cut import cut_by_copying
from nastavnik.video.models import Video
from nastavnik.video.services import (
    NewChapter,
    RecordingFacts,
    count_assembly_failure,
    drop_recording,
    finish_recording,
    follow_source,
    give_assembled_source,
    give_trimmed_source,
    set_chapters,
    store,
)

log = logging.getLogger(__name__)

# The playlist that only a broadcast's own build has.
PIECES = "live-main.m3u8"
# What must be left of a recording.
LEAST_SECONDS = 1.0
# Amounts that differ by less are the same: a picture cannot be cut between two of its frames.
SAME_SECONDS = 0.05


class NotRecorded(Refusal):
    """There is no recording, or it is not whole yet."""

    message = _("There is no recording of this broadcast yet. It is there some seconds after the end.")


class NothingLeft(Refusal):
    """The whole recording would be cut off."""

    message = _("Nothing would be left of the recording. Cut off less.")


class FileReplaced(Refusal):
    """The film is another file than the recording."""

    message = _("The recording was replaced by another file. Cut that file in a video editor and upload it again.")


# --- the end of the broadcast ----------------------------------------------------------------------------------------


@transaction.atomic
def finish(*, broadcast_id: int, facts: RecordingFacts | None, now: datetime) -> None:
    """Let what a node recorded be watched (None: it recorded nothing); the rest is done by tasks. Safe to repeat."""
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    if broadcast.finished_at is not None:
        return
    broadcast.finished_at = now
    broadcast.save(update_fields=["finished_at"])
    if broadcast.video_id is None:
        return
    if facts is None:
        drop_recording(video_id=broadcast.video_id)
        return
    video = finish_recording(video_id=broadcast.video_id, facts=facts, now=now)
    set_question_chapters(broadcast=broadcast, video=video, now=now)
    DeskNote.objects.create(broadcast=broadcast, at=now, code=NoteCode.RECORDING_READY)
    tasks.assemble_recording.enqueue(broadcast_id)
    publish(RecordingReady(broadcast_id=broadcast_id))


def set_question_chapters(*, broadcast: Broadcast, video: Video, now: datetime) -> None:
    """Let each question that was answered on air be a chapter of its film; those that were cut off are none."""
    parts = parts_of(broadcast)
    chapters = [
        NewChapter(shown_second(parts, broadcast, question.at), question.text)
        for question in answered_questions(broadcast.pk)
    ]
    end = video.duration_seconds or float("inf")
    shown = [chapter for chapter in chapters if 0 <= chapter.seconds < end]
    set_chapters(video_id=video.pk, kind=ChapterKind.QUESTION, chapters=shown, now=now)


# --- one file of all pieces ------------------------------------------------------------------------------------------


def assemble(*, broadcast_id: int, now: datetime) -> None:
    """Put the pieces of a recording together and have them processed as any film; does nothing when that is done.

    Raises what went wrong, so that the queue tries again; the third time the film is marked instead.
    """
    video = film_of(broadcast_id)
    if video is None or video.source_path or not video.is_in_work:
        return
    try:
        original = original_of(video)
        give_assembled_source(video_id=video.pk, path=store.data_path(original), now=now)
    except Exception:
        log.exception("the recording of broadcast %s could not be put together", broadcast_id)
        if not count_assembly_failure(video_id=video.pk, now=now):
            raise


def film_of(broadcast_id: int) -> Video | None:
    """Return the film of a finished broadcast, unless it was removed."""
    finished = Broadcast.objects.filter(pk=broadcast_id, finished_at__isnull=False)
    return Video.objects.filter(pk__in=finished.values("video"), removed_at=None).first()


def original_of(video: Video) -> str:
    """Return what a row keeps of the path of the whole recording, put together now if it never was."""
    known = store.find_recording(video.token)
    if known:
        return known
    work = store.work_dir(video.token) / f"assembly-{new_token()}"
    work.mkdir(parents=True)
    try:
        whole = work.with_name(f"{work.name}.mp4")
        # it may be shown no more: people can give another file at any time
        build = store.find_build(video.token, PIECES)
        assemble_pieces(store.local_build(video.token, build), whole, work, ffmpeg=settings.FFMPEG)
    finally:
        shutil.rmtree(work)
    name = store.recording_name(video.token, whole.suffix)
    store.move_to_originals(whole, name)
    return name


def assemble_owed() -> int:
    """Enqueue the recordings that nobody is putting together; return how many."""
    owed = Video.objects.filter(source_path="", state=VideoState.PLAYABLE, removed_at=None)
    broadcasts = Broadcast.objects.filter(finished_at__isnull=False, video__in=owed)
    alive = DBTaskResult.objects.filter(
        task_path=tasks.assemble_recording.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    at_work = {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)}
    ids = set(broadcasts.values_list("pk", flat=True)) - at_work
    for broadcast_id in sorted(ids):
        tasks.assemble_recording.enqueue(broadcast_id)
    return len(ids)


# --- cutting off -----------------------------------------------------------------------------------------------------


@transaction.atomic
def trim_recording(*, actor: Actor, broadcast_id: int, head_seconds: float, tail_seconds: float, now: datetime) -> None:
    """Have so much cut off the whole recording's beginning and end, without encoding; 0 brings back what was cut off.

    Raises `NotRecorded`, `NothingLeft`, `FileReplaced`.
    """
    broadcast = Broadcast.objects.select_related("lesson__school", "video").get(pk=broadcast_id)
    if not can_run_broadcast(actor, broadcast.lesson):
        raise PermissionDenied
    check_trim(broadcast, head_seconds, tail_seconds)
    amounts = {"head_seconds": round(head_seconds, 3), "tail_seconds": round(tail_seconds, 3)}
    journal.record(actor=actor, verb="recording trimmed", subject=broadcast, now=now, **amounts)
    tasks.cut_recording.enqueue(broadcast_id, head_seconds, tail_seconds)


def check_trim(broadcast: Broadcast, head_seconds: float, tail_seconds: float) -> None:
    """Raise the refusal that stands against cutting so much off."""
    video = broadcast.video
    if broadcast.finished_at is None or video is None or video.removed_at is not None:
        raise NotRecorded
    if video.source_path and not store.is_own_recording(video.source_path):
        raise FileReplaced
    whole = whole_seconds(parts_of(broadcast))
    if min(head_seconds, tail_seconds) < 0 or head_seconds + tail_seconds > whole - LEAST_SECONDS:
        raise NothingLeft


def whole_seconds(parts: Sequence[Part]) -> float:
    """Return how long all that was recorded is."""
    return max((part.offset_seconds + part.duration_seconds for part in parts), default=0.0)


def cut(*, broadcast_id: int, head_seconds: float, tail_seconds: float, now: datetime) -> None:
    """Cut so much off, and move what has its moment in the recording; safe to repeat."""
    video = film_of(broadcast_id)
    if video is None:
        return
    assemble(broadcast_id=broadcast_id, now=now)
    original = original_of(video)
    if max(head_seconds, tail_seconds) < SAME_SECONDS:
        if video.source_path not in {original, ""}:
            _take_cut(broadcast_id=broadcast_id, part=None, now=now)
        return
    part = store.work_dir(video.token) / f"cut-{new_token()}.mp4"
    part.parent.mkdir(parents=True, exist_ok=True)
    begin = cut_by_copying(
        store.local_source(video.token, original),
        part,
        head_seconds=head_seconds,
        tail_seconds=tail_seconds,
        ffmpeg=settings.FFMPEG,
    )
    _take_cut(broadcast_id=broadcast_id, part=part, head_seconds=begin, tail_seconds=tail_seconds, now=now)


@transaction.atomic
def _take_cut(
    *, broadcast_id: int, part: Path | None, now: datetime, head_seconds: float = 0.0, tail_seconds: float = 0.0
) -> None:
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    if broadcast.video_id is not None and give_trimmed_source(video_id=broadcast.video_id, path=part, now=now):
        earlier = broadcast.head_seconds - head_seconds
        broadcast.head_seconds, broadcast.tail_seconds = head_seconds, tail_seconds
        broadcast.save(update_fields=["head_seconds", "tail_seconds"])
        left = whole_seconds(parts_of(broadcast)) - head_seconds - tail_seconds
        follow_source(video_id=broadcast.video_id, by_seconds=earlier, duration_seconds=left, now=now)
