"""What is done in the background."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every

# The services are imported inside: they enqueue these very tasks.


@every(hours=1)
@task(queue_name="default", priority=-10)
def send_due_reports() -> None:
    """Have every report sent whose day has come, each in a task of its own: one that fails hinders no other."""
    from nastavnik.audience.services import reports  # noqa: PLC0415 -- see above

    for schedule_id in reports.due_schedules(now=clock.now()):
        send_report.enqueue(schedule_id)


@task(queue_name="default", priority=-10)
def send_report(schedule_id: int) -> None:
    """Freeze and send a report, if its day has come."""
    from nastavnik.audience.services import reports  # noqa: PLC0415 -- see above

    reports.send_scheduled(schedule_id=schedule_id, now=clock.now())
