"""What the asker says after the question was sent: an addition, a reply to a mentor, a further question."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files import File
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.mentoring.enums import OPEN_STATES, ConsultationState, RemarkKind
from nastavnik.mentoring.models import Consultation, Remark
from nastavnik.mentoring.models.consultations import LONGEST_TEXT
from nastavnik.mentoring.permissions import can_remark
from nastavnik.mentoring.services import terms
from nastavnik.mentoring.services.asking.attaching import attach
from nastavnik.mentoring.services.asking.drafts import own_locked
from nastavnik.mentoring.services.asking.refusals import RemarkEmpty, TooManyRemarks
from nastavnik.mentoring.services.asking.telling import own_locked_to_route, tell_or_route
from nastavnik.people.models import User

MOST_REMARKS = 100
# Within it the same words are a second click on the button, or a page that is loaded anew.
SAME_CLICK = timedelta(minutes=1)
NOTICES = {RemarkKind.REPLY: "question_replied", RemarkKind.FOLLOW_UP: "question_continued"}


def remark(
    *, actor: User, consultation_id: int, text: str, now: datetime, files: Sequence[File[bytes]] = ()
) -> list[Refusal]:
    """Say something to the mentors; return why some of the files were not taken, one refusal for each.

    While a mentor asks back it is the reply, and the term goes on; before an answer it adds to the question; after one the
    question waits again, with a new term. Sent twice within a minute it is said once, with the files of both.
    Raises `RemarkEmpty`, `TooManyRemarks`; `Consultation.DoesNotExist` where she may say nothing.
    """
    said = _say(actor, consultation_id, text, now)
    # files are read and made smaller outside the transaction: others wait for the row meanwhile
    return attach(actor=actor, consultation_id=consultation_id, files=files, now=now, remark=said)


@transaction.atomic
def _say(actor: User, consultation_id: int, text: str, now: datetime) -> Remark:
    """Return what was said now, or a moment ago."""
    consultation = own_locked_to_route(actor, consultation_id)
    if not can_remark(actor, consultation):
        raise Consultation.DoesNotExist
    words = text.strip()[:LONGEST_TEXT]
    if not words:
        raise RemarkEmpty
    remarks = Remark.objects.filter(consultation=consultation)
    last = remarks.order_by("-created_at", "-pk").first()
    if last is not None and (last.author_id, last.text) == (actor.pk, words) and _is_one_click(last, consultation, now):
        return last
    if remarks.count() >= MOST_REMARKS:
        raise TooManyRemarks
    is_reply = consultation.state == ConsultationState.ASKED_BACK
    said = Remark.objects.create(
        consultation=consultation,
        kind=RemarkKind.REPLY if is_reply else RemarkKind.FOLLOW_UP,
        author=actor,
        text=words,
        created_at=now,
    )
    _let_wait(consultation, now)
    journal.record(actor=actor, verb="consultation_remark", subject=consultation, now=now, remark=said.token)
    tell_or_route(consultation, NOTICES[RemarkKind(said.kind)], str(said.pk), now)
    return said


def _is_one_click(last: Remark, consultation: Consultation, now: datetime) -> bool:
    """Tell whether the last remark is so young that its words were sent twice: nobody has answered it meanwhile."""
    is_answered = consultation.answered_at is not None and consultation.answered_at >= last.created_at
    return not is_answered and now - last.created_at < SAME_CLICK


def _let_wait(consultation: Consultation, now: datetime) -> None:
    if consultation.state in OPEN_STATES:
        terms.resume(consultation, now)
    else:
        terms.begin(consultation, now)
    consultation.state, consultation.closed_at, consultation.unsent_remark = ConsultationState.WAITING, None, ""
    consultation.save(update_fields=["state", "closed_at", "unsent_remark", *terms.TERM_FIELDS])


@transaction.atomic
def keep_unsent(*, actor: User, consultation_id: int, text: str) -> None:
    """Keep what the asker is writing to her mentors. Raises `Consultation.DoesNotExist` where she may say nothing."""
    consultation = own_locked(actor, consultation_id)
    if not can_remark(actor, consultation):
        raise Consultation.DoesNotExist
    consultation.unsent_remark = text[:LONGEST_TEXT]
    consultation.save(update_fields=["unsent_remark"])
