"""Work of contests in the background, safe to run twice.

The services are imported inside: some of them enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every

# --- applications ----------------------------------------------------------------------------------------------------


@every(minutes=10)
@task()
def remind_of_drafts() -> int:
    """Remind authors of what they have not submitted, and forget whose erasure was missed."""
    from nastavnik.contest.services import applications  # noqa: PLC0415 -- see above

    applications.forget_who_was_missed()
    return applications.remind_of_drafts(now=clock.now())


# --- the jury --------------------------------------------------------------------------------------------------------


@every(hours=1)
@task()
def remind_jurors() -> int:
    """Remind jurors with open sheets before the review ends, and forget whose erasure was missed."""
    from nastavnik.contest.services import jury  # noqa: PLC0415 -- see above

    jury.forget_who_was_missed()
    return jury.remind_before_the_end(now=clock.now())
