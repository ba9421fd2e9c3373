"""Marks that came on paper: typed by whoever keeps the register, and compared with the paper by another person."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.enums import SheetState
from nastavnik.contest.events import SheetFinished
from nastavnik.contest.models import Recusal, ScoreSheet
from nastavnik.contest.permissions import can_type_sheet
from nastavnik.contest.services.jury.marks import SheetWords, check_whole, write_sheet
from nastavnik.contest.services.jury.parts import check_not_released, locked_sheet
from nastavnik.contest.services.jury.refusals import (
    HasAnAccount,
    IsRecused,
    NotTyped,
    SheetChangedMeanwhile,
    SheetIsFinished,
    TypedByYourself,
)
from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@transaction.atomic
def type_sheet(*, actor: Actor, sheet_id: int, words: SheetWords, version: int, now: datetime) -> ScoreSheet:
    """Keep what a juror wrote on paper; also after the day of the review, because the paper is older than its typing.

    Whoever types last is who typed it: another person compares it then. The sheet must be whole. Raises `HasAnAccount`,
    `SheetIsFinished`, `IsRecused`, `MarksMissing`, `WhyMissing`, and what `write_sheet` raises.
    """
    sheet = _on_paper(actor, sheet_id)
    if sheet.juror.user_id is not None and sheet.typed_by_id is None and sheet.version:
        raise HasAnAccount
    # private notes are the juror's own: no paper has them
    is_new = write_sheet(actor=actor, sheet=sheet, words=replace(words, notes=None), version=version, now=now)
    check_whole(sheet)
    if (is_new or sheet.typed_by_id is None) and isinstance(actor, User):
        sheet.typed_by = actor
        sheet.save(update_fields=["typed_by"])
        journal.record(actor=actor, verb="sheet_typed", subject=sheet, now=now)
    return sheet


@transaction.atomic
def compare_sheet(*, actor: Actor, sheet_id: int, version: int, now: datetime) -> ScoreSheet:
    """Let a typed sheet count: another person has compared it with the paper, in the version that she saw.

    Raises `NotTyped`, `TypedByYourself`, `SheetChangedMeanwhile`, `SheetIsFinished`, `IsRecused`.
    """
    sheet = _on_paper(actor, sheet_id)
    if sheet.typed_by_id is None:
        raise NotTyped
    if sheet.typed_by_id == actor.pk:
        raise TypedByYourself
    if sheet.version != version:
        raise SheetChangedMeanwhile
    check_whole(sheet)
    sheet.state, sheet.finished_at, sheet.compared_at = SheetState.FINISHED, now, now
    sheet.compared_by = actor if isinstance(actor, User) else None
    sheet.save(update_fields=["state", "finished_at", "compared_at", "compared_by"])
    journal.record(actor=actor, verb="sheet_compared", subject=sheet, now=now)
    publish(SheetFinished(sheet_id=sheet.pk, application_id=sheet.application_id))
    return sheet


def _on_paper(actor: Actor, sheet_id: int) -> ScoreSheet:
    sheet = locked_sheet(sheet_id)
    if not can_type_sheet(actor, sheet):
        raise PermissionDenied
    check_not_released(sheet.juror.contest)
    if sheet.state == SheetState.FINISHED:
        raise SheetIsFinished
    if Recusal.objects.filter(juror=sheet.juror_id, application=sheet.application_id).exists():
        raise IsRecused
    return sheet
