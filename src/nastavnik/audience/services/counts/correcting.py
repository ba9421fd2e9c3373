"""Mending a number that is wrong: a row that names it, and says why."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.audience.enums import CountMethod
from nastavnik.audience.models import ViewCount
from nastavnik.audience.permissions import can_count
from nastavnik.audience.services.counts.recording import MOST_VALUE
from nastavnik.audience.services.refusals import AlreadyCorrected, NumberAbsurd, ReasonMissing, SameNumber
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@dataclass(frozen=True, slots=True)
class Correction:
    """The right number, where it is seen, and why the other was wrong."""

    value: int
    note: str
    evidence_url: str = ""
    # in the storage
    evidence_file: str = ""


@transaction.atomic
def correct_count(*, actor: Actor, count_id: int, correction: Correction, now: datetime) -> ViewCount:
    """Put another number in the place of a wrong one; it holds from the same moment on.

    Raises `AlreadyCorrected`, `SameNumber`, `ReasonMissing`, `NumberAbsurd`.
    """
    count = _locked(actor, count_id)
    if not 0 <= correction.value <= MOST_VALUE:
        raise NumberAbsurd
    if correction.value == count.value:
        raise SameNumber
    made = _row(actor, count, correction, now)
    made.save(force_insert=True)
    told = {"was": count.value, "value": made.value}
    journal.record(actor=actor, verb="count corrected", subject=made, now=now, **told)
    return made


@transaction.atomic
def withdraw_count(*, actor: Actor, count_id: int, note: str, now: datetime) -> ViewCount:
    """Take a number back: nothing stands in its place, and what was told before holds again. Raises `AlreadyCorrected`, `ReasonMissing`."""
    count = _locked(actor, count_id)
    made = _row(actor, count, Correction(count.value, note), now)
    made.is_withdrawal = True
    made.save(force_insert=True)
    journal.record(actor=actor, verb="count withdrawn", subject=made, now=now, was=count.value)
    return made


def _row(actor: Actor, count: ViewCount, correction: Correction, now: datetime) -> ViewCount:
    if not correction.note.strip():
        raise ReasonMissing
    return ViewCount(
        school=count.school,
        channel=count.channel,
        lesson=count.lesson,
        metric=count.metric,
        value=correction.value,
        as_of=count.as_of,
        method=CountMethod.HAND,
        entered_by=actor if isinstance(actor, User) else None,
        evidence_url=correction.evidence_url,
        evidence_file=correction.evidence_file,
        note=correction.note.strip(),
        corrects=count,
        made_at=now,
    )


def _locked(actor: Actor, count_id: int) -> ViewCount:
    """Return a number that still stands."""
    counts = ViewCount.objects.select_for_update(of=("self",)).select_related("school", "channel", "lesson")
    count = counts.get(pk=count_id)
    if not can_count(actor, count.school):
        raise PermissionDenied
    if count.is_withdrawal or ViewCount.objects.filter(corrects=count).exists():
        raise AlreadyCorrected
    return count
