"""Work in the background: ids in, one service each, safe to run twice."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every
from nastavnik.search import services


# Before letters: somebody has corrected a word and looks for it.
@task(queue_name="default", priority=5)
def index_video(video_id: int) -> None:
    """Let what a film says and shows be found."""
    services.index_video(video_id=video_id, now=clock.now())


@task(queue_name="default", priority=5)
def index_lesson(lesson_id: int) -> None:
    """Let a lesson be found, its films and its handouts: they are as fresh as it is."""
    services.index_lesson_with_all(lesson_id=lesson_id, now=clock.now())


@task(queue_name="default")
def index_handout(handout_id: int) -> None:
    """Let the words of a handout be found."""
    services.index_handout(handout_id=handout_id, now=clock.now())


@every(minutes=10)
@task(queue_name="default")
def index_what_was_missed() -> None:
    """Find films, lessons and handouts that changed and were not indexed."""
    services.index_missed(now=clock.now())
