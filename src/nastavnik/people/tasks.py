"""Background work of the people: the outbox, and what is wiped when its time is over."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every
from nastavnik.people.services import outbox, sessions


@every(minutes=1)
@task()
def send_letters() -> None:
    """Send what waits in the outbox; enqueued with each letter, and every minute for those that are tried again."""
    outbox.send_due_letters(clock=clock.now)


@every(hours=24)
@task()
def forget_old_sessions() -> None:
    """Delete the sessions whose time is over."""
    sessions.forget_old_sessions(now=clock.now())


@every(hours=24)
@task()
def forget_old_staff_lists() -> None:
    """Wipe the rows of staff lists that can no longer be undone: they hold personal data."""
    from nastavnik.people.services.staff.undo import forget_old_rows  # noqa: PLC0415 -- its services enqueue letters

    forget_old_rows(now=clock.now())
