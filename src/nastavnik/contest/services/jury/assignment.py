"""Who judges what: given by hand, spread evenly, or spread by direction. Nobody recused gets a sheet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.contest.enums import ApplicationState, Conflict
from nastavnik.contest.models import Application, Contest, Juror, Recusal, ScoreSheet
from nastavnik.contest.selectors.jury.conflicts import conflicts_of
from nastavnik.contest.selectors.jury.needs import needs_of
from nastavnik.contest.services.jury.members import untouched_sheets
from nastavnik.contest.services.jury.parts import led_contest, tell
from nastavnik.contest.services.jury.refusals import (
    IsRecused,
    NobodyToSpread,
    NotAccepted,
    NotToBeJudged,
    SheetInWork,
    WroteItHerself,
)
from nastavnik.contest.spreading.spread import spread
from nastavnik.core import journal
from nastavnik.people.permissions import Actor

BATCH = 500


@dataclass(frozen=True, slots=True)
class Spreading:
    """What came of a spread: how many sheets were given, and how many each application lacks still, by its number."""

    given: int
    lacking: Mapping[int, int]
    given_at: datetime


@transaction.atomic
def give_sheet(*, actor: Actor, contest_id: int, juror_id: int, application_id: int, now: datetime) -> ScoreSheet:
    """Give an application to a juror by hand, whatever speaks against it but her own work; a second time changes nothing.

    Raises `NotAccepted`, `NotToBeJudged`, `IsRecused`, `WroteItHerself`, `ResultsAreOut`.
    """
    contest = led_contest(actor, contest_id)
    juror = Juror.objects.select_related("user__library").get(pk=juror_id, contest=contest)
    applications = Application.objects.select_related("library").filter(contest=contest)
    application = applications.get(pk=application_id)
    _check_may_judge(juror, application)
    sheet, is_new = ScoreSheet.objects.get_or_create(
        juror=juror, application=application, defaults={"given_at": now, "changed_at": now}
    )
    if is_new:
        journal.record(actor=actor, verb="sheet_given", subject=application, now=now, juror=juror.pk)
        _tell_given(contest, [juror.pk], now)
    return sheet


def _check_may_judge(juror: Juror, application: Application) -> None:
    if juror.accepted_at is None or juror.left_at is not None:
        raise NotAccepted
    if application.state != ApplicationState.ADMITTED and not application.is_sample:
        raise NotToBeJudged
    if Recusal.objects.filter(juror=juror, application=application).exists():
        raise IsRecused
    if Conflict.AUTHOR in conflicts_of([juror], [application]).get((juror.pk, application.pk), []):
        raise WroteItHerself


@transaction.atomic
def take_sheet(*, actor: Actor, contest_id: int, sheet_id: int, now: datetime) -> None:
    """Take an untouched sheet away from its juror. Raises `SheetInWork`, `ResultsAreOut`."""
    contest = led_contest(actor, contest_id)
    sheet = ScoreSheet.objects.select_related("application").get(pk=sheet_id, juror__contest=contest)
    if not untouched_sheets().filter(pk=sheet.pk).exists():
        raise SheetInWork
    journal.record(actor=actor, verb="sheet_taken", subject=sheet.application, now=now, juror=sheet.juror_id)
    sheet.delete()


@transaction.atomic
def spread_sheets(
    *,
    actor: Actor,
    contest_id: int,
    now: datetime,
    by_direction: Mapping[int, Collection[int]] | None = None,
) -> Spreading:
    """Give each admitted application the sheets that it lacks, so that nobody has much more than another.

    `by_direction`: which jurors judge a direction; without it everybody judges everything. The secretary, the recused and
    those against whom something speaks get nothing. What was given before stays. Raises `NobodyToSpread`, `ResultsAreOut`.
    """
    contest = led_contest(actor, contest_id)
    lack = needs_of(contest, by_direction)
    found = spread(lack.needs, lack.loads, seed=contest.token)
    if not found.given:
        raise NobodyToSpread
    ScoreSheet.objects.bulk_create(
        [
            ScoreSheet(juror_id=juror_id, application_id=application_id, given_at=now, changed_at=now)
            for juror_id, application_id in found.given
        ],
        batch_size=BATCH,
    )
    journal.record(actor=actor, verb="sheets_spread", subject=contest, now=now, sheets=len(found.given))
    _tell_given(contest, {juror_id for juror_id, _application_id in found.given}, now)
    lacking = {lack.numbers[application_id]: count for application_id, count in found.lacking.items()}
    return Spreading(len(found.given), lacking, now)


@transaction.atomic
def take_spread_back(*, actor: Actor, contest_id: int, given_at: datetime, now: datetime) -> int:
    """Take the sheets of one spread back, those in which nothing stands; return how many."""
    contest = led_contest(actor, contest_id)
    count, _rows = untouched_sheets().filter(juror__contest=contest, given_at=given_at).delete()
    journal.record(actor=actor, verb="spread_taken_back", subject=contest, now=now, sheets=count)
    return count


def _tell_given(contest: Contest, juror_ids: Collection[int], now: datetime) -> None:
    """Tell jurors with an account that they have something to judge, once a day."""
    users = Juror.objects.filter(pk__in=juror_ids, user__isnull=False).values_list("user_id", flat=True)
    key = f"jury-given:{contest.token}:{now.astimezone(contest.school.zone).date()}"
    tell(contest, "sheets_given", [pk for pk in users if pk], f"/desk/jury/{contest.token}/", now=now, key=key)
