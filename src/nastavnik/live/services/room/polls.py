"""Polls: prepared before or on the fly, asked one at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from nastavnik.core import journal
from nastavnik.live.enums import POLL_MOVES, Audience, PollKind, PollState, RoomEventKind
from nastavnik.live.models import Poll, PollOption, PollVote, Room
from nastavnik.live.selectors.room.items import poll_payload
from nastavnik.live.services.room import bell
from nastavnik.live.services.room.log import ROOM_RIGHTS, tell
from nastavnik.live.services.room.members import led_room, speaking_member
from nastavnik.live.services.room.refusals import MoveNotPossible, PollNeedsAnswers, PollNotOpen, WrongChoice
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
SCALE = ("1", "2", "3", "4", "5")


@transaction.atomic
def prepare_poll(
    *,
    actor: Actor,
    room_id: int,
    kind: PollKind,
    title: str,
    options: Sequence[str],
    has_live_results: bool,
    now: datetime,
    is_asked_now: bool = False,
) -> Poll:
    """Prepare a poll, which `open_poll` asks, or ask it at once. A scale has its numbers, whatever `options` says.

    Raises `PollNeedsAnswers`, `RoomOver`.
    """
    room = led_room(actor, room_id, now)
    titles = SCALE if kind == PollKind.SCALE else tuple(dict.fromkeys(options))
    if not FEWEST_OPTIONS <= len(titles) <= MOST_OPTIONS:
        raise PollNeedsAnswers
    poll = Poll.objects.create(
        room=room,
        kind=kind,
        title=title,
        has_live_results=has_live_results,
        created_by=actor if isinstance(actor, User) else None,
        created_at=now,
    )
    PollOption.objects.bulk_create(
        [PollOption(poll=poll, position=position, title=text) for position, text in enumerate(titles, start=1)]
    )
    if is_asked_now:
        return open_poll(actor=actor, room_id=room_id, poll_token=poll.token, now=now)
    _tell(poll, now, Audience.MODERATORS)
    return poll


def _tell(poll: Poll, now: datetime, audience: Audience = Audience.EVERYBODY) -> None:
    """Tell of a poll; its room is locked."""
    tell(poll.room, RoomEventKind.POLL, poll.token, poll_payload(poll), now, audience=audience)


def _led_poll(actor: Actor, room_id: int, poll_token: str, now: datetime) -> Poll:
    """Return a poll, locked with its room, for a deed of those who lead it."""
    room = led_room(actor, room_id, now)
    poll = Poll.objects.select_for_update(of=("self",)).get(room=room, token=poll_token)
    poll.room = room
    return poll


def _moved(poll: Poll, state: PollState, *fields: str) -> None:
    if state not in POLL_MOVES[PollState(poll.state)]:
        raise MoveNotPossible
    poll.state = state
    poll.save(update_fields=["state", *fields])


@transaction.atomic
def open_poll(*, actor: Actor, room_id: int, poll_token: str, now: datetime) -> Poll:
    """Ask everybody; the poll that is being asked is closed. Raises `MoveNotPossible`."""
    poll = _led_poll(actor, room_id, poll_token, now)
    _close_open(poll.room, now)
    poll.opened_at, poll.closed_at = now, None
    _moved(poll, PollState.OPEN, "opened_at", "closed_at")
    _tell(poll, now)
    journal.record(actor=actor, verb="poll opened", subject=poll.room, now=now, poll=poll.token)
    return poll


def _close_open(room: Room, now: datetime) -> None:
    for poll in Poll.objects.select_for_update(of=("self",)).filter(room=room, state=PollState.OPEN):
        poll.room = room
        poll.closed_at = now
        _moved(poll, PollState.CLOSED, "closed_at")
        _tell(poll, now)


@transaction.atomic
def close_poll(*, actor: Actor, room_id: int, poll_token: str, now: datetime) -> Poll:
    """Take no more answers; everybody sees how it came out. Raises `MoveNotPossible`."""
    poll = _led_poll(actor, room_id, poll_token, now)
    poll.closed_at = now
    _moved(poll, PollState.CLOSED, "closed_at")
    _tell(poll, now)
    journal.record(actor=actor, verb="poll closed", subject=poll.room, now=now, poll=poll.token)
    return poll


@transaction.atomic
def remove_poll(*, actor: Actor, room_id: int, poll_token: str, now: datetime) -> None:
    """Throw a prepared poll away; one that was asked stays. Raises `MoveNotPossible`."""
    poll = _led_poll(actor, room_id, poll_token, now)
    if poll.state != PollState.PREPARED:
        raise MoveNotPossible
    gone = {"token": poll.token, "gone": True}
    tell(poll.room, RoomEventKind.POLL_GONE, poll.token, gone, now, audience=Audience.MODERATORS)
    poll.delete()


@transaction.atomic
def vote_in_poll(
    *, actor: Actor, room_id: int, poll_token: str, positions: Collection[int], now: datetime, guest: str = ""
) -> Poll:
    """Answer a poll, or change the answer while it is open.

    Browsers learn of answers by the counts, which the room sends once a second. Raises what `speaking_member` raises,
    `PollNotOpen`, `WrongChoice`.
    """
    polls = Poll.objects.select_for_update(of=("self",)).select_related(*ROOM_RIGHTS)
    poll = polls.get(room=room_id, token=poll_token)
    member = speaking_member(poll.room, actor, guest, now)
    if poll.state != PollState.OPEN:
        raise PollNotOpen
    options = {option.position: option for option in PollOption.objects.filter(poll=poll)}
    chosen = set(positions)
    if not chosen or chosen - options.keys() or (len(chosen) > 1 and poll.kind != PollKind.SEVERAL):
        raise WrongChoice
    votes = PollVote.objects.filter(poll=poll, member=member)
    former = set(votes.values_list("option__position", flat=True))
    if former != chosen:
        _write_choice(poll, member_id=member.pk, options=options, former=former, chosen=chosen, now=now)
        bell.ring_after_commit(room_id)
    return poll


def _write_choice(
    poll: Poll, *, member_id: int, options: dict[int, PollOption], former: set[int], chosen: set[int], now: datetime
) -> None:
    taken, given = former - chosen, chosen - former
    PollVote.objects.filter(poll=poll, member=member_id, option__position__in=taken).delete()
    fresh = [PollVote(poll=poll, option=options[position], member_id=member_id, at=now) for position in sorted(given)]
    PollVote.objects.bulk_create(fresh)
    PollOption.objects.filter(poll=poll, position__in=taken).update(votes=F("votes") - 1)
    PollOption.objects.filter(poll=poll, position__in=given).update(votes=F("votes") + 1)
    if not former:
        Poll.objects.filter(pk=poll.pk).update(voters=F("voters") + 1)
