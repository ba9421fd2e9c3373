"""What is forgotten about tasks, and when."""

from datetime import datetime, timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

DONE_LIVES = timedelta(days=3)
# A failure is what an operator looks for after a holiday.
FAILED_LIVES = timedelta(days=30)


def delete_old_results(*, now: datetime) -> int:
    """Delete the rows of tasks that ended long ago; return how many."""
    done, _rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE_LIVES
    ).delete()
    failed, _rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED_LIVES
    ).delete()
    return done + failed
