"""Contests by their addresses, for who may see what comes of them. A forbidden one answers as a missing one."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from nastavnik.contest.models import Contest, Minutes
from nastavnik.contest.permissions import (
    contests_chaired_by,
    contests_run_by,
    is_review_over,
    outcomes_visible_to,
)
from nastavnik.contest.selectors.results.refusals import ReviewGoesOn
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


def outcome_seen(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest whose outcome `actor` may see. Raises `Contest.DoesNotExist`."""
    return outcomes_visible_to(actor, school).select_related("school").get(token=token)


def outcome_with_minutes(actor: Actor, school: School, token: str) -> tuple[Contest, str]:
    """Return a contest as `outcome_seen` does, and the digest of the result that its last minutes tell, in one query."""
    last = Minutes.objects.filter(contest=OuterRef("pk")).order_by("-number").values("result_sha256")[:1]
    contests = outcomes_visible_to(actor, school).select_related("school").annotate(told_last=Subquery(last))
    contest = contests.get(token=token)
    return contest, contest.told_last or ""


def contest_led(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest whose results `actor` prepares. Raises `Contest.DoesNotExist`."""
    return contests_run_by(actor, school).select_related("school").get(token=token)


def contest_chaired(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest whose chair's vote `actor` writes down. Raises `Contest.DoesNotExist`."""
    return contests_chaired_by(actor, school).select_related("school").get(token=token)


def check_review_is_over(contest: Contest, now: datetime) -> None:
    """Raise `ReviewGoesOn` while the jury marks: until then nobody sees what comes of it."""
    if not is_review_over(contest, now):
        raise ReviewGoesOn
