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


@every(minutes=5)
@task()
def send_digests() -> None:
    """Write the summaries whose hour has come."""
    from nastavnik.people.services import digest  # noqa: PLC0415 -- it enqueues letters

    digest.send_due_digests(clock=clock.now)


# Before letters: a browser tells what happens now.
@every(minutes=1)
@task(priority=10)
def send_pushes() -> None:
    """Show what waits in people's browsers; enqueued with each message, and every minute for those tried again."""
    from nastavnik.people.services.push import outbox as pushes  # noqa: PLC0415 -- it enqueues this task

    pushes.send_due_pushes(clock=clock.now)


@every(hours=24)
@task()
def forget_old_notices() -> None:
    """Delete notices that nobody looks for any more."""
    from nastavnik.people.services import notices  # noqa: PLC0415 -- they enqueue letters

    notices.forget_old_notices(now=clock.now())


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
