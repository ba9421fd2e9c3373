"""The vote of the chair between applications that every other rule left equal."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.models import ChairVote
from nastavnik.contest.permissions import can_vote_for_chair
from nastavnik.contest.selectors.results.chairing import groups_to_vote
from nastavnik.contest.selectors.results.computed import computed_of
from nastavnik.contest.services.results.parts import check_pending, locked_contest
from nastavnik.contest.services.results.refusals import NotEqual, ReasonNeeded
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

LONGEST_REASON = 1000


@transaction.atomic
def vote_as_chair(*, actor: Actor, contest_id: int, order: Sequence[int], reason: str, now: datetime) -> None:
    """Put equals in the order in which the chair decided, by their numbers, the best first. A later vote replaces an earlier.

    Raises `NotEqual`, `ReasonNeeded`, `AlreadyReleased`, `ReviewGoesOn`.
    """
    contest = locked_contest(contest_id)
    if not can_vote_for_chair(actor, contest):
        raise PermissionDenied
    check_pending(contest, now)
    found, why = computed_of(contest), " ".join(reason.split())[:LONGEST_REASON]
    if sorted(order) not in [sorted(group) for group in groups_to_vote(actor, contest, found)]:
        raise NotEqual
    if not why:
        raise ReasonNeeded
    applications = [found.applications[number] for number in order]
    ChairVote.objects.filter(application__in=applications).delete()
    ChairVote.objects.bulk_create(
        ChairVote(
            contest=contest,
            application=application,
            rank=rank,
            reason=why,
            voted_by=actor if isinstance(actor, User) else None,
            voted_at=now,
        )
        for rank, application in enumerate(applications, start=1)
    )
    journal.record(actor=actor, verb="chair voted", subject=contest, now=now, order=list(order), reason=why)
