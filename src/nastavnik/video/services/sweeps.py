"""Periodic repairs: films that nobody works on, folders that nobody watches, uploads that nobody finishes."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.video import tasks
from nastavnik.video.enums import STATES_IN_WORK, STATES_TO_RETRY
from nastavnik.video.models import RetiredBuild, Upload, Video
from nastavnik.video.services import processing, store
from nastavnik.video.services.videos import REMOVED_LIVES

log = logging.getLogger(__name__)

# A new film's task is enqueued in the transaction that makes the film; a minute is for clocks and slow commits.
STUCK_AFTER = timedelta(minutes=1)
# Longer than a signed address of a film lives, so that nobody loses the picture in the middle.
RETIRED_LIVES = timedelta(days=1)
# Scratch of a failed film is what a retry goes on from.
FAILED_WORK_LIVES = timedelta(days=14)


def requeue_stuck_videos(*, now: datetime) -> int:
    """Enqueue the films that are in work without a task that is queued or running; return how many.

    A film that loses its task again and again takes its workers with it: the third time it is marked failed.
    """
    stuck = Video.objects.filter(state__in=STATES_IN_WORK, removed_at=None, created_at__lt=now - STUCK_AFTER)
    # a recording without a source waits for the app that puts it together, not for a task of ours
    stuck = stuck.exclude(progressed_at__gte=now - STUCK_AFTER).exclude(source_path="")
    ids = set(stuck.values_list("pk", flat=True)) - _ids_with_a_task()
    return sum(_requeue(video_id, now) for video_id in sorted(ids))


@transaction.atomic
def _requeue(video_id: int, now: datetime) -> bool:
    video = Video.objects.select_for_update().filter(pk=video_id, state__in=STATES_IN_WORK, removed_at=None).first()
    if video is None or processing.count_failure(video, now=now):
        return False
    log.warning("video %s was in work without a task: enqueued anew", video_id)
    tasks.open_video.enqueue(video_id)
    return True


def _ids_with_a_task() -> set[int]:
    alive = DBTaskResult.objects.filter(
        task_path__in=[tasks.open_video.module_path, tasks.prepare_video.module_path],
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)}


def delete_retired_builds(*, now: datetime) -> int:
    """Delete the published folders that have not been shown for a day; return how many."""
    retired = list(RetiredBuild.objects.filter(retired_at__lt=now - RETIRED_LIVES).order_by("pk"))
    shown = set(Video.objects.filter(build__in=[old.build for old in retired]).values_list("token", "build"))
    for old in retired:
        if (old.video_token, old.build) not in shown:
            store.delete_build(old.video_token, old.build)
        old.delete()
    return len(retired)


def delete_removed_videos(*, now: datetime) -> int:
    """Delete, with all their files, the films that were removed long ago; return how many."""
    removed = list(Video.objects.filter(removed_at__lt=now - REMOVED_LIVES).order_by("pk"))
    for video in removed:
        with transaction.atomic():
            RetiredBuild.objects.filter(video_token=video.token).delete()
            video.delete()
        store.delete_all(video.token)
    return len(removed)


def delete_expired_uploads(*, now: datetime) -> int:
    """Delete the unfinished uploads whose time is over, with what had arrived; return how many."""
    expired = list(Upload.objects.filter(expires_at__lt=now, finished_at=None).order_by("pk"))
    for upload in expired:
        store.upload_path(upload.token).unlink(missing_ok=True)
        upload.delete()
    return len(expired)


def clear_old_work(*, now: datetime) -> int:
    """Delete scratch and replaced originals of films on which nobody will go on; return of how many films."""
    failed = Video.objects.filter(state__in=STATES_TO_RETRY, progressed_at__lt=now - FAILED_WORK_LIVES)
    for token in failed.values_list("token", flat=True):
        store.clear_work(token)
    ready = Video.objects.filter(ready_at__gte=now - 2 * RETIRED_LIVES).exclude(state__in=STATES_IN_WORK)
    for token, source_path in ready.values_list("token", "source_path"):
        store.delete_originals(token, keep=source_path)
    return failed.count() + ready.count()


def sweep(*, now: datetime) -> None:
    """Do all the daily cleaning."""
    delete_retired_builds(now=now)
    delete_removed_videos(now=now)
    delete_expired_uploads(now=now)
    clear_old_work(now=now)
