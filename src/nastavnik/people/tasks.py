"""Background work of the people: the outbox."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.people.services import outbox


@task()
def send_letters() -> None:
    """Send what waits in the outbox, and come back when the next letter is due."""
    due_at = outbox.send_due_letters(clock=clock.now)
    if due_at is not None:
        send_letters.using(run_after=due_at).enqueue()
