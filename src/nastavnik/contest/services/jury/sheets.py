"""A juror's own sheet: kept as she goes, finished, reopened; and the look at how others marked, after which hers stays."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.enums import SheetState
from nastavnik.contest.events import SheetFinished
from nastavnik.contest.models import ScoreSheet
from nastavnik.contest.permissions import can_judge, can_run_contest
from nastavnik.contest.selectors.jury.calibration import is_calibrated
from nastavnik.contest.services.jury.marks import SheetWords, check_whole, write_sheet
from nastavnik.contest.services.jury.parts import check_not_released, check_review_goes_on, locked_sheet, tell
from nastavnik.contest.services.jury.refusals import OthersWereSeen, ReasonMissing, SheetIsFinished, SheetIsOpen
from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.permissions import Actor


@transaction.atomic
def save_sheet(*, actor: Actor, sheet_id: int, words: SheetWords, version: int, now: datetime) -> ScoreSheet:
    """Keep what a juror has marked and written; `version` is that of the sheet she saw.

    Raises `SheetChangedMeanwhile`, `SheetIsFinished`, `NotOnScale`, `TooLong`, `ReviewOver`, `ResultsAreOut`.
    """
    sheet = _own(actor, sheet_id, now)
    if sheet.state != SheetState.OPEN:
        raise SheetIsFinished
    is_new = write_sheet(actor=actor, sheet=sheet, words=words, version=version, now=now)
    if is_new and sheet.typed_by_id is not None:
        # from now on it is hers, and no paper's: who keeps papers reads it no more
        sheet.typed_by = None
        sheet.save(update_fields=["typed_by"])
    return sheet


@transaction.atomic
def finish_sheet(*, actor: Actor, sheet_id: int, now: datetime) -> ScoreSheet:
    """Let a sheet count. Every criterion has a mark, extreme marks say why, the juror is not recused, the review goes on.

    A finished one stays as it is. Raises `MarksMissing`, `WhyMissing`, `ReviewOver`, `ResultsAreOut`.
    """
    sheet = _own(actor, sheet_id, now)
    if sheet.state == SheetState.FINISHED:
        return sheet
    check_whole(sheet)
    sheet.state, sheet.finished_at = SheetState.FINISHED, now
    sheet.save(update_fields=["state", "finished_at"])
    journal.record(actor=actor, verb="sheet_finished", subject=sheet, now=now)
    publish(SheetFinished(sheet_id=sheet.pk, application_id=sheet.application_id))
    return sheet


@transaction.atomic
def reopen_sheet(*, actor: Actor, sheet_id: int, now: datetime) -> ScoreSheet:
    """Let a juror change her own finished sheet. Raises `OthersWereSeen`, `ReviewOver`, `ResultsAreOut`.

    Of the samples everybody sees the spread once the whole jury has finished: from then on they stay.
    """
    sheet = _own(actor, sheet_id, now)
    is_shown = sheet.application.is_sample and is_calibrated(sheet.juror.contest)
    if sheet.saw_others_at is not None or is_shown:
        raise OthersWereSeen
    _reopen(actor, sheet, now, why="")
    return sheet


@transaction.atomic
def reopen_for_juror(*, actor: Actor, sheet_id: int, why: str, now: datetime) -> ScoreSheet:
    """Let a juror change a finished sheet, also one that was typed from paper: whoever runs the contest says why.

    Raises `ReasonMissing`, `ResultsAreOut`.
    """
    sheet = locked_sheet(sheet_id)
    contest = sheet.juror.contest
    if not can_run_contest(actor, contest):
        raise PermissionDenied
    check_not_released(contest)
    reason = " ".join(why.split())[:1000]
    if not reason:
        raise ReasonMissing
    if _reopen(actor, sheet, now, why=reason) and sheet.juror.user_id is not None:
        tell(contest, "sheet_reopened", [sheet.juror.user_id], f"/desk/jury/sheets/{sheet.token}/", now=now, why=reason)
    return sheet


@transaction.atomic
def look_at_others(*, actor: Actor, sheet_id: int, now: datetime) -> ScoreSheet:
    """Show a juror how others marked the same application; from then on she does not take her own marks back.

    Of a sample the calibration tells that, when everybody has finished. Raises `SheetIsOpen`.
    """
    sheet = locked_sheet(sheet_id)
    if not can_judge(actor, sheet):
        raise PermissionDenied
    if sheet.state != SheetState.FINISHED or sheet.application.is_sample:
        raise SheetIsOpen
    if sheet.saw_others_at is None:
        sheet.saw_others_at = now
        sheet.save(update_fields=["saw_others_at"])
        journal.record(actor=actor, verb="saw_others", subject=sheet, now=now)
    return sheet


def _own(actor: Actor, sheet_id: int, now: datetime) -> ScoreSheet:
    sheet = locked_sheet(sheet_id)
    if not can_judge(actor, sheet):
        raise PermissionDenied
    check_review_goes_on(sheet.juror.contest, now)
    return sheet


def _reopen(actor: Actor, sheet: ScoreSheet, now: datetime, *, why: str) -> bool:
    if sheet.state == SheetState.OPEN:
        return False
    sheet.state, sheet.finished_at, sheet.compared_by, sheet.compared_at = SheetState.OPEN, None, None, None
    sheet.save(update_fields=["state", "finished_at", "compared_by", "compared_at"])
    journal.record(actor=actor, verb="sheet_reopened", subject=sheet, now=now, why=why)
    return True
