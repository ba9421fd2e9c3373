"""What somebody has asked: her questions and drafts, with what they wait for."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.permissions import consultations_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# on one page; nobody asks more often, and an old one is found by its number
MOST_SHOWN = 200
BADGES = {
    ConsultationState.DRAFT: "plain",
    ConsultationState.WAITING: "waiting",
    ConsultationState.ASKED_BACK: "warn",
    ConsultationState.ANSWERED: "ok",
    ConsultationState.CLOSED: "neutral",
    ConsultationState.WITHDRAWN: "plain",
}


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question among those of its asker."""

    title: str
    url: str
    mark: list[str]
    state: ConsultationState
    state_label: str
    badge: str
    # of a draft: since when it stands so
    at: datetime
    due_at: datetime | None
    # it waits for herself: a mentor asks back, or an answer was not looked at yet
    needs_her: bool

    @property
    def is_draft(self) -> bool:
        """Tell whether it was never sent."""
        return self.state == ConsultationState.DRAFT


def own_questions(actor: Actor, school: School, most: int = MOST_SHOWN) -> list[QuestionRow]:
    """Return what `actor` has asked, in one query: what waits for her first, then the newest. Drafts put away are left out."""
    rows = consultations_of(actor, school).select_related("theme").order_by("-changed_at", "-pk")
    shown = [row for row in rows[:MOST_SHOWN] if row.number or row.state == ConsultationState.DRAFT]
    return sorted(map(question_row, shown), key=lambda row: not row.needs_her)[:most]


def question_row(consultation: Consultation) -> QuestionRow:
    """Return a question, its theme joined, as its asker sees it in a list."""
    state = ConsultationState(consultation.state)
    is_unread = state == ConsultationState.ANSWERED and consultation.has_helped is None
    page = "mentoring:edit_question" if state == ConsultationState.DRAFT else "mentoring:consultation"
    return QuestionRow(
        title=title_of(consultation),
        url=reverse(page, args=[consultation.token]),
        mark=mark_of(consultation),
        state=state,
        state_label=str(state.label),
        badge=BADGES[state],
        at=consultation.asked_at or consultation.changed_at,
        due_at=consultation.due_at if state == ConsultationState.WAITING else None,
        needs_her=is_unread or state == ConsultationState.ASKED_BACK,
    )


def title_of(consultation: Consultation) -> str:
    """Return what a question is called; a draft may have no words yet."""
    return consultation.subject or consultation.text[:80] or _("Without words yet")


def mark_of(consultation: Consultation) -> list[str]:
    """Return the words of the label on a question's card: its number and its theme."""
    number = [f"№ {consultation.number}"] if consultation.number else []
    return [*number, consultation.theme.title] if consultation.theme else number
