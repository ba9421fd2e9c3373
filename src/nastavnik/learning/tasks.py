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


@every(hours=24)
@task(queue_name="default")
def recount_standings() -> None:
    """Add up anew what everybody has earned."""
    from nastavnik.learning.services import completion  # noqa: PLC0415 -- see above

    completion.recount_everything()
