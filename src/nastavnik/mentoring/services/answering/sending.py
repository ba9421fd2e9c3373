"""A recommendation is sent, a question asked back, a sent recommendation put right."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.mentoring.enums import OPEN_STATES, ConsultationState, RemarkKind
from nastavnik.mentoring.events import ConsultationAnswered
from nastavnik.mentoring.models import Consultation, Recommendation, RecommendedMoment, Remark
from nastavnik.mentoring.models.consultations import LONGEST_TEXT
from nastavnik.mentoring.permissions import can_answer
from nastavnik.mentoring.selectors.meanwhile import last_said, last_sent
from nastavnik.mentoring.services import terms
from nastavnik.mentoring.services.answering import letters
from nastavnik.mentoring.services.answering.drafts import own, write
from nastavnik.mentoring.services.answering.refusals import (
    AddedMeanwhile,
    AnsweredMeanwhile,
    NothingToAsk,
    NothingToSend,
    NotOpen,
)
from nastavnik.people.models import User

STATES_TO_ANSWER = OPEN_STATES | {ConsultationState.ANSWERED}
ANSWERED = ["state", "answered_at", "was_in_time", "has_helped", "judged_at"]
WRITTEN = ["text", "question", "correction", "version", "changed_at"]


@transaction.atomic
def send(
    *,
    actor: User,
    recommendation_id: int,
    version: int,
    now: datetime,
    text: str | None = None,
    seen_id: int | None = None,
    heard_id: int | None = None,
) -> Recommendation:
    """Send a recommendation to the asker. Safe to repeat.

    `text` is written first, None leaves it as it was saved. `seen_id` is the newest recommendation of another that the mentor
    had before her, `heard_id` the newest remark of the asker, 0 for none: if another came since, `AnsweredMeanwhile` or
    `AddedMeanwhile` is raised; None does not ask. Raises also `WrittenElsewhere`, `NothingToSend`, `NotOpen`; then the caller
    keeps the text by `save`.
    """
    consultation = _locked(recommendation_id)
    row = own(actor, recommendation_id)
    if row.sent_at is not None:
        return row
    if text is not None:
        write(row, version, text, None)
    _check(row, consultation)
    _check_known(actor, consultation, seen_id, heard_id)
    row.sent_at = row.changed_at = now
    row.save(update_fields=[*WRITTEN, "sent_at"])
    _answer(consultation, now)
    journal.record(actor=actor, verb="consultation_answered", subject=consultation, now=now)
    letters.tell_answered(row, consultation, now)
    publish(ConsultationAnswered(consultation_id=consultation.pk, recommendation_id=row.pk))
    return row


def _locked(recommendation_id: int) -> Consultation:
    """Lock the consultation first, as everybody does, so that two who send at once come one after the other."""
    consultations = Consultation.objects.select_for_update(of=("self",)).select_related("school", "theme")
    asked = Recommendation.objects.filter(pk=recommendation_id).values("consultation")
    return consultations.get(pk__in=asked)


def _check(row: Recommendation, consultation: Consultation) -> None:
    if consultation.state not in STATES_TO_ANSWER:
        raise NotOpen
    if not row.text.strip() and not _moments_of(row):
        raise NothingToSend


def _check_known(actor: User, consultation: Consultation, seen_id: int | None, heard_id: int | None) -> None:
    """Raise where something was said that was not before the mentor while she wrote."""
    newest = last_sent(actor, consultation) if seen_id is not None else None
    if newest is not None and newest.pk != seen_id:
        raise AnsweredMeanwhile
    if heard_id is not None and last_said(consultation) != heard_id:
        raise AddedMeanwhile


def _moments_of(row: Recommendation) -> bool:
    return RecommendedMoment.objects.filter(recommendation=row, moment__removed_at=None).exists()


def _answer(consultation: Consultation, now: datetime) -> None:
    """Let a consultation be answered; what the asker said of an earlier recommendation is not said of this one.

    Whether it was in time is kept of the first: the term is gone once she is content, and begins anew when she asks on.
    """
    terms.resume(consultation, now)
    if consultation.answered_at is None:
        consultation.was_in_time = consultation.due_at is not None and now <= consultation.due_at
    consultation.state, consultation.answered_at = ConsultationState.ANSWERED, now
    consultation.has_helped = consultation.judged_at = None
    consultation.save(update_fields=[*ANSWERED, *terms.TERM_FIELDS])


@transaction.atomic
def ask_back(*, actor: User, consultation_id: int, text: str, now: datetime) -> Remark:
    """Ask the asker; the term stands still until she replies. Her draft of a recommendation stays as it is.

    Raises `NothingToAsk`, `NotOpen`.
    """
    consultations = Consultation.objects.select_for_update(of=("self",)).select_related("school", "theme")
    consultation = consultations.get(pk=consultation_id)
    if not can_answer(actor, consultation):
        raise PermissionDenied
    if consultation.state not in OPEN_STATES:
        raise NotOpen
    words = text.strip()[:LONGEST_TEXT]
    if not words:
        raise NothingToAsk
    made = {"author": actor, "text": words, "created_at": now}
    remark = Remark.objects.create(consultation=consultation, kind=RemarkKind.ASK_BACK, **made)
    terms.pause(consultation, now)
    consultation.state = ConsultationState.ASKED_BACK
    consultation.save(update_fields=["state", *terms.TERM_FIELDS])
    Recommendation.objects.filter(consultation=consultation, mentor=actor, sent_at=None).update(question="")
    journal.record(actor=actor, verb="consultation_asked_back", subject=consultation, now=now)
    letters.tell_asked_back(remark, consultation, now)
    return remark


@transaction.atomic
def correct(*, actor: User, recommendation_id: int, version: int, text: str, now: datetime) -> Recommendation:
    """Let a sent recommendation say `text` from now on; the asker is told, and that it was corrected.

    Raises `NothingToSend`, `WrittenElsewhere`.
    """
    consultation = _locked(recommendation_id)
    row = own(actor, recommendation_id)
    if row.sent_at is None:
        raise PermissionDenied
    write(row, version, text, None)
    words = row.correction
    if not words.strip() and not _moments_of(row):
        raise NothingToSend
    is_other, row.text, row.correction = words != row.text, words, ""
    if is_other:
        row.corrected_at = now
        letters.tell_corrected(row, consultation, now)
        journal.record(actor=actor, verb="recommendation_corrected", subject=consultation, now=now)
    row.changed_at = now
    row.save(update_fields=[*WRITTEN, "corrected_at"])
    return row
