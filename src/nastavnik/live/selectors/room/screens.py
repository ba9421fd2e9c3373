"""The speaker's second screen, and the question that OBS shows over the picture."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from nastavnik.live.enums import QuestionState
from nastavnik.live.models import Broadcast, LiveQuestion, Room
from nastavnik.live.permissions import can_hold_broadcast
from nastavnik.live.selectors.room.lookup import overlay_key
from nastavnik.live.selectors.room.page import RoomView, room_view
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """What the speaker sees beside her notes."""

    room: RoomView
    live_at: datetime | None
    ends_at: datetime | None
    is_on_air: bool


@dataclass(frozen=True, slots=True)
class OverlayView:
    """The question that is being answered; nothing while none is."""

    text: str = ""
    name: str = ""
    place: str = ""


def speaker_view(actor: Actor, school: School, broadcast_token: str, now: datetime) -> SpeakerView:
    """Return the speaker's screen for those who hold the broadcast. Raises `Broadcast.DoesNotExist`."""
    broadcasts = Broadcast.objects.select_related("school", "lesson__cycle__programme", "lesson__school")
    broadcast = broadcasts.get(school=school, token=broadcast_token)
    view = room_view(actor, broadcast, now) if can_hold_broadcast(actor, broadcast) else None
    if view is None:
        raise Broadcast.DoesNotExist
    return SpeakerView(view, broadcast.live_at, broadcast.lesson.ends_at, broadcast.is_on_air)


def overlay_view(school: School, room_token: str, key: str) -> OverlayView:
    """Return what OBS shows, for whoever has the address. Raises `Room.DoesNotExist`."""
    if not compare_digest(key.encode(), overlay_key(room_token).encode()):
        raise Room.DoesNotExist
    room = Room.objects.get(token=room_token, broadcast__school=school)
    question = LiveQuestion.objects.filter(room=room, state=QuestionState.ANSWERING).select_related("member").first()
    if question is None:
        return OverlayView()
    return OverlayView(question.text, question.member.name, question.member.place)
