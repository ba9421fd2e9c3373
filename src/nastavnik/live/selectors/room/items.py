"""What is said in a room, as pages draw it and as browsers are told of it: one shape for both.

`payload` is what stands in a room event. A text is sent as it was typed: whoever draws it escapes it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.live.enums import PollKind, PollState, QuestionState
from nastavnik.live.models import ChatMessage, LiveQuestion, Poll, RaisedHand, Room, RoomMember

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MessageItem:
    """A message of the chat. `by` is the token of its author in this room; `seconds` its place in the recording."""

    token: str
    by: str
    name: str
    place: str
    text: str
    at: datetime
    is_hidden: bool
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """A question to the speaker; `seconds` is when it was answered in the recording, else when it was asked."""

    token: str
    by: str
    name: str
    place: str
    text: str
    state: QuestionState
    votes: int
    is_pinned: bool
    at: datetime
    answering_at: datetime | None
    has_voted: bool = False
    seconds: float | None = None

    @property
    def is_answering(self) -> bool:
        """Whether the speaker answers it at this moment."""
        return self.state == QuestionState.ANSWERING

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for approval."""
        return self.state == QuestionState.WAITING

    @property
    def is_answered(self) -> bool:
        """Whether it was answered."""
        return self.state == QuestionState.ANSWERED

    @property
    def is_declined(self) -> bool:
        """Whether those who lead the room have declined it."""
        return self.state == QuestionState.DECLINED

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(self.state.label)


@dataclass(frozen=True, slots=True)
class OptionItem:
    """An answer of a poll with its share of the voters, both only where results may be seen."""

    position: int
    title: str
    votes: int
    percent: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class PollItem:
    """A poll with its answers."""

    token: str
    kind: PollKind
    title: str
    state: PollState
    has_live_results: bool
    voters: int
    options: list[OptionItem]
    seconds: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is being asked."""
        return self.state == PollState.OPEN

    @property
    def is_prepared(self) -> bool:
        """Whether it was not asked yet."""
        return self.state == PollState.PREPARED

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.state == PollState.CLOSED

    @property
    def is_several(self) -> bool:
        """Whether several answers may be chosen."""
        return self.kind == PollKind.SEVERAL

    @property
    def has_results(self) -> bool:
        """Whether everybody may see the results."""
        return results_are_public(self.state, has_live_results=self.has_live_results)

    @property
    def average(self) -> float | None:
        """The mean of a scale, to a tenth; nothing for other polls, and before anybody has answered."""
        votes = sum(option.votes for option in self.options)
        if self.kind != PollKind.SCALE or not votes:
            return None
        return round(sum(option.position * option.votes for option in self.options) / votes, 1)


@dataclass(frozen=True, slots=True)
class HandItem:
    """A raised hand."""

    by: str
    name: str
    place: str
    raised_at: datetime


def results_are_public(state: str, *, has_live_results: bool) -> bool:
    """Tell whether everybody may see how a poll in `state` stands."""
    return state == PollState.CLOSED or (state == PollState.OPEN and has_live_results)


def option_item(position: int, title: str, votes: int, voters: int, *, is_chosen: bool) -> OptionItem:
    """Return an answer that so many of the `voters` chose."""
    return OptionItem(position, title, votes, round(100 * votes / voters) if voters else 0, is_chosen)


def message_payload(message: ChatMessage) -> Payload:
    """Return what browsers are told of a message; its member must be joined."""
    words = {"token": message.token, **_author(message.member), "text": message.text}
    return {**words, "at": message.at.isoformat(), "hidden": message.hidden_at is not None, "key": message.key}


def question_payload(question: LiveQuestion) -> Payload:
    """Return what browsers are told of a question; its member must be joined."""
    words = {"token": question.token, **_author(question.member), "text": question.text}
    state = {"state": str(question.state), "votes": question.votes, "pinned": question.is_pinned}
    answering_at = question.answering_at.isoformat() if question.answering_at else ""
    return {**words, **state, "answering_at": answering_at, "at": question.at.isoformat(), "key": question.key}


def poll_payload(poll: Poll) -> Payload:
    """Return what browsers are told of a poll; how it stands is among the counts."""
    rows = poll.options.order_by("position").values_list("position", "title")
    options = [{"position": position, "title": title} for position, title in rows]
    words = {"token": poll.token, "how": str(poll.kind), "title": poll.title, "state": str(poll.state)}
    return {**words, "live": poll.has_live_results, "options": options}


def hand_payload(hand: RaisedHand) -> Payload:
    """Return what browsers are told of a hand; its member must be joined."""
    return {**_author(hand.member), "at": hand.raised_at.isoformat(), "up": hand.lowered_at is None}


def _author(member: RoomMember) -> dict[str, str]:
    return {"by": member.token, "name": member.name, "place": member.place}


def member_payload(member: RoomMember) -> Payload:
    """Return what those who lead the room are told of a member."""
    return {"by": member.token, "name": member.name, "muted": member.muted_at is not None}


def room_payload(room: Room) -> Payload:
    """Return what browsers are told of the room's rules."""
    return {
        "chat": room.is_chat_open,
        "slow": room.slow_seconds,
        "links": room.are_links_allowed,
        "guests": room.are_guests_allowed,
        "moderated": room.are_questions_moderated,
    }
