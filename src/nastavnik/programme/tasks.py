"""Periodic work of the programme; safe to run twice and late."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every
from nastavnik.programme.services import reminders


@every(minutes=3)
@task(priority=10)
def send_reminders() -> None:
    """Remind people of lessons the day before and an hour before."""
    reminders.send_due_reminders(now=clock.now())
