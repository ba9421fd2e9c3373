"""Periodic repair of words: transcripts that no task works on, scratch that a killed process left."""

import logging
import shutil
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.video import tasks
from nastavnik.video.enums import TranscriptOrigin
from nastavnik.video.models import Transcript
from nastavnik.video.services import store
from nastavnik.video.services.listening import SCRATCH
from nastavnik.video.services.recognition import BROKE_OFF, STATES_IN_WORK, count_failure
from nastavnik.video.services.sweeps import STUCK_AFTER

# The largest model on a slow machine may need two days for an hour of film.
SCRATCH_LIVES = timedelta(days=30)

log = logging.getLogger(__name__)


def requeue_stuck_words(*, now: datetime) -> int:
    """Enqueue the transcripts that wait, or are being recognised, without a task; return how many.

    One that loses its task again and again takes its workers with it: the third time without progress it is marked failed.
    """
    stuck = Transcript.objects.filter(state__in=STATES_IN_WORK, changed_at__lt=now - STUCK_AFTER)
    stuck = stuck.filter(video__removed_at=None).exclude(video__source_path="")
    stuck = stuck.exclude(progressed_at__gte=now - STUCK_AFTER)
    busy = _ids_with_a_task()
    rows = [row for row in stuck.order_by("pk").values_list("pk", "attempt", "origin") if row[0] not in busy]
    return sum(_requeue(pk, attempt, origin, now) for pk, attempt, origin in rows)


@transaction.atomic
def _requeue(transcript_id: int, attempt: int, origin: str, now: datetime) -> bool:
    if count_failure(transcript_id, attempt, BROKE_OFF, now=now):
        return False
    log.warning("transcript %s waited without a task: enqueued anew", transcript_id)
    task = tasks.align_transcript if origin == TranscriptOrigin.TEXT else tasks.recognise_transcript
    task.enqueue(transcript_id)
    return True


def clear_old_scratch(*, now: datetime) -> int:
    """Delete the scratch folders of listening and recognising that are older than any run; return how many."""
    folders = store.data_path(SCRATCH).glob("*")
    old = [folder for folder in folders if folder.stat().st_mtime < (now - SCRATCH_LIVES).timestamp()]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _ids_with_a_task() -> set[int]:
    alive = DBTaskResult.objects.filter(
        task_path__in=[tasks.recognise_transcript.module_path, tasks.align_transcript.module_path],
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)}
