"""The film as one file to take away, at its desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nastavnik.video.enums import TAKEAWAY_TEXTS, TakeawayProblem, TakeawayState
from nastavnik.video.models import Takeaway, Video
from nastavnik.video.selectors.media import signed_file

FILE_NAME = "film.mp4"
# An hour of film is a gigabyte or two: long enough to come back for it after a week-end.
LIVES = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class TakeawayView:
    """How the file of a film stands; `problem` says why there is none and what to do."""

    token: str
    is_busy: bool
    is_ready: bool
    problem: str
    bytes: int
    until: datetime | None


def takeaway_of(video: Video) -> TakeawayView:
    """Return how the file of a film of the desk stands; the caller has asked for the right to change the film."""
    row: Takeaway | None = getattr(video, "takeaway", None)
    is_ready = row is not None and row.state == TakeawayState.READY
    return TakeawayView(
        token=video.token,
        is_busy=row is not None and row.state == TakeawayState.WAITING,
        is_ready=is_ready,
        problem=str(TAKEAWAY_TEXTS[TakeawayProblem(row.problem)]) if row is not None and row.problem else "",
        bytes=row.bytes if row is not None else 0,
        until=row.ended_at + LIVES if row is not None and row.ended_at is not None and is_ready else None,
    )


def takeaway_url(video: Video, now: datetime) -> str:
    """Return where the file lies now, for the same caller. Raises `Takeaway.DoesNotExist` while there is none."""
    row = Takeaway.objects.get(video=video, state=TakeawayState.READY)
    return signed_file(video.token, row.folder, FILE_NAME, now)
