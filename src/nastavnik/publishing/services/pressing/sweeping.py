"""Periodic repairs of the press: runs that nobody works on, files that nobody is given any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.publishing import tasks
from nastavnik.publishing.enums import RUNS_IN_WORK
from nastavnik.publishing.models import PressedFile, PressRun
from nastavnik.publishing.selectors.rights import files_by_book
from nastavnik.publishing.services.pressing.keeping import delete_files

# A task is enqueued in the transaction of its run; a minute is for clocks and slow commits.
STUCK_AFTER = timedelta(minutes=1)
# Somebody may still be reading, or downloading, what was replaced.
OLD_LIVES = timedelta(days=7)


def requeue_stuck_runs(*, now: datetime) -> int:
    """Enqueue the runs that wait or work without a task; return how many."""
    stuck = PressRun.objects.filter(state__in=RUNS_IN_WORK, asked_at__lt=now - STUCK_AFTER)
    ids = sorted(set(stuck.values_list("pk", flat=True)) - _ids_with_a_task())
    for run_id in ids:
        tasks.press_collection.enqueue(run_id)
    return len(ids)


def _ids_with_a_task() -> set[int]:
    alive = DBTaskResult.objects.filter(
        task_path=tasks.press_collection.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)}


def delete_old_files(*, now: datetime) -> int:
    """Delete the files that were replaced by newer ones of their form a week ago and more; return how many."""
    old = list(PressedFile.objects.filter(run__ended_at__lt=now - OLD_LIVES).select_related("run"))
    books = files_by_book({file.run.collection_id for file in old}).values()
    kept = {file.pk for book in books for file in (*book.given.values(), *book.newest.values())}
    gone = [file for file in old if file.pk not in kept]
    with transaction.atomic():
        PressedFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
        transaction.on_commit(lambda: delete_files(gone), robust=True)
    return len(gone)
