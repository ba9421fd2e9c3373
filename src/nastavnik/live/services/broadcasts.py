"""What the desk does with a broadcast: plan, change, begin, hand over, end. The ingest node follows within a second."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, RelayState, SenderState
from nastavnik.live.events import BroadcastEnded, BroadcastStarted
from nastavnik.live.models import Broadcast, DeskNote, Relay, Sender, StreamKey
from nastavnik.live.permissions import can_hold_broadcast, can_run_broadcast
from nastavnik.live.selectors.desk_live import SIGNAL_FRESH
from nastavnik.live.services.room.log import make_room
from nastavnik.people.models import User
from nastavnik.people.permissions import SYSTEM, Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson
from nastavnik.programme.services import hold_lesson
from nastavnik.video.enums import Access
from nastavnik.video.services import begin_recording, change_recording


class NoSignal(Refusal):
    """Nobody sends a picture or a sound."""

    message = _("Nothing is being sent yet. Switch on the camera here or start the broadcast in OBS, then go on air.")


class AlreadyOver(Refusal):
    """The broadcast has ended."""

    message = _("This broadcast is over. Its recording is at the lesson’s address.")


class NotOnAir(Refusal):
    """The broadcast has not begun."""

    message = _("The broadcast is not on air.")


class LessonNotAnnounced(Refusal):
    """Nobody could watch: the lesson is a draft, cancelled or held."""

    message = _("Only an announced lesson can go on air. Announce it first: then people find it.")


class SenderGone(Refusal):
    """The sender who was to take over has left."""

    message = _("This sender is no longer connected, so the picture stays as it is.")


@transaction.atomic
def plan_broadcast(*, actor: Actor, lesson_id: int, now: datetime) -> Broadcast:
    """Return the broadcast of a lesson, made now with its room if there is none."""
    lesson = Lesson.objects.select_for_update(of=("self",)).select_related("school").get(pk=lesson_id)
    if not can_run_broadcast(actor, lesson):
        raise PermissionDenied
    broadcast, is_new = Broadcast.objects.get_or_create(
        lesson=lesson,
        defaults={
            "school": lesson.school,
            "created_by": actor if isinstance(actor, User) else None,
            "created_at": now,
        },
    )
    make_room(broadcast=broadcast, now=now)
    if is_new:
        journal.record(actor=actor, verb="broadcast planned", subject=broadcast, now=now, lesson=lesson.slug)
    return broadcast


@transaction.atomic
def change_broadcast(
    *,
    actor: Actor,
    broadcast_id: int,
    now: datetime,
    access: Access | None = None,
    is_low_latency: bool | None = None,
    wants_lower_quality: bool | None = None,
    abandon_minutes: int | None = None,
) -> Broadcast:
    """Change the settings of a broadcast that are named; the others stay as they are. Raises `AlreadyOver`."""
    broadcast = _locked(broadcast_id)
    if not can_run_broadcast(actor, broadcast.lesson):
        raise PermissionDenied
    if broadcast.is_over:
        raise AlreadyOver
    wished = {
        "access": access,
        "is_low_latency": is_low_latency,
        "wants_lower_quality": wants_lower_quality,
        "abandon_minutes": abandon_minutes,
    }
    changed = [name for name, value in wished.items() if value not in (None, getattr(broadcast, name))]
    for name in changed:
        setattr(broadcast, name, wished[name])
    if changed:
        broadcast.save(update_fields=changed)
        if broadcast.video_id is not None:
            change_recording(
                actor=actor,
                video_id=broadcast.video_id,
                access=Access(broadcast.access),
                is_low_latency=broadcast.is_low_latency,
                now=now,
            )
        journal.record(actor=actor, verb="broadcast changed", subject=broadcast, now=now, fields=changed)
    return broadcast


@transaction.atomic
def go_live(*, actor: Actor, broadcast_id: int, now: datetime) -> Broadcast:
    """Show the signal to everybody and begin the recording; safe to repeat.

    Raises `NoSignal`, `AlreadyOver`, `LessonNotAnnounced`.
    """
    broadcast = _locked(broadcast_id)
    if not can_hold_broadcast(actor, broadcast):
        raise PermissionDenied
    if broadcast.is_over:
        raise AlreadyOver
    if broadcast.is_on_air:
        return broadcast
    if broadcast.lesson.state != LessonState.ANNOUNCED:
        raise LessonNotAnnounced
    if not has_signal(broadcast, now):
        raise NoSignal
    video = begin_recording(
        actor=actor,
        lesson=broadcast.lesson,
        title=broadcast.lesson.title,
        access=Access(broadcast.access),
        is_low_latency=broadcast.is_low_latency,
        now=now,
    )
    broadcast.state, broadcast.live_at, broadcast.video = BroadcastState.LIVE, now, video
    broadcast.save(update_fields=["state", "live_at", "video"])
    _note(broadcast, NoteCode.WENT_LIVE, now)
    journal.record(actor=actor, verb="broadcast began", subject=broadcast, now=now)
    publish(BroadcastStarted(broadcast_id=broadcast.pk))
    return broadcast


def has_signal(broadcast: Broadcast, now: datetime) -> bool:
    """Tell whether a node takes in a signal of the broadcast at this moment."""
    if broadcast.health_at is None or broadcast.health_at < now - SIGNAL_FRESH:
        return False
    senders = Sender.objects.filter(broadcast=broadcast, state__in=[SenderState.WAITING, SenderState.ON_AIR])
    return senders.exists()


@transaction.atomic
def end_broadcast(*, actor: Actor, broadcast_id: int, now: datetime) -> Broadcast:
    """End the broadcast; what was sent is the recording within seconds. Safe to repeat. Raises `NotOnAir`."""
    broadcast = _locked(broadcast_id)
    if not can_hold_broadcast(actor, broadcast):
        raise PermissionDenied
    if broadcast.state == BroadcastState.PLANNED:
        raise NotOnAir
    if not broadcast.is_over:
        end(broadcast, EndReason.DESK, now)
        journal.record(actor=actor, verb="broadcast ended", subject=broadcast, now=now)
    return broadcast


def end(broadcast: Broadcast, why: EndReason, now: datetime) -> None:
    """End a locked broadcast that is on air, for `why`: keys go, the lesson was held."""
    broadcast.state, broadcast.ended_at, broadcast.ended_because = BroadcastState.ENDED, now, why
    broadcast.save(update_fields=["state", "ended_at", "ended_because"])
    StreamKey.objects.filter(broadcast=broadcast, revoked_at=None).update(revoked_at=now)
    # keys for one broadcast are of no use any more, and what is not there cannot be stolen
    Relay.objects.filter(broadcast=broadcast).update(state=RelayState.OVER, sealed_key="", retry_at=None)
    lesson = broadcast.lesson
    if lesson.state == LessonState.ANNOUNCED and lesson.starts_at is not None and lesson.starts_at <= now:
        hold_lesson(actor=SYSTEM, lesson_id=lesson.pk, now=now)
    _note(broadcast, NoteCode.ENDED, now, why=why.value)
    publish(BroadcastEnded(broadcast_id=broadcast.pk))


@transaction.atomic
def hand_over(*, actor: Actor, broadcast_id: int, sender_token: str, now: datetime) -> Broadcast:
    """Let another connected sender be shown instead. Raises `SenderGone`, `AlreadyOver`."""
    broadcast = _locked(broadcast_id)
    if not can_hold_broadcast(actor, broadcast):
        raise PermissionDenied
    if broadcast.is_over:
        raise AlreadyOver
    connected = [SenderState.WAITING, SenderState.ON_AIR]
    sender = Sender.objects.filter(broadcast=broadcast, token=sender_token, state__in=connected).first()
    if sender is None:
        raise SenderGone
    broadcast.wanted_sender = sender
    broadcast.save(update_fields=["wanted_sender"])
    journal.record(actor=actor, verb="broadcast handed over", subject=broadcast, now=now, sender=sender.label)
    return broadcast


def _locked(broadcast_id: int) -> Broadcast:
    broadcasts = Broadcast.objects.select_for_update(of=("self",))
    return broadcasts.select_related("school", "lesson__school", "lesson__cycle__programme").get(pk=broadcast_id)


def _note(broadcast: Broadcast, code: NoteCode, now: datetime, **details: str) -> None:
    DeskNote.objects.create(broadcast=broadcast, at=now, code=code, details=details)
