"""What live broadcasts do with news of the apps below."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.live import tasks
from nastavnik.live.events import BroadcastEnded, BroadcastStarted, RecordingReady
from nastavnik.live.services import notices, replacement, room
from nastavnik.people.events import PersonErased
from nastavnik.video.events import VideoPlayable


@on(VideoPlayable)
def follow_film(event: VideoPlayable) -> None:
    """Let what was said live keep its moments when the film of a broadcast changes."""
    replacement.follow_film(video_id=event.video_id, now=clock.now())


# Telling thousands takes seconds: whoever pressed the button does not wait for it.


@on(BroadcastStarted)
def tell_on_air(event: BroadcastStarted) -> None:
    """Have those enrolled told that a broadcast has begun."""
    tasks.tell_on_air.enqueue(event.broadcast_id)


@on(BroadcastEnded)
def forget_on_air(event: BroadcastEnded) -> None:
    """Let nobody be told of a broadcast that is over."""
    notices.forget_on_air(broadcast_id=event.broadcast_id)


@on(RecordingReady)
def tell_recording(event: RecordingReady) -> None:
    """Have those enrolled told that a recording can be watched."""
    tasks.tell_recording.enqueue(event.broadcast_id)


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take the name of somebody who asked to be forgotten out of all rooms."""
    room.forget_person(user_id=event.user_id)
