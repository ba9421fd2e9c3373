"""Where a contest is, and what its days allow: told from its moments and from what was done, never stored.

Every moment is compared in UTC with the server's clock, to the second: what comes at the deadline itself comes too late.
"""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import OPEN_STATES, ApplicationState, LatePolicy, Stage
from nastavnik.contest.models import Application, Contest
from nastavnik.core.errors import Refusal


class Intake(models.TextChoices):
    """Whether applications are taken."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


class IntakeNotBegun(Refusal):
    """The first day of the intake is still to come."""

    message = _("Applications are not taken yet. What you wrote is kept: submit it once the intake has begun.")


class IntakeOver(Refusal):
    """The deadline is past."""

    message = _("The time for applications is over. What you wrote is kept, but it can no longer be submitted.")


class ReturnOver(Refusal):
    """The day until which a returned application could be corrected is past."""

    message = _(
        "The time for corrections is over. What you wrote is kept, but it can no longer be submitted: "
        "ask the organisers of the contest."
    )


class NotOpenForWriting(Refusal):
    """The application was submitted, and is not returned."""

    message = _("This application has been submitted already. Nothing was changed.")


def stage_of(contest: Contest, now: datetime) -> Stage:
    """Return in which stage the contest is at `now`. A stage whose day is not set is passed over; results come by an act only."""
    if contest.released_at is not None:
        return Stage.RELEASED
    if contest.opened_at is None or (contest.announced_at is not None and now < contest.announced_at):
        return Stage.PREPARED
    begun = [stage for stage, begins_at in beginnings(contest) if begins_at is not None and begins_at <= now]
    return begun[-1] if begun else Stage.ANNOUNCED


def beginnings(contest: Contest) -> list[tuple[Stage, datetime | None]]:
    """Return when each stage after the announcement begins by the days of the contest; None: there is no such stage."""
    return [
        (Stage.INTAKE, contest.intake_at),
        (Stage.CHECK, intake_ends_at(contest)),
        (Stage.REVIEW, contest.check_until),
        (Stage.DEFENCE, contest.review_until if contest.defence_at is not None else None),
        (Stage.MINUTES, contest.defence_at or contest.review_until),
    ]


def intake_ends_at(contest: Contest) -> datetime | None:
    """Return until when applications are taken at all: the deadline, or the last moment of late ones."""
    is_longer = contest.late_policy == LatePolicy.MARK and contest.late_until is not None
    return contest.late_until if is_longer else contest.deadline_at


def intake_of(contest: Contest, now: datetime) -> Intake:
    """Tell whether the contest takes applications at `now`, in time or late."""
    if contest.opened_at is None or contest.intake_at is None or now < max(contest.intake_at, contest.opened_at):
        return Intake.NOT_YET
    if contest.released_at is not None:
        return Intake.CLOSED
    if contest.deadline_at is None or now < contest.deadline_at:
        return Intake.OPEN
    ends_at = intake_ends_at(contest)
    return Intake.LATE if ends_at is not None and now < ends_at else Intake.CLOSED


def may_submit(application: Application, now: datetime) -> Refusal | None:
    """Return why the application cannot be submitted at `now`; None when its time allows it. Rights are another question.

    One that was returned may be corrected until its own day, whatever the deadline. What came on paper in time is typed until
    the formal check is over.
    """
    contest = application.contest
    if application.state not in OPEN_STATES or application.is_sample:
        return NotOpenForWriting()
    intake = intake_of(contest, now)
    if intake is Intake.NOT_YET:
        return IntakeNotBegun()
    if intake is not Intake.CLOSED or _is_extended(application, now):
        return None
    return ReturnOver() if application.state == ApplicationState.RETURNED else IntakeOver()


def _is_extended(application: Application, now: datetime) -> bool:
    contest = application.contest
    if contest.released_at is not None:
        return False
    if application.state == ApplicationState.RETURNED:
        return application.return_until is not None and now < application.return_until
    is_typed = application.typed_by_id is not None
    return is_typed and contest.check_until is not None and now < contest.check_until


def is_late(application: Application, now: datetime) -> bool:
    """Tell whether what is submitted at `now` is marked as late. A correction is not, nor what was typed from paper."""
    if application.state == ApplicationState.RETURNED or application.typed_by_id is not None:
        return application.is_late
    return intake_of(application.contest, now) is Intake.LATE
