"""The matching of a network: started at the desk, made by a task with its progress in a row; a methodist decides on each pair.

A task may run twice and may be cut off: nothing is written before the whole is known, and then all of it at once.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.mentoring import tasks
from nastavnik.mentoring.enums import Decision, MatchScope, MatchState, MentorshipOrigin
from nastavnik.mentoring.matching import Earlier, MenteeSide, Pair, Step, cost_of, match, reasons_of
from nastavnik.mentoring.models import MatchProposal, MatchRun
from nastavnik.mentoring.models.matching import GOING
from nastavnik.mentoring.permissions import can_pair
from nastavnik.mentoring.selectors.mentorships.network import Network, read_network, sides_of
from nastavnik.mentoring.services.mentorships.beginning import propose
from nastavnik.mentoring.services.mentorships.refusals import (
    AlreadyDecided,
    MatchGoesOn,
    NobodyToMatch,
    NoMentor,
)
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

Clock = Callable[[], datetime]
BATCH = 500
# A task that has told nothing for so long has died. Choosing for the largest network tells nothing for some seconds.
SILENT = timedelta(minutes=10)
STATES = {Step.COMPARING: MatchState.COMPARING, Step.CHOOSING: MatchState.CHOOSING}
TOLD_EVERY = timedelta(seconds=1)


def start_run(*, actor: Actor, school: School, scope: MatchScope, now: datetime) -> MatchRun:
    """Have mentors found for the network. Raises `NobodyToMatch`, `MatchGoesOn`."""
    if not can_pair(actor, school):
        raise PermissionDenied
    network = read_network(school, scope, now.astimezone(school.zone).date())
    if not network.places or not network.mentees:
        raise NobodyToMatch
    try:
        return _start(actor, school, scope, network, now)
    except IntegrityError as error:
        raise MatchGoesOn from error


@transaction.atomic
def _start(actor: Actor, school: School, scope: MatchScope, network: Network, now: datetime) -> MatchRun:
    run = MatchRun.objects.create(
        school=school,
        started_by=actor if isinstance(actor, User) else None,
        scope=scope,
        mentors=len(network.mentors),
        places=network.places,
        mentees=len(network.mentees),
        created_at=now,
        progressed_at=now,
    )
    journal.record(actor=actor, verb="matching_started", subject=run, now=now, mentees=run.mentees)
    tasks.match_network.enqueue(run.pk)
    return run


def make_run(*, run_id: int, clock: Clock) -> None:
    """Find the pairs of a run and write them down with their reasons; nothing when it is through already."""
    run = MatchRun.objects.select_related("school").filter(pk=run_id).first()
    if run is None or not run.is_going:
        return
    _note(run, clock(), state=MatchState.READING)
    network = read_network(run.school, MatchScope(run.scope), clock().astimezone(run.school.zone).date())
    numbers = {"mentors": len(network.mentors), "places": network.places, "mentees": len(network.mentees)}
    _note(run, clock(), **numbers)
    pairs = match(network.mentors, network.mentees, network.earlier, Teller(run, clock)) if network.places else []
    _note(run, clock(), state=MatchState.WRITING, done=0, total=len(network.mentees))
    _write(run, network, pairs, clock())


class Teller:
    """Writes down how far a run is, at most once a second."""

    def __init__(self, run: MatchRun, clock: Clock) -> None:
        self.run, self.clock = run, clock

    def __call__(self, step: Step, done: int, total: int) -> None:
        """Note the step and how far it is."""
        now, state = self.clock(), STATES[step]
        if state != self.run.state or now - self.run.progressed_at >= TOLD_EVERY:
            _note(self.run, now, state=state, done=done, total=total)


@transaction.atomic
def _write(run: MatchRun, network: Network, pairs: list[Pair], now: datetime) -> None:
    """Write down all suggestions of a run at once, in place of what a task that was cut off has left."""
    MatchProposal.objects.filter(run=run).delete()
    found = {pair.mentee.id: pair for pair in pairs}
    MatchProposal.objects.bulk_create(
        [_proposal(run, mentee, found.get(mentee.id), network.earlier) for mentee in network.mentees],
        batch_size=BATCH,
    )
    _note(run, now, state=MatchState.DONE, matched=len(pairs), done=len(network.mentees), finished_at=now)


def _proposal(
    run: MatchRun, mentee: MenteeSide, pair: Pair | None, earlier: dict[tuple[int, int], Earlier]
) -> MatchProposal:
    if pair is None:
        return MatchProposal(run=run, mentee_id=mentee.id)
    reasons = reasons_of(pair.mentor, mentee, earlier, pair.more)
    return MatchProposal(
        run=run,
        mentee_id=mentee.id,
        mentor_id=pair.mentor.id,
        cost=cost_of(pair.mentor, reasons),
        reasons=[reason.kept() for reason in reasons],
    )


def _note(run: MatchRun, now: datetime, **fields: object) -> None:
    for name, value in {**fields, "progressed_at": now}.items():
        setattr(run, name, value)
    run.save(update_fields=[*fields, "progressed_at"])


def give_up_silent_runs(*, now: datetime) -> int:
    """Give up matchings that no task works on any more; return how many."""
    silent = MatchRun.objects.filter(state__in=GOING, progressed_at__lt=now - SILENT)
    return silent.update(state=MatchState.FAILED, finished_at=now)


# --- the methodist decides -------------------------------------------------------------------------------------------


@transaction.atomic
def approve(*, actor: User, proposal_id: int, now: datetime) -> MatchProposal:
    """Let a suggested pair wait for the mentor's yes. Raises `AlreadyDecided`, `NoMentor` and what `propose` does."""
    proposal = _open(actor, proposal_id)
    if proposal.mentor_id is None:
        raise NoMentor
    return _propose(actor, proposal, proposal.mentor_id, Decision.APPROVED, now)


def approve_many(*, actor: User, run_id: int, tokens: Collection[str], now: datetime) -> tuple[int, int]:
    """Approve the pairs that are ticked, each by itself; return how many are approved, and how many could not be."""
    proposals = MatchProposal.objects.filter(run=run_id, token__in=tokens, decision=Decision.OPEN)
    approved = refused = 0
    for proposal_id in proposals.order_by("pk").values_list("pk", flat=True):
        try:
            approve(actor=actor, proposal_id=proposal_id, now=now)
        except Refusal:
            refused += 1
        else:
            approved += 1
    return approved, refused


@transaction.atomic
def change(*, actor: User, proposal_id: int, mentor_id: int, now: datetime) -> MatchProposal:
    """Approve another mentor than the one who was suggested. Raises as `approve`."""
    proposal = _open(actor, proposal_id)
    is_same = mentor_id == proposal.mentor_id
    return _propose(actor, proposal, mentor_id, Decision.APPROVED if is_same else Decision.CHANGED, now)


@transaction.atomic
def drop(*, actor: User, proposal_id: int, now: datetime) -> MatchProposal:
    """Say that nothing comes of a suggestion. Raises `AlreadyDecided`."""
    return _decide(_open(actor, proposal_id), actor, Decision.DROPPED, now)


@transaction.atomic
def undrop(*, actor: User, proposal_id: int, now: datetime) -> MatchProposal:
    """Take back that a suggestion was dropped. Raises `AlreadyDecided`."""
    proposal = _of_methodist(actor, proposal_id)
    if proposal.decision != Decision.DROPPED:
        raise AlreadyDecided
    return _decide(proposal, actor, Decision.OPEN, now)


def _propose(actor: User, proposal: MatchProposal, mentor_id: int, decision: Decision, now: datetime) -> MatchProposal:
    school = proposal.run.school
    reasons = proposal.reasons if mentor_id == proposal.mentor_id else reasons_for(proposal, mentor_id, now)
    proposal.mentorship = propose(
        actor=actor,
        school=school,
        mentor_id=mentor_id,
        user_ids=[proposal.mentee_id],
        now=now,
        origin=MentorshipOrigin.MATCHING,
        reasons=reasons,
    )
    proposal.mentor_id, proposal.reasons = mentor_id, reasons
    return _decide(proposal, actor, decision, now)


def reasons_for(proposal: MatchProposal, mentor_id: int, now: datetime) -> list[dict[str, object]]:
    """Return what speaks for and against another mentor; nothing for one who has no place left."""
    school = proposal.run.school
    around = sides_of(school, proposal.mentee, now.astimezone(school.zone).date())
    for _offer, mentor in around.mentors:
        if mentor.id == mentor_id and around.mentee is not None:
            return [reason.kept() for reason in reasons_of(mentor, around.mentee, around.earlier)]
    return []


def _decide(proposal: MatchProposal, actor: User, decision: Decision, now: datetime) -> MatchProposal:
    is_decided = decision != Decision.OPEN
    proposal.decision = decision
    proposal.decided_by, proposal.decided_at = (actor, now) if is_decided else (None, None)
    proposal.save(update_fields=["decision", "decided_by", "decided_at", "mentor", "reasons", "mentorship"])
    journal.record(actor=actor, verb="match_decided", subject=proposal, now=now, decision=str(decision))
    return proposal


def _open(actor: User, proposal_id: int) -> MatchProposal:
    proposal = _of_methodist(actor, proposal_id)
    if proposal.decision != Decision.OPEN:
        raise AlreadyDecided
    return proposal


def _of_methodist(actor: User, proposal_id: int) -> MatchProposal:
    proposals = MatchProposal.objects.select_for_update(of=("self",)).select_related("run__school", "mentee__library")
    proposal = proposals.get(pk=proposal_id)
    if not can_pair(actor, proposal.run.school):
        raise PermissionDenied
    return proposal
