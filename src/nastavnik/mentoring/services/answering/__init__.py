"""Every write of answering: drafts that keep themselves, moments and handouts in them, sending, asking back, correcting."""

from nastavnik.mentoring.services.answering.drafts import draft_for, save
from nastavnik.mentoring.services.answering.flagging import flag_doubtful
from nastavnik.mentoring.services.answering.forgetting import forget_person
from nastavnik.mentoring.services.answering.handouts import add_handout, remove_handout
from nastavnik.mentoring.services.answering.moments import (
    add_moment,
    change_moment,
    remove_moment,
    reorder_moments,
    restore_moment,
)
from nastavnik.mentoring.services.answering.refusals import (
    AddedMeanwhile,
    AnsweredMeanwhile,
    NothingToAsk,
    NothingToSend,
    NotOpen,
    TooManyHandouts,
    TooManyMoments,
    WrittenElsewhere,
)
from nastavnik.mentoring.services.answering.sending import ask_back, correct, send

__all__ = [
    "AddedMeanwhile",
    "AnsweredMeanwhile",
    "NotOpen",
    "NothingToAsk",
    "NothingToSend",
    "TooManyHandouts",
    "TooManyMoments",
    "WrittenElsewhere",
    "add_handout",
    "add_moment",
    "ask_back",
    "change_moment",
    "correct",
    "draft_for",
    "flag_doubtful",
    "forget_person",
    "remove_handout",
    "remove_moment",
    "reorder_moments",
    "restore_moment",
    "save",
    "send",
]
