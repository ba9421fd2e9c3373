"""A talk in a room: one more row in every table that its page shows, for one of the viewers too."""

from datetime import datetime

from tests.live.room.factories import MemberFactory, MessageFactory, PollFactory, QuestionFactory

from nastavnik.live.enums import PollState, QuestionState, ReactionKind
from nastavnik.live.models import (
    Listening,
    LiveQuestion,
    Poll,
    PollVote,
    Presence,
    QuestionVote,
    RaisedHand,
    ReactionCount,
    Room,
    RoomMember,
)


def talk_on(room: Room, viewer: RoomMember, now: datetime) -> None:
    """Let somebody new come, say, ask, choose and raise her hand, and the viewer want and choose what is there."""
    member = MemberFactory(room=room, seen_at=now)
    MessageFactory(room=room, member=member)
    MessageFactory(room=room, member=member, hidden_at=now)
    for state in (QuestionState.WAITING, QuestionState.OPEN, QuestionState.DECLINED):
        QuestionFactory(room=room, member=member, state=state)
    answered = QuestionFactory(
        room=room, member=member, state=QuestionState.ANSWERED, answering_at=now, answered_at=now
    )
    merged = QuestionFactory(room=room, member=member, merged_into=answered)
    for question in (answered, merged):
        QuestionVote.objects.create(question=question, member=viewer, at=now)
    PollFactory(room=room)
    choose(PollFactory(room=room, state=PollState.CLOSED, opened_at=now), viewer, now)
    RaisedHand.objects.create(room=room, member=member, raised_at=now)
    Presence.objects.create(room=room, member=member, came_at=now, until=now)
    number = RoomMember.objects.filter(room=room).count()
    Listening.objects.create(room=room, process=str(number), guests=1, at=now)
    ReactionCount.objects.create(room=room, kind=ReactionKind.THANKS, at=member.came_at, count=1)


def begin_talk(room: Room, viewer: RoomMember, now: datetime) -> None:
    """Let the speaker answer a question and everybody be asked, of which a room has one each."""
    LiveQuestion.objects.filter(pk=QuestionFactory(room=room, member=viewer).pk).update(
        state=QuestionState.ANSWERING, answering_at=now
    )
    choose(PollFactory(room=room, state=PollState.OPEN, opened_at=now), viewer, now)
    RaisedHand.objects.create(room=room, member=viewer, raised_at=now)


def choose(poll: Poll, member: RoomMember, now: datetime) -> None:
    """Let a member choose the first answer of a poll."""
    option = poll.options.get(position=1)
    PollVote.objects.create(poll=poll, option=option, member=member, at=now)
