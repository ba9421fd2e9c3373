"""What the queue does for itself."""

from datetime import timedelta

from django.core.management import call_command
from django_tasks import task

from nastavnik.core.queue.schedule import every

KEEP_FINISHED = timedelta(days=14)


@every(minutes=24 * 60)
@task()
def forget_finished_tasks() -> None:
    """Delete tasks that ended long ago; nobody asks about them any more."""
    call_command("prune_db_task_results", min_age_days=KEEP_FINISHED.days, verbosity=0)
