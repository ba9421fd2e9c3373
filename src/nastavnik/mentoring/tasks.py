"""Work of mentoring in the background, safe to run twice.

The services are imported inside: some of them enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every

# --- routing ---------------------------------------------------------------------------------------------------------


@every(minutes=10)
@task()
def move_questions_on() -> int:
    """Give questions that nobody can answer to mentors who can."""
    from nastavnik.mentoring.services import routing_sweeps  # noqa: PLC0415 -- see above

    return routing_sweeps.move_questions_on(now=clock.now())


@every(minutes=10)
@task()
def warn_of_terms() -> int:
    """Warn before the term of a question runs out."""
    from nastavnik.mentoring.services import warnings  # noqa: PLC0415 -- see above

    return warnings.warn_of_terms(now=clock.now())


# --- appointments ----------------------------------------------------------------------------------------------------


@every(minutes=3)
@task(priority=10)
def send_appointment_reminders() -> int:
    """Remind people of their appointments the day before and an hour before."""
    from nastavnik.mentoring.services import appointments  # noqa: PLC0415 -- see above

    return appointments.send_due_reminders(now=clock.now())
