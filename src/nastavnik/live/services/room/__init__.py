"""Everything that happens in a room: one module for each kind of words."""

from nastavnik.live.services.room.chat import hide_message, hide_messages_of, say, show_message
from nastavnik.live.services.room.gestures import lower_hand, lower_hand_of, raise_hand, react
from nastavnik.live.services.room.log import make_room
from nastavnik.live.services.room.members import enter, forget_person, mute_person
from nastavnik.live.services.room.polls import close_poll, open_poll, prepare_poll, remove_poll, vote_in_poll
from nastavnik.live.services.room.presence import note_presence
from nastavnik.live.services.room.questions import (
    answer_now,
    approve_question,
    ask,
    decline_question,
    mark_answered,
    merge_question,
    pin_question,
    reopen_question,
    separate_question,
    unvote,
    vote,
)
from nastavnik.live.services.room.retention import forget_guests, forget_logs
from nastavnik.live.services.room.rules import change_room

__all__ = [
    "answer_now",
    "approve_question",
    "ask",
    "change_room",
    "close_poll",
    "decline_question",
    "enter",
    "forget_guests",
    "forget_logs",
    "forget_person",
    "hide_message",
    "hide_messages_of",
    "lower_hand",
    "lower_hand_of",
    "make_room",
    "mark_answered",
    "merge_question",
    "mute_person",
    "note_presence",
    "open_poll",
    "pin_question",
    "prepare_poll",
    "raise_hand",
    "react",
    "remove_poll",
    "reopen_question",
    "say",
    "separate_question",
    "show_message",
    "unvote",
    "vote",
    "vote_in_poll",
]
