"""Periodic repairs of the press: runs that nobody works on or that do not end, files that nobody is given any more."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.publishing import tasks
from nastavnik.publishing.enums import RunState, Trouble
from nastavnik.publishing.models import PressedFile, PressRun
from nastavnik.publishing.selectors.rights import files_by_book
from nastavnik.publishing.services.pressing.running import LONGEST
from nastavnik.publishing.services.pressing.telling import tell_of_end

# A task is enqueued in the transaction of its run; a minute is for clocks and slow commits.
STUCK_AFTER = timedelta(minutes=1)
# Somebody may still be reading, or downloading, what was replaced.
OLD_LIVES = timedelta(days=7)


def requeue_stuck_runs(*, now: datetime) -> int:
    """Enqueue the runs that wait without a task; return how many. Those of a removed collection wait for its return."""
    waiting = PressRun.objects.filter(state=RunState.WAITING, asked_at__lt=now - STUCK_AFTER)
    ids = set(waiting.filter(collection__removed_at=None).values_list("pk", flat=True))
    stuck = sorted(ids - _ids_with_a_task()) if ids else []
    for run_id in stuck:
        tasks.press_collection.enqueue(run_id)
    return len(stuck)


def end_hung_runs(*, now: datetime) -> int:
    """End the runs that work for longer than they may, or on which nobody works any more, and say so; return how many.

    A worker that was killed is replaced by another, which begins the run anew; a run that takes all of them with it is given up by the queue.
    """
    rows = PressRun.objects.filter(state=RunState.RUNNING, began_at__lt=now - STUCK_AFTER)
    runs = list(rows.select_related("collection__school"))
    alive = _ids_with_a_task() if runs else set()
    hung = [run for run in runs if run.pk not in alive or _began(run) < now - LONGEST]
    return sum(_end(run, now) for run in hung)


def _began(run: PressRun) -> datetime:
    assert run.began_at is not None  # it runs
    return run.began_at


@transaction.atomic
def _end(run: PressRun, now: datetime) -> bool:
    """End a run that is still the one we saw; its press finds that it is not its own any more, and stops."""
    ours = PressRun.objects.filter(pk=run.pk, state=RunState.RUNNING, began_at=run.began_at)
    if run.stop_asked_at:
        return bool(ours.update(state=RunState.STOPPED, ended_at=now))
    is_ended = bool(ours.update(state=RunState.FAILED, trouble=Trouble.UNENDED, ended_at=now))
    if is_ended:
        tell_of_end(run, trouble=Trouble.UNENDED, now=now)
    return is_ended


def _ids_with_a_task() -> set[int]:
    alive = DBTaskResult.objects.filter(
        task_path=tasks.press_collection.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)}


def delete_old_files(*, now: datetime) -> int:
    """Delete the files that were replaced by newer ones of their form a week ago and more; return how many.

    What readers are given stays, though a newer one was pressed that may not be shown. The file goes first: a storage that does
    not answer is asked again, and nothing is left in it that no row knows.
    """
    later = Q(run__ended_at__gt=OuterRef("run__ended_at")) | Q(
        run__ended_at=OuterRef("run__ended_at"), run_id__gt=OuterRef("run_id")
    )
    replacing = PressedFile.objects.filter(
        later, run__collection=OuterRef("run__collection"), form=OuterRef("form"), run__ended_at__lt=now - OLD_LIVES
    )
    replaced = list(PressedFile.objects.filter(Exists(replacing)).select_related("run").order_by("pk"))
    books = files_by_book({file.run.collection_id for file in replaced}).values()
    given = {file.pk for book in books for file in (*book.given.values(), *book.newest.values())}
    gone = [file for file in replaced if file.pk not in given]
    for file in gone:
        default_storage.delete(file.file)
        file.delete()
    return len(gone)
