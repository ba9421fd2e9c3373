"""Work in the background: ids in, one service call each, safe to run twice.

The services are imported inside: they enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


# Somebody looks at its progress and waits; films that are encoded for hours have a queue of their own.
@task(queue_name="default")
def press_collection(run_id: int) -> None:
    """Press a collection in the forms that were asked for."""
    from nastavnik.publishing.services import pressing  # noqa: PLC0415 -- see above

    pressing.press(run_id=run_id, clock=clock.now)


@every(minutes=5)
@task(queue_name="default")
def look_after_press() -> None:
    """Find runs that nobody works on; delete files that were replaced long ago."""
    from nastavnik.publishing.services import pressing  # noqa: PLC0415 -- see above

    pressing.requeue_stuck_runs(now=clock.now())
    pressing.delete_old_files(now=clock.now())


@every(minutes=5)
@task(queue_name="default")
def renew_catalogues() -> int:
    """Announce to the catalogues of others what is new, what has changed, and what is no longer public."""
    from nastavnik.publishing.services import catalogues  # noqa: PLC0415 -- see above

    return catalogues.renew_catalogues(clock=clock.now)


@every(hours=24)
@task(queue_name="default")
def delete_old_memos() -> int:
    """Delete the memos of lessons that were set long ago."""
    from nastavnik.publishing.services import memos  # noqa: PLC0415 -- see above

    return memos.delete_old_memos(now=clock.now())


@every(minutes=10)
@task(queue_name="default")
def forget_who_was_missed() -> int:
    """Forget whose erasure was missed."""
    from nastavnik.publishing.services import forgetting  # noqa: PLC0415 -- see above

    return forgetting.forget_who_was_missed()
