"""What is done in the background."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


@every(hours=24)
@task(queue_name="default", priority=-10)
def look_after_viewings() -> None:
    """Write what the own pages counted into the ledger, follow films that moved, throw away what is old."""
    from nastavnik.audience.services.viewing import following, forgetting, ledger  # noqa: PLC0415 -- see above

    following.follow_shifts()
    ledger.record_everywhere(now=clock.now())
    forgetting.forget_what_is_old(now=clock.now())
