"""A film as one MP4 with its chapters: for the operator's shell, and for whoever manages the film at the desk."""

import logging
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.ids import new_token
from nastavnik.people.models import User
from nastavnik.video import tasks
from nastavnik.video.enums import TAKEAWAY_TEXTS, TakeawayProblem, TakeawayState
from nastavnik.video.ffmpeg.chapters import MarkedPlace, copy_with_chapters
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.models import RetiredBuild, Takeaway, Video
from nastavnik.video.selectors.chapters import chapters_of
from nastavnik.video.selectors.takeaway import FILE_NAME, LIVES
from nastavnik.video.services import store
from nastavnik.video.services.editions import editable_video
from nastavnik.video.services.listening import local_source
from nastavnik.video.services.sweeps import STUCK_AFTER
from nastavnik.video.services.uploads import DISK_RESERVE_BYTES

MOST_FAILURES = 3

log = logging.getLogger(__name__)


class NoSource(Refusal):
    """The film has no source file (yet): a broadcast that goes on or is being put together."""

    message = _("The film has no file of its own yet. Wait until its recording has been put together.")


class NotForMp4(Refusal):
    """The source's picture or sound cannot be put into an MP4 as they are."""

    message = TAKEAWAY_TEXTS[TakeawayProblem.FORMAT]


class NoRoom(Refusal):
    """The server's disk could not hold the file."""

    message = _(
        "The server’s disk has no room for one more file of this film. Tell the operator; it can be made once there is room."
    )


def save_as_mp4(*, video_id: int, target: Path) -> None:
    """Write the film's source into `target` as MP4 with its title and chapters. Nothing is encoded anew.

    For the operator's shell: the caller has all rights. Raises `NoSource`, `NotForMp4`.
    """
    video = Video.objects.get(pk=video_id)
    if not video.source_path:
        raise NoSource
    folder = _scratch(video)
    try:
        _make(video, folder / FILE_NAME)
        shutil.move(folder / FILE_NAME, target)
    except FfmpegFailed as error:
        raise NotForMp4 from error
    finally:
        shutil.rmtree(folder)


def _scratch(video: Video) -> Path:
    folder = store.work_dir(video.token) / f"takeaway-{new_token()}"
    folder.mkdir(parents=True)
    return folder


def _make(video: Video, made: Path) -> None:
    chapters = [MarkedPlace(one.seconds, one.until_seconds, one.title) for one in chapters_of(video)]
    with local_source(video) as source:
        copy_with_chapters(
            source,
            made,
            title=video.title,
            chapters=chapters,
            duration_seconds=video.duration_seconds or 0.0,
            ffmpeg=settings.FFMPEG,
        )


# --- at the desk -------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_takeaway(*, actor: User, video_id: int, now: datetime) -> Takeaway:
    """Have the film made in the background as one file with the chapters that it has now.

    One that was made before goes; while one is being made, asking again is harmless. Raises `NoSource`, `NoRoom`,
    `FilmRemoved`, `FilmOnAir`.
    """
    video = editable_video(actor, video_id)
    known = Takeaway.objects.filter(video=video).first()
    if known is not None and known.state == TakeawayState.WAITING:
        return known
    if not video.source_path:
        raise NoSource
    if not _has_room(video):
        raise NoRoom
    row = known or Takeaway(video=video)
    if row.folder:  # somebody may be fetching it just now: it goes with other folders that are shown no more
        RetiredBuild.objects.create(video_token=video.token, build=row.folder, retired_at=now)
    row.state, row.folder, row.bytes, row.problem, row.failures = TakeawayState.WAITING, "", 0, "", 0
    row.asked_by, row.asked_at, row.ended_at = actor, now, None
    row.save()
    journal.record(actor=actor, verb="file to take away asked for", subject=video, now=now)
    tasks.make_takeaway.enqueue(row.pk)
    return row


def _has_room(video: Video) -> bool:
    """Tell whether the disks can hold the film once more; out of a bucket the source comes here as well."""
    folders = {Path(settings.DATA_DIR), store.media_root()} if store.is_folder() else {Path(settings.DATA_DIR)}
    need = video.source_bytes * (1 if store.is_folder() else 2) + DISK_RESERVE_BYTES
    return all(shutil.disk_usage(folder).free >= need for folder in folders if folder.exists())


def make(*, takeaway_id: int, clock: Callable[[], datetime]) -> None:
    """Make the file that was asked for and publish it beside the film's builds; what goes wrong is kept for the page. Safe to repeat."""
    waiting = Takeaway.objects.filter(pk=takeaway_id, state=TakeawayState.WAITING, video__removed_at=None)
    row = waiting.select_related("video").first()
    if row is None:
        return
    if not _has_room(row.video):
        _end(takeaway_id, clock(), problem=TakeawayProblem.DISK)
        return
    folder = _scratch(row.video)
    try:
        _make(row.video, folder / FILE_NAME)
        size = (folder / FILE_NAME).stat().st_size
        build = new_token()
        store.publish_build(row.video.token, build, folder)
        if not _end(takeaway_id, clock(), folder=build, size=size):
            store.delete_build(row.video.token, build)
    except FfmpegFailed as error:
        log.warning("film %s could not be made one file: %s", row.video_id, error)
        problem = TakeawayProblem.FORMAT if _has_room(row.video) else TakeawayProblem.DISK
        _end(takeaway_id, clock(), problem=problem)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def _end(takeaway_id: int, now: datetime, *, folder: str = "", size: int = 0, problem: str = "") -> bool:
    """Keep what came of it; False when another run was first."""
    rows = Takeaway.objects.filter(pk=takeaway_id, state=TakeawayState.WAITING)
    state = TakeawayState.FAILED if problem else TakeawayState.READY
    return bool(rows.update(state=state, folder=folder, bytes=size, problem=problem, ended_at=now))


def requeue_stuck(*, now: datetime) -> int:
    """Enqueue the files that wait without a task; return how many. The third time one is given up."""
    stuck = Takeaway.objects.filter(state=TakeawayState.WAITING, asked_at__lt=now - STUCK_AFTER, video__removed_at=None)
    ids = sorted(set(stuck.values_list("pk", flat=True)) - _ids_with_a_task())
    return sum(_requeue(takeaway_id, now) for takeaway_id in ids)


@transaction.atomic
def _requeue(takeaway_id: int, now: datetime) -> bool:
    rows = Takeaway.objects.filter(pk=takeaway_id, state=TakeawayState.WAITING)
    rows.update(failures=F("failures") + 1)
    if rows.filter(failures__gte=MOST_FAILURES).exists():
        _end(takeaway_id, now, problem=TakeawayProblem.LOST)
        return False
    tasks.make_takeaway.enqueue(takeaway_id)
    return True


def _ids_with_a_task() -> set[int]:
    alive = DBTaskResult.objects.filter(
        task_path=tasks.make_takeaway.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    return {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)}


def delete_old(*, now: datetime) -> int:
    """Delete the files that were made, or given up, days ago; return how many."""
    old = list(Takeaway.objects.filter(ended_at__lt=now - LIVES).select_related("video"))
    for row in old:
        if row.folder:
            store.delete_build(row.video.token, row.folder)
        row.delete()
    return len(old)
