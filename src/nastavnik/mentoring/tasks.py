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


# --- answering -------------------------------------------------------------------------------------------------------


@every(minutes=10)
@task()
def flag_doubtful_moments() -> int:
    """Tell mentors and methodists of moments that may play something else after their film was edited."""
    from nastavnik.mentoring.services import answering  # noqa: PLC0415 -- see above

    return answering.flag_doubtful(now=clock.now())


# --- appointments ----------------------------------------------------------------------------------------------------


@every(minutes=3)
@task(priority=10)
def send_appointment_reminders() -> int:
    """Remind people of their appointments the day before and an hour before."""
    from nastavnik.mentoring.services import appointments  # noqa: PLC0415 -- see above

    return appointments.send_due_reminders(now=clock.now())


@every(minutes=10)
@task()
def leave_appointments() -> int:
    """Cancel and withdraw what is ahead of mentors who are none any more."""
    from nastavnik.mentoring.services import appointments  # noqa: PLC0415 -- see above

    return appointments.leave_appointments(now=clock.now())


# --- mentorships -----------------------------------------------------------------------------------------------------


@task()
def match_network(run_id: int) -> None:
    """Find mentors for a whole network."""
    from nastavnik.mentoring.services.mentorships import matching  # noqa: PLC0415 -- see above

    matching.make_run(run_id=run_id, clock=clock.now)


@every(minutes=10)
@task()
def look_after_matchings() -> int:
    """Give up matchings that nobody makes any more."""
    from nastavnik.mentoring.services.mentorships import matching  # noqa: PLC0415 -- see above

    return matching.give_up_silent_runs(now=clock.now())


@every(hours=6)
@task()
def wake_mentorships() -> int:
    """Remind pairs that fall asleep, and forget notes of meetings that nobody came back to."""
    from nastavnik.mentoring.services.mentorships import meetings, reminders  # noqa: PLC0415 -- see above

    now = clock.now()
    meetings.forget_old_drafts(now=now)
    return reminders.remind_who_falls_asleep(now=now)


# --- asking ----------------------------------------------------------------------------------------------------------


@every(hours=24)
@task()
def forget_people_and_drafts() -> None:
    """Forget people whose erasure was not heard of to the end, and drafts that were put away."""
    from nastavnik.mentoring.services import asking, forgetting  # noqa: PLC0415 -- see above

    now = clock.now()
    forgetting.forget_who_was_missed(now=now)
    asking.drop_old_drafts(now=now)
