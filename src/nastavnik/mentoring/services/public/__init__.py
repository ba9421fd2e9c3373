"""Every write of public answers: prepared by a methodist, consented to where somebody can be recognised, published, withdrawn."""

from nastavnik.mentoring.services.public.consents import ask_consent, consent, refuse, take_consent_back
from nastavnik.mentoring.services.public.forgetting import forget_person
from nastavnik.mentoring.services.public.preparing import prepare, remove_handout, remove_moment, save
from nastavnik.mentoring.services.public.publishing import index_again, note_helped, publish, withdraw
from nastavnik.mentoring.services.public.refusals import (
    AnswerEmpty,
    ConsentMissing,
    IsPublic,
    NobodyToAsk,
    NotAnswered,
    SavedMeanwhile,
    WordsChanged,
)

__all__ = [
    "AnswerEmpty",
    "ConsentMissing",
    "IsPublic",
    "NobodyToAsk",
    "NotAnswered",
    "SavedMeanwhile",
    "WordsChanged",
    "ask_consent",
    "consent",
    "forget_person",
    "index_again",
    "note_helped",
    "prepare",
    "publish",
    "refuse",
    "remove_handout",
    "remove_moment",
    "save",
    "take_consent_back",
    "withdraw",
]
