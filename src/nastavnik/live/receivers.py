"""What live broadcasts do with news of the apps below."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.live.services import replacement, room
from nastavnik.people.events import PersonErased
from nastavnik.video.events import VideoPlayable


@on(VideoPlayable)
def follow_film(event: VideoPlayable) -> None:
    """Let what was said live keep its moments when the film of a broadcast changes."""
    replacement.follow_film(video_id=event.video_id, now=clock.now())


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take the name of somebody who asked to be forgotten out of all rooms."""
    room.forget_person(user_id=event.user_id)
