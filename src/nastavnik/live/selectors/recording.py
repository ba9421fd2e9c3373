"""The recording of a broadcast at its desk."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.live.models import Broadcast
from nastavnik.live.selectors.desk import broadcast_to_run
from nastavnik.live.selectors.timeline import parts_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.video.selectors import Player, player_of


@dataclass(frozen=True, slots=True)
class RecordingDesk:
    """A recording that can be cut. `is_whole`: nothing is cut off yet."""

    id: int
    title: str
    desk_url: str
    film_url: str
    player: Player | None
    whole_seconds: float
    is_whole: bool
    # what the form begins with, in seconds
    typed: dict[str, float]


def recording_desk(actor: Actor, school: School, token: str, now: datetime) -> RecordingDesk:
    """Return the recording of a broadcast. Raises as `broadcast_to_run`, and for one that has no recording as for a missing one."""
    broadcast = broadcast_to_run(actor, school, token)
    parts, video = parts_of(broadcast), broadcast.video
    if not parts or video is None:
        raise Broadcast.DoesNotExist
    return RecordingDesk(
        id=broadcast.pk,
        title=broadcast.lesson.title,
        desk_url=reverse("live:broadcast", args=[token]),
        film_url=reverse("video:film", args=[video.token]),
        player=player_of(actor, video, now),
        whole_seconds=parts[-1].offset_seconds + parts[-1].duration_seconds,
        is_whole=not (broadcast.head_seconds or broadcast.tail_seconds),
        typed={"head_seconds": broadcast.head_seconds, "tail_seconds": broadcast.tail_seconds},
    )
