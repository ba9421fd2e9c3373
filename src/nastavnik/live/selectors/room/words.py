"""All that was said in a room, as one viewer may see it, read in one query."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from nastavnik.core.connections import moment_of, rows_of
from nastavnik.live.enums import PUBLIC_QUESTIONS, PollKind, PollState, QuestionState
from nastavnik.live.models import Broadcast, Part, Room
from nastavnik.live.selectors.room.hours import Hours
from nastavnik.live.selectors.room.items import HandItem, MessageItem, OptionItem, PollItem, QuestionItem, option_item
from nastavnik.live.selectors.room.lookup import guest_digest
from nastavnik.live.selectors.timeline import second_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

SHOWN = ", ".join(f"'{state.value}'" for state in sorted(PUBLIC_QUESTIONS))
# Every table of a room in rows of one shape, which `_Row` names; PostgreSQL takes the types of the columns from the first.
SAID = f"""
WITH me AS (
    SELECT id, token, name, people, muted_at FROM live_roommember
    WHERE room_id = %s AND (user_id = %s OR (guest_digest = %s AND guest_digest <> ''))
), wanted AS (
    SELECT COALESCE(asked.merged_into_id, asked.id) AS question_id FROM live_questionvote vote
    JOIN me ON me.id = vote.member_id JOIN live_livequestion asked ON asked.id = vote.question_id
)
SELECT 'me', id, token, '', '', '', muted_at, CAST(NULL AS timestamptz), people, 0, FALSE, TRUE, token, name, '', 0.0, 0.0
FROM me
UNION ALL
SELECT 'part', id, '', '', '', '', started_at, NULL, 0, number, FALSE, FALSE, '', '', '',
    offset_seconds + late_seconds, duration_seconds
FROM live_part WHERE broadcast_id = %s AND %s
UNION ALL
SELECT * FROM (
    SELECT 'message', said.id, said.token, said.text, '', '', said.at, CAST(NULL AS timestamptz), 0, 0,
        said.hidden_at IS NOT NULL, FALSE, member.token, member.name, member.place, 0.0, 0.0
    FROM live_chatmessage said JOIN live_roommember member ON member.id = said.member_id
    WHERE said.room_id = %s AND (said.hidden_at IS NULL OR %s) ORDER BY said.at DESC, said.id DESC LIMIT %s
) latest
UNION ALL
SELECT 'question', asked.id, asked.token, asked.text, asked.state, '', asked.at, asked.answering_at, asked.votes, 0,
    asked.is_pinned, asked.id IN (SELECT question_id FROM wanted), member.token, member.name, member.place, 0.0, 0.0
FROM live_livequestion asked JOIN live_roommember member ON member.id = asked.member_id
WHERE asked.room_id = %s AND asked.merged_into_id IS NULL AND (asked.state IN ({SHOWN}) OR %s)
UNION ALL
SELECT 'poll', id, token, title, state, kind, opened_at, NULL, voters, 0, has_live_results, FALSE, '', '', '', 0.0, 0.0
FROM live_poll WHERE room_id = %s AND (opened_at IS NOT NULL OR %s)
UNION ALL
SELECT 'option', poll.id, '', choice.title, '', '', NULL, NULL, choice.votes, choice.position, FALSE,
    EXISTS (SELECT 1 FROM live_pollvote vote JOIN me ON me.id = vote.member_id WHERE vote.option_id = choice.id),
    '', '', '', 0.0, 0.0
FROM live_polloption choice JOIN live_poll poll ON poll.id = choice.poll_id
WHERE poll.room_id = %s AND (poll.opened_at IS NOT NULL OR %s)
UNION ALL
SELECT 'hand', hand.id, '', '', '', '', hand.raised_at, NULL, 0, 0, FALSE, FALSE,
    member.token, member.name, member.place, 0.0, 0.0
FROM live_raisedhand hand JOIN live_roommember member ON member.id = hand.member_id
WHERE hand.room_id = %s AND hand.lowered_at IS NULL AND %s
"""  # noqa: S608 -- the only words put in are those of our own enum


class _Row(NamedTuple):
    """A row of any of the tables; what a table has not is nought or empty.

    `at`: of the viewer, since when she may not write. `votes`: of a poll, its voters; of the viewer, the people at her
    screen. `number`: of a part or an option. `is_marked`: hidden, pinned, or with results while it is asked. `is_mine`:
    the viewer wants or chose it. `id` of an option is its poll.
    """

    table: str
    id: int
    token: str
    text: str
    state: str
    kind: str
    at: Any
    answering_at: Any
    votes: int
    number: int
    is_marked: bool
    is_mine: bool
    by: str
    name: str
    place: str
    from_seconds: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Me:
    """The viewer in a room."""

    token: str
    name: str
    people: int
    is_muted: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What was said: messages oldest first, questions as they were asked, polls newest first, hands as they were raised."""

    # nobody who has neither spoken nor listened
    me: Me | None
    messages: list[MessageItem]
    questions: list[QuestionItem]
    polls: list[PollItem]
    hands: list[HandItem]


def words_of(room: Room, actor: Actor, guest: str, hours: Hours, *, is_leader: bool, most_messages: int) -> Words:
    """Return what was said in a room that `actor`, or the guest with this key, may enter; its broadcast must be joined.

    Of the messages the latest, at most so many.
    """
    broadcast, is_over = room.broadcast, hours is Hours.OVER
    is_recorded = is_over and broadcast.finished_at is not None
    me = [room.pk, actor.pk, ""] if isinstance(actor, User) else [room.pk, None, guest_digest(guest)]
    seen = [room.pk, is_leader]
    found = rows_of(
        SAID,
        [*me, broadcast.pk, is_recorded, *seen, most_messages, *seen, *seen, *seen, room.pk, hours is Hours.OPEN],
    )
    return _Reader(broadcast, [_Row(*row) for row in found], is_over=is_over).words()


class _Reader:
    """Makes of rows what pages draw."""

    def __init__(self, broadcast: Broadcast, rows: list[_Row], *, is_over: bool) -> None:
        self._broadcast, self._is_over = broadcast, is_over
        self._tables: dict[str, list[_Row]] = {}
        for row in rows:
            self._tables.setdefault(row.table, []).append(row)
        self._parts = sorted((_part(row, at) for at, row in self._in_order("part")), key=lambda part: part.number)

    def words(self) -> Words:
        """Return everything in its order."""
        return Words(
            me=next((Me(row.token, row.name, row.votes, row.at is not None) for row in self._of("me")), None),
            messages=[self._message(row, at) for at, row in self._in_order("message")],
            questions=[self._question(row, at) for at, row in self._in_order("question")],
            polls=self._polls(),
            hands=[HandItem(row.by, row.name, row.place, at) for at, row in self._in_order("hand")],
        )

    def _of(self, table: str) -> list[_Row]:
        return self._tables.get(table, [])

    def _in_order(self, table: str) -> Iterator[tuple[datetime, _Row]]:
        moments = ((moment_of(row.at), row) for row in self._of(table))
        known = [(at, row) for at, row in moments if at is not None]
        return iter(sorted(known, key=lambda pair: (pair[0], pair[1].id)))

    def _second(self, at: datetime) -> float | None:
        """Return the second of the recording that shows this moment; nothing while there is no recording."""
        return second_of(self._parts, self._broadcast, at) if self._parts else None

    def _message(self, row: _Row, at: datetime) -> MessageItem:
        is_hidden = bool(row.is_marked)
        return MessageItem(row.token, row.by, row.name, row.place, row.text, at, is_hidden, self._second(at))

    def _question(self, row: _Row, at: datetime) -> QuestionItem:
        answering_at = moment_of(row.answering_at)
        return QuestionItem(
            token=row.token,
            by=row.by,
            name=row.name,
            place=row.place,
            text=row.text,
            state=QuestionState(row.state),
            votes=row.votes,
            is_pinned=bool(row.is_marked),
            at=at,
            answering_at=answering_at,
            has_voted=bool(row.is_mine),
            seconds=self._second(answering_at or at),
        )

    def _polls(self) -> list[PollItem]:
        """Return the polls, those that are prepared last; a poll that nobody closed was closed by the end."""
        options: dict[int, list[_Row]] = {}
        for row in sorted(self._of("option"), key=lambda row: row.number):
            options.setdefault(row.id, []).append(row)
        asked = [(row, at) for at, row in self._in_order("poll")]
        prepared = sorted((row for row in self._of("poll") if row.at is None), key=lambda row: row.id)
        polls = [*((row, None) for row in prepared), *asked]
        return [self._poll(row, at, options.get(row.id, [])) for row, at in reversed(polls)]

    def _poll(self, row: _Row, opened_at: datetime | None, options: list[_Row]) -> PollItem:
        state = PollState(row.state)
        return PollItem(
            token=row.token,
            kind=PollKind(row.kind),
            title=row.text,
            state=PollState.CLOSED if self._is_over and state is PollState.OPEN else state,
            has_live_results=bool(row.is_marked),
            voters=row.votes,
            options=[_option(option, row.votes) for option in options],
            seconds=self._second(opened_at) if opened_at is not None else None,
        )


def _option(row: _Row, voters: int) -> OptionItem:
    return option_item(row.number, row.text, row.votes, voters, is_chosen=bool(row.is_mine))


def _part(row: _Row, started_at: datetime) -> Part:
    return Part(
        number=row.number,
        started_at=started_at,
        offset_seconds=row.from_seconds,
        duration_seconds=row.seconds,
    )
