"""What services of results share: the contest they begin with, locked, and what must be so."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from nastavnik.contest.models import Contest
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.selectors.results.computed import Computed, computed_of
from nastavnik.contest.selectors.results.lookup import check_review_is_over
from nastavnik.contest.services.results.refusals import AlreadyReleased, ChairNeeded, NoRanking
from nastavnik.people.permissions import Actor


def locked_contest(contest_id: int) -> Contest:
    """Return a contest locked, its school joined; the caller asks for the right."""
    return Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest_id)


def led_contest(actor: Actor, contest_id: int, now: datetime) -> Contest:
    """Return a contest whose results `actor` prepares, locked. Raises `AlreadyReleased`, `ReviewGoesOn`."""
    contest = locked_contest(contest_id)
    if not can_run_contest(actor, contest):
        raise PermissionDenied
    check_pending(contest, now)
    return contest


def check_pending(contest: Contest, now: datetime) -> None:
    """Raise `AlreadyReleased` or `ReviewGoesOn` when nothing of the results can be changed now."""
    if contest.released_at is not None:
        raise AlreadyReleased
    check_review_is_over(contest, now)


def decided_ranking(contest: Contest) -> Computed:
    """Return a ranking in which every place is decided. Raises `NoRanking`, `ChairNeeded`."""
    found = computed_of(contest)
    if not found.places:
        raise NoRanking
    if found.needs_chair:
        raise ChairNeeded
    return found
