"""Everything that the part `live/room/room.html` draws: the room while people are in it, and its archive afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from nastavnik.live.enums import PollKind, PollState, QuestionState, ReactionKind
from nastavnik.live.models import Broadcast, Room
from nastavnik.live.permissions import can_lead_room
from nastavnik.live.selectors.room.hours import Hours, hours_of, opening_of
from nastavnik.live.selectors.room.items import HandItem, MessageItem, OptionItem, PollItem, QuestionItem
from nastavnik.live.selectors.room.lookup import overlay_key
from nastavnik.live.selectors.room.words import words_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.selectors import lesson_url

# A page shows so many of the latest messages; all of them are in the desk's tables.
MOST_MESSAGES = 200
MOST_MESSAGES_OF_ARCHIVE = 1000


@dataclass(frozen=True, slots=True)
class Reaction:
    """Something to be said by one press."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """An empty one of each: browsers draw what comes later by them."""

    message: MessageItem
    question: QuestionItem
    poll: PollItem
    option: OptionItem
    hand: HandItem


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room for one viewer. What she may not see is not in it."""

    token: str
    lesson_title: str
    lesson_url: str
    broadcast_token: str
    hours: Hours
    opens_at: datetime | None
    # the page holds everything up to this event
    number: int
    is_chat_open: bool
    slow_seconds: int
    are_links_allowed: bool
    are_guests_allowed: bool
    are_questions_moderated: bool
    is_leader: bool
    # the viewer in this room; nothing before she gave a name, or has said anything
    me: str
    name: str
    people: int
    is_signed_in: bool
    is_muted: bool
    is_hand_up: bool
    questions: list[QuestionItem]
    answered: list[QuestionItem]
    # for those who lead the room
    waiting: list[QuestionItem]
    declined: list[QuestionItem]
    messages: list[MessageItem]
    has_earlier: bool
    poll: PollItem | None
    closed_polls: list[PollItem]
    prepared_polls: list[PollItem]
    hands: list[HandItem]

    @property
    def patterns(self) -> Patterns:
        """Empty ones of everything."""
        return PATTERNS

    @property
    def title(self) -> str:
        """What the room is called now."""
        return gettext("What was said") if self.is_over else gettext("The room")

    @property
    def crumbs(self) -> list[dict[str, str]]:
        """The way to the room's own page."""
        return [{"url": self.lesson_url, "label": self.lesson_title}]

    @property
    def sign_in_url(self) -> str:
        """Where to sign in, to come back to the lesson."""
        return f"{reverse('account_login')}?{urlencode({'next': self.lesson_url})}"

    @property
    def is_open(self) -> bool:
        """Whether words are taken in."""
        return self.hours is Hours.OPEN

    @property
    def is_over(self) -> bool:
        """Whether this is the archive."""
        return self.hours is Hours.OVER

    @property
    def is_before(self) -> bool:
        """Whether the room opens later."""
        return self.hours is Hours.BEFORE

    @property
    def can_write(self) -> bool:
        """Whether the viewer may write now, as far as the rules of the room go."""
        return self.is_open and not self.is_muted and (self.is_signed_in or (bool(self.me) and self.are_guests_allowed))

    @property
    def needs_name(self) -> bool:
        """Whether the viewer may write as soon as she gives a name."""
        return self.is_open and not self.is_signed_in and not self.me and self.are_guests_allowed

    @property
    def needs_account(self) -> bool:
        """Whether only those who have signed in may write."""
        return self.is_open and not self.is_signed_in and not self.are_guests_allowed

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was said."""
        return not (self.messages or self.questions or self.answered or self.closed_polls)

    @property
    def polls_matter(self) -> bool:
        """Whether there is a place for polls: always while there may be one, later only if there was."""
        return not self.is_over or bool(self.closed_polls) or self.poll is not None

    @property
    def poll_kinds(self) -> list[tuple[str, str]]:
        """How a new poll can be answered."""
        return [(kind.value, str(kind.label)) for kind in PollKind]

    @property
    def current(self) -> QuestionItem | None:
        """The question being answered, else the one that comes next."""
        return self.questions[0] if self.questions else None

    @property
    def overlay_url(self) -> str:
        """The address for a browser source of OBS."""
        return reverse("live:overlay", args=[self.token, overlay_key(self.token)])

    @property
    def reactions(self) -> list[Reaction]:
        """What can be said by one press."""
        return [Reaction(kind.value, str(kind.label)) for kind in ReactionKind]

    @property
    def choices(self) -> list[QuestionItem]:
        """The questions that another may be put together with."""
        return self.questions + self.answered


NOBODY_AT = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
PATTERNS = Patterns(
    message=MessageItem("", "", "", "", "", NOBODY_AT, is_hidden=False),
    question=QuestionItem("", "", "", "", "", QuestionState.OPEN, 0, False, NOBODY_AT, None),  # noqa: FBT003 -- pinned
    poll=PollItem("", PollKind.SINGLE, "", PollState.OPEN, has_live_results=True, voters=0, options=[]),
    option=OptionItem(0, "", 0, 0),
    hand=HandItem("", "", "", NOBODY_AT),
)


def room_view(
    actor: Actor, broadcast: Broadcast, now: datetime, guest: str = "", *, is_speaker: bool | None = None
) -> RoomView | None:
    """Return the room of a broadcast that `actor` may watch, as she sees it; None when it has none.

    `guest` is the key of a guest's session (`guest_of`); `is_speaker`: see `can_hold_broadcast`. The lesson and the
    school must be joined, the room may be.
    """
    room: Room | None = getattr(broadcast, "room", None)
    return view_of_room(actor, room, now, guest, is_speaker=is_speaker) if room is not None else None


def view_of_room(
    actor: Actor, room: Room, now: datetime, guest: str = "", *, is_speaker: bool | None = None
) -> RoomView:
    """Return a room that `actor` may enter as she sees it; one query, whatever was said, and one for `is_speaker`."""
    broadcast = room.broadcast
    hours = hours_of(broadcast, now)
    is_leader = can_lead_room(actor, room, is_speaker=is_speaker)
    most_messages = MOST_MESSAGES_OF_ARCHIVE if hours is Hours.OVER else MOST_MESSAGES
    words = words_of(room, actor, guest, hours, is_leader=is_leader, most_messages=most_messages + 1)
    me, questions, polls = words.me, words.questions, words.polls
    return RoomView(
        token=room.token,
        lesson_title=broadcast.lesson.title,
        lesson_url=lesson_url(broadcast.lesson.slug),
        broadcast_token=broadcast.token,
        hours=hours,
        opens_at=opening_of(broadcast),
        number=room.last_number,
        is_chat_open=room.is_chat_open,
        slow_seconds=room.slow_seconds,
        are_links_allowed=room.are_links_allowed,
        are_guests_allowed=room.are_guests_allowed,
        are_questions_moderated=room.are_questions_moderated,
        is_leader=is_leader,
        me=me.token if me else "",
        name=me.name if me else str(actor) if isinstance(actor, User) else "",
        people=me.people if me else 1,
        is_signed_in=isinstance(actor, User),
        is_muted=me is not None and me.is_muted and not is_leader,
        is_hand_up=any(me is not None and hand.by == me.token for hand in words.hands),
        questions=in_order([one for one in questions if one.state in {QuestionState.OPEN, QuestionState.ANSWERING}]),
        answered=sorted((one for one in questions if one.is_answered), key=lambda one: one.seconds or 0.0),
        waiting=[one for one in questions if one.is_waiting],
        declined=[one for one in questions if one.is_declined],
        messages=words.messages[-most_messages:],
        has_earlier=len(words.messages) > most_messages,
        poll=next((poll for poll in polls if poll.is_open), None),
        closed_polls=[poll for poll in polls if poll.is_closed],
        prepared_polls=[poll for poll in polls if poll.is_prepared],
        hands=words.hands,
    )


def in_order(questions: list[QuestionItem]) -> list[QuestionItem]:
    """Return open questions as they stand: the one being answered, the pinned ones, then by votes and age."""
    return sorted(questions, key=lambda one: (not one.is_answering, not one.is_pinned, -one.votes, one.at))
