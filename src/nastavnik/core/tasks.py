"""Periodic work of the kernel."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.cleaning import delete_old_results
from nastavnik.core.queue.schedule import every


@every(hours=6)
@task()
def clean_queue() -> int:
    """Delete notes about tasks that ended long ago."""
    return delete_old_results(now=clock.now())
