"""A question on its way: sent to the mentors, taken back, asked again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.mentoring.enums import OPEN_STATES, SENT_STATES, ConsultationState
from nastavnik.mentoring.events import ConsultationAsked
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.permissions import can_bring_back, can_withdraw, can_write_draft
from nastavnik.mentoring.selectors.candidates import active_mentors
from nastavnik.mentoring.services import routing, terms
from nastavnik.mentoring.services.asking.drafts import own_locked
from nastavnik.mentoring.services.asking.refusals import (
    AnsweredAlready,
    NoDraftAnyMore,
    QuestionEmpty,
    TooManyOpen,
    TooManyOpenToReturn,
    WrittenElsewhere,
)
from nastavnik.mentoring.services.asking.telling import hour_of, own_locked_to_route, tell_mentors, tell_or_route
from nastavnik.people.models import User
from nastavnik.programme.models import School

MOST_OPEN = 20


@transaction.atomic
def send(*, actor: User, consultation_id: int, version: int, now: datetime) -> Consultation:
    """Send a draft to the mentors: it gets its number and its term, and those who take its theme are told.

    Sent twice, it stays as it was sent first. Raises `WrittenElsewhere`, `QuestionEmpty`, `TooManyOpen`, `NoDraftAnyMore`;
    `Consultation.DoesNotExist` when it is somebody else's.
    """
    school_id = Consultation.objects.values_list("school", flat=True).get(pk=consultation_id, asker=actor)
    # numbers have no gaps: whoever sends in the same school waits here
    School.objects.select_for_update(no_key=True).get(pk=school_id)
    consultation = own_locked(actor, consultation_id)
    if consultation.state in SENT_STATES:
        return consultation
    if not can_write_draft(actor, consultation):
        raise NoDraftAnyMore
    if version != consultation.version:
        raise WrittenElsewhere(consultation)
    if not consultation.subject.strip():
        raise QuestionEmpty
    if _are_too_many_open(consultation):
        raise TooManyOpen
    consultation.number = _next_number(consultation)
    _let_wait(consultation, now)
    consultation.asked_at = now
    consultation.save(update_fields=["state", "number", "asked_at", *terms.TERM_FIELDS])
    journal.record(actor=actor, verb="consultation_asked", subject=consultation, now=now, number=consultation.number)
    routing.route(consultation_id=consultation.pk, now=now)
    publish(ConsultationAsked(consultation_id=consultation.pk))
    return consultation


def _are_too_many_open(consultation: Consultation) -> bool:
    waiting = Consultation.objects.filter(
        asker=consultation.asker_id, school=consultation.school_id, state__in=OPEN_STATES
    )
    return waiting.count() >= MOST_OPEN


def _next_number(consultation: Consultation) -> int:
    numbered = Consultation.objects.filter(school=consultation.school_id)
    return int(numbered.aggregate(last=Max("number"))["last"] or 0) + 1


def _let_wait(consultation: Consultation, now: datetime) -> None:
    consultation.state = ConsultationState.WAITING
    terms.begin(consultation, now)


@transaction.atomic
def withdraw(*, actor: User, consultation_id: int, now: datetime) -> Consultation:
    """Take a question back before anybody has answered it: from then on nobody else reads it. Safe to repeat.

    Raises `AnsweredAlready`.
    """
    consultation = own_locked(actor, consultation_id)
    if can_bring_back(actor, consultation):
        return consultation
    if not can_withdraw(actor, consultation):
        raise AnsweredAlready
    consultation.state, consultation.closed_at = ConsultationState.WITHDRAWN, now
    consultation.due_at = consultation.paused_at = consultation.warned_at = None
    consultation.save(update_fields=["state", "closed_at", *terms.TERM_FIELDS])
    journal.record(actor=actor, verb="consultation_withdrawn", subject=consultation, now=now)
    mentors = active_mentors(consultation.pk)
    tell_mentors(consultation, mentors, "question_withdrawn", hour_of(now), now, has_page=False)
    return consultation


@transaction.atomic
def bring_back(*, actor: User, consultation_id: int, now: datetime) -> Consultation:
    """Let what was put away be a draft again, and what was taken back wait for an answer again. Safe to repeat.

    Raises `TooManyOpenToReturn`.
    """
    consultation = own_locked_to_route(actor, consultation_id)
    if not can_bring_back(actor, consultation):
        return consultation
    consultation.closed_at = None
    if consultation.number is None:
        consultation.state = ConsultationState.DRAFT
        consultation.save(update_fields=["state", "closed_at"])
        return consultation
    if _are_too_many_open(consultation):
        raise TooManyOpenToReturn
    _let_wait(consultation, now)
    consultation.save(update_fields=["state", "closed_at", *terms.TERM_FIELDS])
    journal.record(actor=actor, verb="consultation_asked_again", subject=consultation, now=now)
    tell_or_route(consultation, "question_asked_again", hour_of(now), now)
    return consultation
