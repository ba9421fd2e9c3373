"""The room in the desk's tables: chat, questions, polls and presence, to be read, sorted and taken along as files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.templatetags.ui import timecode
from nastavnik.core.text import search_key
from nastavnik.live.enums import PollState, QuestionState
from nastavnik.live.models import Broadcast, ChatMessage, LiveQuestion, Part, PollOption, Presence, Room
from nastavnik.live.permissions import can_see_broadcast_desk
from nastavnik.live.selectors.timeline import parts_of, second_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A message or a question. `seconds`: its place in the recording; of a question, where it was answered."""

    at: datetime
    seconds: float | None
    name: str
    place: str
    text: str
    state: str
    votes: int


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer of a poll."""

    at: datetime | None
    poll: str
    kind: str
    option: str
    votes: int
    percent: int
    voters: int


@dataclass(frozen=True, slots=True)
class StayRow:
    """A stretch of time that somebody was in the room."""

    name: str
    place: str
    came_at: datetime
    until: datetime
    minutes: float
    people: int
    is_guest: bool


@dataclass(frozen=True, slots=True)
class TableLink:
    """The way to one of the tables."""

    url: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """One of the tables of a room."""

    title: str
    lesson_title: str
    broadcast_url: str
    links: list[TableLink]
    listing: Listing[Any]


def _moment(row: SaidRow) -> str:
    return timecode(row.seconds) or "—"


def _keeps(row: SaidRow, text: str) -> bool:
    return search_key(text) in search_key(f"{row.name} {row.place} {row.text}")


CHAT = Table[SaidRow](
    name="chat",
    caption=_("Messages of the chat"),
    columns=(
        Column("text", _("Message"), lambda row: row.text, order=("text",)),
        Column("at", _("When"), lambda row: row.at, order=("at",)),
        Column("moment", _("In the recording"), _moment),
        Column("name", _("Who"), lambda row: row.name, order=("name",)),
        Column("place", _("Library"), lambda row: row.place, order=("place",)),
        Column("state", _("State"), lambda row: row.state, order=("state",)),
    ),
    filters=(Filter("q", _("Search"), keep=_keeps),),
    order="at",
)
QUESTIONS = Table[SaidRow](
    name="questions",
    caption=_("Questions to the speaker"),
    columns=(
        Column("text", _("Question"), lambda row: row.text, order=("text",)),
        Column("votes", _("Votes"), lambda row: row.votes, order=("votes",), is_number=True),
        Column("state", _("State"), lambda row: row.state, order=("state",)),
        Column("at", _("Asked"), lambda row: row.at, order=("at",)),
        Column("moment", _("Answered in the recording"), _moment),
        Column("name", _("Who"), lambda row: row.name, order=("name",)),
        Column("place", _("Library"), lambda row: row.place, order=("place",)),
    ),
    filters=(Filter("q", _("Search"), keep=_keeps),),
    order="-votes",
)
POLLS = Table[AnswerRow](
    name="polls",
    caption=_("Answers to the polls"),
    columns=(
        Column("poll", _("Poll"), lambda row: row.poll, order=("poll",)),
        Column("option", _("Answer"), lambda row: row.option, order=("option",)),
        Column("votes", _("Votes"), lambda row: row.votes, order=("votes",), is_number=True),
        Column("percent", _("Share, %"), lambda row: row.percent, order=("percent",), is_number=True),
        Column("voters", _("People who answered"), lambda row: row.voters, order=("voters",), is_number=True),
        Column("kind", _("How it was answered"), lambda row: row.kind),
        Column("at", _("Asked"), lambda row: row.at, order=("at",)),
    ),
    order="at",
)
PRESENCE = Table[StayRow](
    name="presence",
    caption=_("Who was in the room"),
    columns=(
        Column("name", _("Who"), lambda row: row.name, order=("name",)),
        Column("place", _("Library"), lambda row: row.place, order=("place",)),
        Column("came", _("Came"), lambda row: row.came_at, order=("came",)),
        Column("until", _("Was there until"), lambda row: row.until, order=("until",)),
        Column("minutes", _("Minutes"), lambda row: row.minutes, order=("minutes",), is_number=True),
        Column("people", _("People at the screen"), lambda row: row.people, order=("people",), is_number=True),
        Column("guest", _("Guest"), lambda row: row.is_guest),
    ),
    order="name",
)


def room_table(actor: Actor, school: School, broadcast_token: str, name: str, params: Mapping[str, str]) -> TablePage:
    """Return one of the tables of a broadcast's room, for its desk. Raises `Room.DoesNotExist`."""
    rooms = Room.objects.select_related("broadcast__school", "broadcast__lesson")
    room = rooms.get(broadcast__school=school, broadcast__token=broadcast_token)
    if not can_see_broadcast_desk(actor, room.broadcast):
        raise Room.DoesNotExist
    title, table, rows = TABLES[name]
    return TablePage(
        title=str(title),
        lesson_title=room.broadcast.lesson.title,
        broadcast_url=reverse("live:broadcast", args=[broadcast_token]),
        links=[
            TableLink(reverse("live:room_table", args=[broadcast_token, key]), str(label), is_current=key == name)
            for key, (label, _table, _rows) in TABLES.items()
        ],
        listing=table.listing(rows(room), params),
    )


def _second(parts: list[Part], broadcast: Broadcast, at: datetime | None) -> float | None:
    return second_of(parts, broadcast, at) if parts and at is not None else None


def _messages(room: Room) -> list[SaidRow]:
    parts = parts_of(room.broadcast)
    messages = ChatMessage.objects.filter(room=room).select_related("member").order_by("at", "pk")
    return [
        SaidRow(
            at=message.at,
            seconds=_second(parts, room.broadcast, message.at),
            name=message.member.name,
            place=message.member.place,
            text=message.text,
            state=str(_("Hidden")) if message.hidden_at is not None else "",
            votes=0,
        )
        for message in messages
    ]


def _questions(room: Room) -> list[SaidRow]:
    parts = parts_of(room.broadcast)
    questions = LiveQuestion.objects.filter(room=room).select_related("member").order_by("at", "pk")
    return [
        SaidRow(
            at=question.at,
            seconds=_second(parts, room.broadcast, question.answering_at),
            name=question.member.name,
            place=question.member.place,
            text=question.text,
            state=str(_("Put together with another one"))
            if question.merged_into_id is not None
            else str(QuestionState(question.state).label),
            votes=question.votes,
        )
        for question in questions
    ]


def _answers(room: Room) -> list[AnswerRow]:
    options = PollOption.objects.filter(poll__room=room).exclude(poll__state=PollState.PREPARED)
    return [
        AnswerRow(
            at=option.poll.opened_at,
            poll=option.poll.title,
            kind=option.poll.get_kind_display(),
            option=option.title,
            votes=option.votes,
            percent=round(100 * option.votes / option.poll.voters) if option.poll.voters else 0,
            voters=option.poll.voters,
        )
        for option in options.select_related("poll").order_by("poll__opened_at", "poll", "position")
    ]


def _stays(room: Room) -> list[StayRow]:
    stays = Presence.objects.filter(room=room).select_related("member").order_by("came_at", "pk")
    return [
        StayRow(
            name=stay.member.name,
            place=stay.member.place,
            came_at=stay.came_at,
            until=stay.until,
            minutes=round((stay.until - stay.came_at).total_seconds() / 60, 1),
            people=stay.people,
            is_guest=bool(stay.member.guest_digest),
        )
        for stay in stays
    ]


TABLES: dict[str, tuple[Promise, Table[Any], Callable[[Room], list[Any]]]] = {
    "chat": (_("Chat"), CHAT, _messages),
    "questions": (_("Questions"), QUESTIONS, _questions),
    "polls": (_("Polls"), POLLS, _answers),
    "presence": (_("Presence"), PRESENCE, _stays),
}
