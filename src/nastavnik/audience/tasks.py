"""What is done in the background."""

import structlog
from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every

log = structlog.get_logger("nastavnik.audience.tasks")

# The services are imported inside: they enqueue these very tasks.


# A place may be slow: it has the workers that talk with others' servers.
@task(queue_name="outside", priority=-10)
def pull_channel(channel_id: int) -> None:
    """Ask the place of a channel for its figures."""
    from nastavnik.audience.services import pulls  # noqa: PLC0415 -- see above

    pulls.pull(channel_id=channel_id, now=clock.now())


@every(minutes=15)
@task(queue_name="default", priority=-10)
def pull_what_is_due() -> None:
    """Ask all places whose day has come."""
    from nastavnik.audience.services import pulls  # noqa: PLC0415 -- see above

    pulls.pull_due(now=clock.now())


@every(hours=24)
@task(queue_name="default", priority=-10)
def ensure_channels() -> None:
    """Make the channels that no event told of."""
    from nastavnik.audience.services import channels  # noqa: PLC0415 -- see above

    channels.ensure_everywhere()


@every(hours=24)
@task(queue_name="default", priority=-10)
def forget_who_was_missed() -> None:
    """Forget whose erasure was missed."""
    from nastavnik.audience.services import reports  # noqa: PLC0415 -- see above
    from nastavnik.audience.services.viewing import forgetting  # noqa: PLC0415 -- see above

    forgetting.forget_who_was_missed()
    reports.forget_who_was_missed()


@every(hours=24)
@task(queue_name="default", priority=-10)
def look_after_viewings() -> None:
    """Write what the own pages counted into the ledger, follow films that moved, mend sums, throw away what is old."""
    from nastavnik.audience.services.viewing import following, forgetting, ledger, months  # noqa: PLC0415 -- see above

    following.follow_shifts()
    months.mend_months(now=clock.now())
    ledger.record_everywhere(now=clock.now())
    forgetting.forget_what_is_old(now=clock.now())


@every(hours=1)
@task(queue_name="default", priority=-10)
def send_due_reports() -> None:
    """Have every report sent whose day has come, each in a task of its own: one that fails hinders no other."""
    from nastavnik.audience.services import reports  # noqa: PLC0415 -- see above

    for schedule_id in reports.due_schedules(now=clock.now()):
        send_report.enqueue(schedule_id)


@task(queue_name="default", priority=-10)
def send_report(schedule_id: int) -> None:
    """Freeze a report and have it sent, if its day has come."""
    from nastavnik.audience.services import reports  # noqa: PLC0415 -- see above

    reports.send_scheduled(schedule_id=schedule_id, now=clock.now())


@task(queue_name="press", priority=-10)
def send_letters_of_report(schedule_id: int, report_id: int) -> None:
    """Set the note of a report and send it. One that cannot be set stops no letter: the letter has its address."""
    from nastavnik.audience.services import reports  # noqa: PLC0415 -- see above

    try:
        reports.keep_paper(report_id=report_id)
    except Exception:  # the outermost edge of this part of the task
        log.exception("no note for the letters of a report", report_id=report_id)
    reports.tell_receivers(schedule_id=schedule_id, report_id=report_id, now=clock.now())
