"""The days of a contest as a line with «you are here»."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from nastavnik.contest.enums import Stage
from nastavnik.contest.models import Contest
from nastavnik.contest.selectors.stages import intake_ends_at, stage_of

AWARDING = pgettext_lazy("contest", "Awarding")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a contest. It begins and ends at moments of which either may be open; `is_here`: the contest is in it now."""

    label: str | Promise
    begins_at: datetime | None
    ends_at: datetime | None
    is_past: bool = False
    is_here: bool = False


def timeline_of(contest: Contest, now: datetime) -> list[Step]:
    """Return the steps of a contest in their order; those without a day are left out. No query.

    Being prepared is no step: before the announcement nothing is past and nothing is here.
    """
    here = stage_of(contest, now)
    order = list(Stage)
    steps = []
    for stage, begins_at, ends_at in _stages(contest):
        is_past = order.index(stage) < order.index(here)
        steps.append(Step(stage.label, begins_at, ends_at, is_past, stage is here))
    steps.append(_awarding(contest, here, now))
    return [step for step in steps if step.begins_at is not None or step.ends_at is not None]


def _stages(contest: Contest) -> list[tuple[Stage, datetime | None, datetime | None]]:
    """Return stages with when they begin and end; a stage of a moment (the minutes) only begins."""
    return [
        (Stage.ANNOUNCED, contest.announced_at, None),
        (Stage.INTAKE, contest.intake_at, intake_ends_at(contest)),
        (Stage.CHECK, None, contest.check_until),
        (Stage.REVIEW, None, contest.review_until),
        (Stage.DEFENCE, contest.defence_at, None),
        (Stage.MINUTES, contest.minutes_at, None),
        (Stage.RELEASED, contest.released_at, None),
    ]


def _awarding(contest: Contest, here: Stage, now: datetime) -> Step:
    is_past = here is Stage.RELEASED and contest.awarding_at is not None and contest.awarding_at <= now
    return Step(AWARDING, contest.awarding_at, None, is_past=is_past)
