"""What the audience does when it hears news of the apps below."""

from nastavnik.audience.services import channels, reports
from nastavnik.audience.services.viewing import following, forgetting
from nastavnik.core.events import on
from nastavnik.live.events import BroadcastStarted
from nastavnik.live.models import Broadcast
from nastavnik.people.events import PersonErased
from nastavnik.video.events import VideoShifted


@on(BroadcastStarted)
def _count_where_it_goes(event: BroadcastStarted) -> None:
    for school_id in Broadcast.objects.filter(pk=event.broadcast_id).values_list("school_id", flat=True):
        channels.ensure_channels(school_id=school_id)


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Let no viewing and no frozen report lead to somebody who asked to be forgotten."""
    forgetting.forget_person(user_id=event.user_id)
    reports.forget_person(user_id=event.user_id)


@on(VideoShifted)
def follow_shifts(_event: VideoShifted) -> None:
    """Let the curve of a film follow it."""
    following.follow_shifts()
