"""Work of grants in the background, safe to run twice.

The services are imported inside: some of them enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


@every(minutes=10)
@task()
def forget_who_was_missed() -> int:
    """Forget whose erasure was missed."""
    from nastavnik.grants.services import forgetting  # noqa: PLC0415 -- see above

    return forgetting.forget_who_was_missed()


@every(hours=1)
@task()
def remind_of_days() -> int:
    """Remind of intakes that close soon, and of reports that are due."""
    from nastavnik.grants.services import onward  # noqa: PLC0415 -- see above

    now = clock.now()
    return onward.remind_of_deadlines(now=now) + onward.remind_of_reports(now=now)
