"""Work in the background: ids in, one service call each, safe to run twice.

The services are imported inside: they enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every

# --- completion, attendance, reminders -------------------------------------------------------------------------------


@task(queue_name="default")
def settle_lesson(lesson_id: int) -> None:
    """Look at everybody who has watched or attended a lesson: its rule or its self-check is another one."""
    from nastavnik.learning.services import completion  # noqa: PLC0415 -- see above

    completion.settle_lesson(lesson_id=lesson_id, now=clock.now())


@task(queue_name="default")
def make_standings(programme_id: int) -> None:
    """Let those who were enrolled stand in the lists."""
    from nastavnik.learning.services import completion  # noqa: PLC0415 -- see above

    completion.make_standings(programme_id=programme_id)


@task(queue_name="default")
def count_attendance(lesson_id: int) -> None:
    """Count who was at a lesson that is over."""
    from nastavnik.learning.services import attendance  # noqa: PLC0415 -- see above

    attendance.count_attendance(lesson_id=lesson_id, now=clock.now())


@every(minutes=10)
@task(queue_name="default")
def sweep_attendance() -> None:
    """Find lessons that are over and whose attendance nobody has counted."""
    from nastavnik.learning.services import attendance  # noqa: PLC0415 -- see above

    attendance.count_what_was_missed(now=clock.now())


@task(queue_name="default")
def bring_screens_in(broadcast_id: int) -> None:
    """Tell the room of a broadcast how many people sit at the screens that checked in before it opened."""
    from nastavnik.learning.services import check_ins  # noqa: PLC0415 -- see above

    check_ins.bring_screens_in(broadcast_id=broadcast_id, now=clock.now())


@every(hours=24)
@task(queue_name="default")
def forget_names_at_screens() -> None:
    """Delete the names of people without an account who sat at a common screen long ago."""
    from nastavnik.learning.services import check_ins  # noqa: PLC0415 -- see above

    check_ins.forget_names(now=clock.now())


@task(queue_name="default")
def send_nudge(nudge_id: int) -> None:
    """Tell those whom a methodist reminds."""
    from nastavnik.learning.services import nudges  # noqa: PLC0415 -- see above

    nudges.send_nudge(nudge_id=nudge_id, now=clock.now())


@every(minutes=10)
@task(queue_name="default")
def sweep_nudges() -> None:
    """Find reminders that were not sent to the end."""
    from nastavnik.learning.services import nudges  # noqa: PLC0415 -- see above

    nudges.send_what_was_missed(now=clock.now())


@every(hours=24)
@task(queue_name="default")
def recount_standings() -> None:
    """Add up anew what everybody has earned."""
    from nastavnik.learning.services import completion  # noqa: PLC0415 -- see above

    completion.recount_everything()


# --- coverage --------------------------------------------------------------------------------------------------------


@task(queue_name="default")
def settle_film(user_id: int, video_id: int) -> None:
    """Look whether what somebody has just played makes the lesson count."""
    from nastavnik.learning.services import coverage_sweeps  # noqa: PLC0415 -- see above

    coverage_sweeps.settle_film(user_id=user_id, video_id=video_id, now=clock.now())


@every(minutes=1)
@task(queue_name="default")
def settle_watched() -> None:
    """Look at everybody who has played more since the last time: no lesson waits for a task that was lost."""
    from nastavnik.learning.services import coverage_sweeps  # noqa: PLC0415 -- see above

    coverage_sweeps.settle_watched(now=clock.now())


@every(minutes=10)
@task(queue_name="default")
def follow_shifts() -> None:
    """Let what was played follow films of whose new source nobody told."""
    from nastavnik.learning.services import coverage_sweeps  # noqa: PLC0415 -- see above

    coverage_sweeps.follow_shifts(now=clock.now())


# --- certificates ----------------------------------------------------------------------------------------------------


@task(queue_name="default")
def issue_certificates(run_id: int) -> None:
    """Issue certificates to all who qualify, and set them for printing."""
    from nastavnik.learning.services import certificates  # noqa: PLC0415 -- see above

    certificates.make_run(run_id=run_id, clock=clock.now)


@every(minutes=10)
@task(queue_name="default")
def look_after_certificates() -> None:
    """Give up issues that nobody makes any more; delete files with names."""
    from nastavnik.learning.services import certificates  # noqa: PLC0415 -- see above

    now = clock.now()
    certificates.give_up_silent_runs(now=now)
    certificates.forget_old_papers(now=now)


# --- people who asked to be forgotten --------------------------------------------------------------------------------


@every(minutes=10)
@task(queue_name="default")
def forget_who_was_missed() -> None:
    """Forget people whose erasure was not heard of to the end."""
    from nastavnik.learning.services import forgetting  # noqa: PLC0415 -- see above

    forgetting.forget_who_was_missed(now=clock.now())


# --- self-checks -----------------------------------------------------------------------------------------------------


@every(hours=6)
@task(queue_name="default")
def sweep_quiz_leftovers() -> None:
    """Forget forms of self-checks that nobody came back to, and files that were brought and not used."""
    from nastavnik.learning.services import quizzes  # noqa: PLC0415 -- see above

    quizzes.sweep_leftovers(now=clock.now())


# --- other systems ---------------------------------------------------------------------------------------------------


@every(minutes=1)
@task(queue_name="outside")
def send_grades() -> None:
    """Send the grades that wait for learning platforms; enqueued when one changes, too."""
    from nastavnik.learning.services.lti import grades  # noqa: PLC0415 -- see above

    grades.send_due_grades(clock=clock.now)


@every(minutes=10)
@task(queue_name="default")
def find_changed_grades() -> None:
    """Find grades that changed and of which nobody heard."""
    from nastavnik.learning.services.lti import grades  # noqa: PLC0415 -- see above

    grades.find_changed_grades(now=clock.now())


@every(hours=24)
@task(queue_name="default")
def keep_lti_tidy() -> None:
    """Replace old keys, and forget entrances of yesterday."""
    from nastavnik.learning.services.lti import entrances, keys  # noqa: PLC0415 -- see above

    keys.replace_old_key(now=clock.now())
    entrances.forget_old_entrances(now=clock.now())


@every(minutes=1)
@task(queue_name="outside")
def tell_record_stores() -> None:
    """Write down what record stores are to be told, and send what waits."""
    from nastavnik.learning.services.statements import sending, writing  # noqa: PLC0415 -- see above

    writing.write_statements(now=clock.now())
    sending.send_due_statements(clock=clock.now)


@every(hours=24)
@task(queue_name="default")
def forget_old_statements() -> None:
    """Delete what record stores were told long ago."""
    from nastavnik.learning.services.statements import writing  # noqa: PLC0415 -- see above

    writing.forget_old_statements(now=clock.now())
