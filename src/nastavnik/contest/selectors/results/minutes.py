"""Minutes of a contest at the desk: those that were made, and whether the last still tells what is so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nastavnik.contest.models import Contest, Decision, Minutes
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.selectors.results.computed import Computed, computed_of
from nastavnik.contest.selectors.results.lookup import check_review_is_over, outcome_seen
from nastavnik.contest.selectors.results.told import decisions_of, result_digest
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """The minutes of a contest, the newest first."""

    contest: Contest
    minutes: Sequence[Minutes]
    can_run: bool
    # the last one tells what is so now
    is_fresh: bool
    needs_chair: bool


def minutes_page(actor: Actor, school: School, token: str, now: datetime) -> MinutesPage:
    """Return the minutes of a contest. Raises `Contest.DoesNotExist`, `ReviewGoesOn`."""
    contest = outcome_seen(actor, school, token)
    check_review_is_over(contest, now)
    rows = Minutes.objects.filter(contest=contest).defer("told").select_related("made_by")
    made, found = list(rows.order_by("-number")), computed_of(contest)
    return MinutesPage(
        contest=contest,
        minutes=made,
        can_run=can_run_contest(actor, contest),
        is_fresh=bool(made) and is_fresh(contest, found, decisions_of(contest), made[0].result_sha256),
        needs_chair=found.needs_chair,
    )


def is_fresh(contest: Contest, found: Computed, decisions: Sequence[Decision], result_sha256: str) -> bool:
    """Tell whether minutes still tell what comes out of the sheets and was decided; one query."""
    return result_sha256 == result_digest(contest, found, decisions)


def last_minutes(contest: Contest) -> Minutes | None:
    """Return the minutes that stand, the last ones, without their marks."""
    return Minutes.objects.filter(contest=contest).defer("told").order_by("-number").first()


def minutes_for(actor: Actor, school: School, token: str, number: int) -> Minutes:
    """Return minutes of a contest to its desk. Raises `DoesNotExist`."""
    contest = outcome_seen(actor, school, token)
    minutes = Minutes.objects.get(contest=contest, number=number)
    minutes.contest = contest
    return minutes
