"""The draft of a recommendation: one for each mentor, kept as she types."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.mentoring.models import Consultation, Recommendation
from nastavnik.mentoring.models.consultations import LONGEST_TEXT
from nastavnik.mentoring.permissions import can_answer, can_correct
from nastavnik.mentoring.services.answering.refusals import WrittenElsewhere
from nastavnik.people.models import User


@transaction.atomic
def draft_for(actor: User, consultation: Consultation, *, now: datetime) -> Recommendation:
    """Return the mentor's own unsent recommendation; her first is made."""
    # two windows that begin at once are given the same draft, one after the other
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not can_answer(actor, consultation):
        raise PermissionDenied
    draft, _is_new = Recommendation.objects.get_or_create(
        consultation=consultation, mentor=actor, sent_at=None, defaults={"created_at": now, "changed_at": now}
    )
    return draft


def own(actor: User, recommendation_id: int) -> Recommendation:
    """Return a recommendation of the mentor's own, locked, with its consultation, if she may change it still.

    A draft while she may answer; what she has sent also once the question was handed on.
    """
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("consultation__school")
    row = rows.get(pk=recommendation_id)
    may = can_correct(actor, row) if row.sent_at is not None else can_answer(actor, row.consultation)
    if row.mentor_id != actor.pk or not may:
        raise PermissionDenied
    return row


@transaction.atomic
def save(
    *,
    actor: User,
    recommendation_id: int,
    version: int,
    text: str,
    now: datetime,
    question: str | None = None,
) -> Recommendation:
    """Keep what is written so far; of a recommendation that was sent, as a correction that nobody sees yet.

    `question` is what she means to ask back, None leaves it. Raises `WrittenElsewhere` when the row has moved on from
    `version` and says other words: then nothing is overwritten.
    """
    row = own(actor, recommendation_id)
    if write(row, version, text, question):
        row.changed_at = now
        row.save(update_fields=["text", "question", "correction", "version", "changed_at"])
    return row


def write(row: Recommendation, version: int, text: str, question: str | None) -> bool:
    """Put words into a locked row and tell whether they are others than before; the caller saves it.

    Raises `WrittenElsewhere`.
    """
    before = (row.text, row.question, row.correction)
    if row.sent_at is None:
        row.text = text[:LONGEST_TEXT]
    else:
        row.correction = text[:LONGEST_TEXT]
    if question is not None:
        row.question = question[:LONGEST_TEXT]
    if (row.text, row.question, row.correction) == before:
        return False
    if version != row.version:
        raise WrittenElsewhere
    row.version += 1
    return True
