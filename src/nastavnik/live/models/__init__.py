"""Rows of live broadcasts and of their rooms."""

from nastavnik.live.models.broadcasts import (
    Broadcast,
    Channel,
    DeskNote,
    IngestNode,
    Part,
    Relay,
    Sender,
    StreamKey,
)
from nastavnik.live.models.preflight import Preflight
from nastavnik.live.models.room import (
    ChatMessage,
    Listening,
    LiveQuestion,
    Poll,
    PollOption,
    PollVote,
    Presence,
    QuestionVote,
    RaisedHand,
    ReactionCount,
    Room,
    RoomEvent,
    RoomMember,
)
from nastavnik.live.models.submissions import Submission, SubmissionRule

__all__ = [
    "Broadcast",
    "Channel",
    "ChatMessage",
    "DeskNote",
    "IngestNode",
    "Listening",
    "LiveQuestion",
    "Part",
    "Poll",
    "PollOption",
    "PollVote",
    "Preflight",
    "Presence",
    "QuestionVote",
    "RaisedHand",
    "ReactionCount",
    "Relay",
    "Room",
    "RoomEvent",
    "RoomMember",
    "Sender",
    "StreamKey",
    "Submission",
    "SubmissionRule",
]
