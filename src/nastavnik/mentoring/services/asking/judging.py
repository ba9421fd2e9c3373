"""Whether it helped: an answer, or what was found before anything was asked."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import F

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.mentoring.enums import OPEN_STATES, ConsultationState
from nastavnik.mentoring.events import ConsultationJudged
from nastavnik.mentoring.models import Consultation, HelpedBefore
from nastavnik.mentoring.permissions import can_ask, can_judge
from nastavnik.mentoring.selectors.suggestions import path_of
from nastavnik.mentoring.services import terms
from nastavnik.mentoring.services.asking.drafts import discard_draft, own_locked
from nastavnik.mentoring.services.asking.refusals import NoAnswerYet, NothingShown
from nastavnik.mentoring.services.asking.telling import tell_judged
from nastavnik.people.models import User
from nastavnik.programme.models import School


@transaction.atomic
def judge(*, actor: User, consultation_id: int, has_helped: bool, now: datetime) -> Consultation:
    """Note whether an answer helped; what helped closes the question, what did not leaves it answered, and she may ask on.

    The mentors who answered are told. She may think otherwise later. Raises `NoAnswerYet`.
    """
    consultation = own_locked(actor, consultation_id)
    if not can_judge(actor, consultation):
        raise NoAnswerYet
    if consultation.has_helped is has_helped and consultation.state not in OPEN_STATES:
        return consultation
    if has_helped:
        consultation.state, consultation.closed_at = ConsultationState.CLOSED, now
        consultation.due_at = consultation.paused_at = consultation.warned_at = None
    elif consultation.state == ConsultationState.CLOSED:
        consultation.state, consultation.closed_at = ConsultationState.ANSWERED, None
    consultation.has_helped, consultation.judged_at = has_helped, now
    consultation.save(update_fields=["state", "closed_at", "has_helped", "judged_at", *terms.TERM_FIELDS])
    journal.record(actor=actor, verb="consultation_judged", subject=consultation, now=now, has_helped=has_helped)
    tell_judged(consultation, now)
    publish(ConsultationJudged(consultation_id=consultation.pk, has_helped=has_helped))
    return consultation


@transaction.atomic
def note_helped_before(*, actor: User, school: School, key: str, token: str, now: datetime) -> Consultation | None:
    """Count a suggestion that answered what somebody was about to ask; her draft is put away and returned, if there is one.

    `key` is that of a suggestion that was shown: for anything else `NothingShown` is raised, for strangers
    `Consultation.DoesNotExist`.
    """
    if not can_ask(actor, school):
        raise Consultation.DoesNotExist
    try:
        path = path_of(school, key)
    except signing.BadSignature as error:
        raise NothingShown from error
    counted, _is_new = HelpedBefore.objects.get_or_create(school=school, day=now.date(), path=path)
    HelpedBefore.objects.filter(pk=counted.pk).update(count=F("count") + 1)
    drafts = Consultation.objects.filter(school=school, asker=actor, token=token, state=ConsultationState.DRAFT)
    draft = drafts.first()
    return discard_draft(actor=actor, consultation_id=draft.pk, now=now) if draft else None
