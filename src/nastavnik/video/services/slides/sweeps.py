"""Films whose slides nobody looks for: older ones, those whose task was lost, stills that wait to be taken."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.video import tasks
from nastavnik.video.enums import STATES_IN_WORK, DeckFileKind, DeckState, VideoState
from nastavnik.video.models import Deck, Slide, Video
from nastavnik.video.services.slides.finding import MOST_FAILURES

# A few at a time: an archive of a thousand films takes its days, and new films go first.
MOST_AT_ONCE = 5
LOST_AFTER = timedelta(minutes=2)


def requeue_slides(*, now: datetime) -> int:
    """Enqueue what is to be done and has no task that is queued or running; return how many."""
    busy = _ids_with_a_task()
    films = [pk for pk in _films_to_look_through(now) if pk not in busy][:MOST_AT_ONCE]
    for video_id in films:
        tasks.make_slides.enqueue(video_id)
    talks = [pk for pk in _talks_to_read() if pk not in busy]
    for video_id in talks:
        tasks.read_talk.enqueue(video_id)
    return len(films) + len(talks)


def _films_to_look_through(now: datetime) -> list[int]:
    decks = Deck.objects.filter(video=OuterRef("pk"))
    waiting = decks.filter(state__in=[DeckState.WAITING, DeckState.FINDING])
    without_still = Slide.objects.filter(video=OuterRef("pk"), still="")
    over = Q(state=DeckState.FAILED) | Q(started_at__gte=now - LOST_AFTER)
    films = Video.objects.filter(removed_at=None, width__isnull=False).exclude(source_path="").exclude(build="")
    films = films.exclude(state__in=[*STATES_IN_WORK, VideoState.RECORDING])
    films = films.filter(~Exists(decks) | Exists(waiting) | Exists(without_still)).exclude(Exists(decks.filter(over)))
    return list(films.order_by("-created_at", "-pk").values_list("pk", flat=True)[: MOST_AT_ONCE * 10])


def _talks_to_read() -> list[int]:
    unread = Deck.objects.filter(pages=[], is_file_unreadable=False, failures__lt=MOST_FAILURES)
    unread = unread.filter(file_kind__in=DeckFileKind.values).exclude(file_path="").exclude(video__build="")
    return list(unread.order_by("pk").values_list("video_id", flat=True))


def _ids_with_a_task() -> set[int]:
    ours = [tasks.make_slides, tasks.take_stills, tasks.read_talk]
    alive = DBTaskResult.objects.filter(
        task_path__in=[task.module_path for task in ours],
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return {arguments["args"][0] for arguments in alive.values_list("args_kwargs", flat=True)}
