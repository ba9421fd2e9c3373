"""What people do with films: rename, move to a lesson, open and close, try again, remove and bring back."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson
from nastavnik.video import tasks
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.events import VideoRemoved, VideoRestored
from nastavnik.video.models import Video, WatchPosition
from nastavnik.video.permissions import can_edit_video, can_watch

REMOVED_LIVES = timedelta(days=30)


class NotToRetry(Refusal):
    """The film is neither failed nor refused."""

    message = _("This film is being processed or is ready, so there is nothing to try again.")


class FilmRemoved(Refusal):
    """The film was removed meanwhile."""

    message = _("This film was removed. Bring it back first.")


class FilmOnAir(Refusal):
    """The film is a broadcast that goes on."""

    message = _("This film is on air, so it stays where it is. End the broadcast first.")


def check_not_on_air(video: Video) -> None:
    """Raise `FilmOnAir` for what viewers, the node that records, and the broadcast's lesson rely on."""
    if video.is_on_air:
        raise FilmOnAir


def _locked(actor: Actor, video_id: int) -> Video:
    """Return the film locked for a change by `actor`."""
    videos = Video.objects.select_for_update(of=("self",)).select_related("school", "lesson__cycle__programme")
    video = videos.get(pk=video_id)
    if not can_edit_video(actor, video):
        raise PermissionDenied
    return video


@transaction.atomic
def rename_video(*, actor: Actor, video_id: int, title: str, now: datetime) -> Video:
    """Give the film another title."""
    video = _locked(actor, video_id)
    before, video.title = video.title, title
    video.save(update_fields=["title"])
    journal.record(actor=actor, verb="renamed", subject=video, now=now, before=before, after=title)
    return video


@transaction.atomic
def change_access(*, actor: Actor, video_id: int, access: Access, now: datetime) -> Video:
    """Say who may watch the film."""
    video = _locked(actor, video_id)
    before, video.access = video.access, access
    video.save(update_fields=["access"])
    journal.record(actor=actor, verb="access changed", subject=video, now=now, before=before, after=access)
    return video


@transaction.atomic
def move_video(*, actor: Actor, video_id: int, lesson: Lesson | None, now: datetime) -> Video:
    """Put the film into a lesson of its school, or (None) on the shelf. Raises `FilmOnAir`."""
    video = _locked(actor, video_id)
    check_not_on_air(video)
    if lesson is not None and lesson.school_id != video.school_id:
        raise PermissionDenied
    before, video.lesson = video.lesson, lesson
    video.save(update_fields=["lesson"])
    names = {"before": before.slug if before else "", "after": lesson.slug if lesson else ""}
    journal.record(actor=actor, verb="moved", subject=video, now=now, **names)
    return video


@transaction.atomic
def retry_processing(*, actor: Actor, video_id: int, now: datetime) -> Video:
    """Process a failed or refused film once more, from the first step that is not done.

    Raises `NotToRetry` when the film is in work or ready, `FilmRemoved` when it was removed.
    """
    video = _locked(actor, video_id)
    if video.removed_at is not None:
        raise FilmRemoved
    if not video.can_be_retried:
        raise NotToRetry
    # a recording whose pieces could not be put together waits for that again, and its sweep does it
    video.state = VideoState.QUEUED if video.source_path else VideoState.PLAYABLE
    video.refusal, video.failures, video.seconds_left = "", 0, None
    video.save(update_fields=["state", "refusal", "failures", "seconds_left"])
    journal.record(actor=actor, verb="tried again", subject=video, now=now)
    tasks.open_video.enqueue(video.pk)
    return video


@transaction.atomic
def remove_video(*, actor: Actor, video_id: int, now: datetime) -> Video:
    """Take the film away from everybody's eyes; its files are kept for `REMOVED_LIVES`, so that it can come back.

    Raises `FilmOnAir`.
    """
    video = _locked(actor, video_id)
    check_not_on_air(video)
    if video.removed_at is None:
        video.removed_at = now
        video.save(update_fields=["removed_at"])
        journal.record(actor=actor, verb="removed", subject=video, now=now)
        publish(VideoRemoved(video_id=video.pk))
    return video


@transaction.atomic
def restore_video(*, actor: Actor, video_id: int, now: datetime) -> Video:
    """Bring a removed film back; if its processing was not finished, it goes on."""
    video = _locked(actor, video_id)
    if video.removed_at is not None:
        video.removed_at = None
        video.save(update_fields=["removed_at"])
        journal.record(actor=actor, verb="restored", subject=video, now=now)
        publish(VideoRestored(video_id=video.pk))
        if video.is_in_work:
            tasks.open_video.enqueue(video.pk)
    return video


def remember_position(*, actor: User, video_id: int, seconds: float, now: datetime, has_link: bool = False) -> None:
    """Remember where `actor` stopped; seconds outside the film are brought to its nearest end.

    A broadcast has no end yet; its viewer goes on in the recording from where she left.
    """
    video = Video.objects.select_related("school", "lesson__cycle__programme", "lesson__school").get(pk=video_id)
    if not can_watch(actor, video, has_link=has_link):
        raise PermissionDenied
    most = seconds if video.is_on_air else video.duration_seconds or 0.0
    within = min(max(seconds, 0.0), most)
    WatchPosition.objects.update_or_create(user=actor, video=video, defaults={"seconds": within, "updated_at": now})
