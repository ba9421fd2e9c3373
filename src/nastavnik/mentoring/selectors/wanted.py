"""What questions to the mentors say of the lessons to come, for apps above: numbers and themes, and the words for those alone who may read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from nastavnik.mentoring.enums import SENT_STATES, ConsultationState
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.permissions import consultations_visible_to
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# of questions without a word of subject
FIRST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """A question whose term has ended without an answer. Its words are not here."""

    token: str
    number: int
    theme: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What was asked, and by whom: to be counted, never to be shown."""

    asker_id: int
    text: str
    asked_at: datetime


def overdue_questions(school_id: int, now: datetime) -> list[WaitingQuestion]:
    """Return the questions of a school that wait for a mentor longer than their term; one query."""
    waiting = Consultation.objects.filter(school=school_id, state=ConsultationState.WAITING, due_at__lt=now)
    rows = waiting.filter(asker__isnull=False).order_by("pk").values_list("token", "number", "theme__title", "asked_at")
    # what was sent has a number and a moment
    return [
        WaitingQuestion(token, number, theme or "", asked_at)
        for token, number, theme, asked_at in rows
        if number is not None and asked_at is not None
    ]


def asked_since(school_id: int, since: datetime) -> list[AskedWords]:
    """Return what was asked from a moment on, the newest first; one query."""
    asked = Consultation.objects.filter(school=school_id, state__in=SENT_STATES, asked_at__gte=since)
    rows = asked.filter(asker__isnull=False).order_by("-asked_at").values_list("asker", "subject", "text", "asked_at")
    return [
        AskedWords(asker, subject or text[:FIRST_CHARACTERS], asked_at)
        for asker, subject, text, asked_at in rows
        if asked_at is not None
    ]


def subjects_of(actor: Actor, school: School, tokens: Collection[str]) -> dict[str, str]:
    """Return the subjects of those of some questions that `actor` may read, by their tokens; one query."""
    rows = consultations_visible_to(actor, school).filter(token__in=tokens)
    return {
        token: subject or text[:FIRST_CHARACTERS]
        for token, subject, text in rows.values_list("token", "subject", "text")
    }
