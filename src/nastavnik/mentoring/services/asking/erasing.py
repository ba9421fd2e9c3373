"""Words that go for good: of a question that was taken back, of drafts put away, of a person who is forgotten.

A question that was sent leaves its number, theme and times, without a name and a word: the school's figures stay right. What
a methodist made public of it is a text of its own and stays.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from nastavnik.core import journal
from nastavnik.mentoring.enums import OPEN_STATES, ConsultationState
from nastavnik.mentoring.models import (
    Assignment,
    Attachment,
    Consultation,
    Recommendation,
    RecommendedMoment,
    Remark,
)
from nastavnik.mentoring.permissions import can_bring_back
from nastavnik.mentoring.services.asking.attaching import remove_files
from nastavnik.mentoring.services.asking.drafts import own_locked
from nastavnik.people.models import User
from nastavnik.video.models import Moment

# how long a draft that was put away can be brought back
PUT_AWAY_KEPT = timedelta(days=1)
# nobody goes on with a draft after so long
DRAFT_KEPT = timedelta(days=365)


@transaction.atomic
def erase(*, actor: User, consultation_id: int, now: datetime) -> None:
    """Delete for good what the asker has taken back or put away. Raises `Consultation.DoesNotExist` for anything else."""
    consultation = own_locked(actor, consultation_id)
    if not can_bring_back(actor, consultation):
        raise Consultation.DoesNotExist
    journal.record(actor=actor, verb="consultation_erased", subject=consultation, now=now)
    _empty(consultation)


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Delete what somebody asked, with all that was said about it, and take her name off what she said to others."""
    for consultation in Consultation.objects.select_for_update().filter(asker=user_id).order_by("pk"):
        _empty(consultation)
    Remark.objects.filter(author=user_id).update(author=None)
    Attachment.objects.filter(author=user_id).update(author=None)


@transaction.atomic
def drop_old_drafts(*, now: datetime) -> int:
    """Delete drafts that were put away, and those that nobody has touched for a year; return how many."""
    put_away = Q(state=ConsultationState.WITHDRAWN, closed_at__lt=now - PUT_AWAY_KEPT)
    left = Q(state=ConsultationState.DRAFT, changed_at__lt=now - DRAFT_KEPT)
    drafts = list(Consultation.objects.select_for_update().filter(put_away | left, number=None).order_by("pk"))
    for draft in drafts:
        _empty(draft)
    return len(drafts)


def _empty(consultation: Consultation) -> None:
    """Delete all words of a locked consultation; of one that was never sent the row too."""
    remove_files(Attachment.objects.filter(consultation=consultation))
    Remark.objects.filter(consultation=consultation).delete()
    moments = RecommendedMoment.objects.filter(recommendation__consultation=consultation)
    # they were made for this question and its recommendations alone, and go with them
    made = [*moments.values_list("moment", flat=True), *([consultation.moment_id] if consultation.moment_id else [])]
    consultation.moment = None
    Moment.objects.filter(pk__in=made).delete()
    Recommendation.objects.filter(consultation=consultation).delete()
    # what mentors wrote to each other may quote her
    Assignment.objects.filter(consultation=consultation).update(note="", end_note="")
    if consultation.number is None:
        consultation.delete()
        return
    if consultation.state in OPEN_STATES:
        consultation.state = ConsultationState.WITHDRAWN
    consultation.asker = consultation.lesson = consultation.video = consultation.seconds = None
    consultation.subject = consultation.text = consultation.unsent_remark = ""
    consultation.due_at = consultation.paused_at = consultation.warned_at = None
    consultation.save()
