"""An application goes on, or a step back that mends a slip of the hand; what the fund has is kept as it was then."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.grants.enums import NEXT_STATES, OPEN_STATES, GrantState, MilestoneKind
from nastavnik.grants.events import GrantStateChanged
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.permissions import can_steer_project
from nastavnik.grants.services.locking import locked
from nastavnik.grants.services.onward import telling
from nastavnik.grants.services.onward.refusals import NoSuchStep, NotSubmittedYet, StillRed
from nastavnik.grants.services.reckoning import reckon
from nastavnik.grants.services.writing import keep_milestone
from nastavnik.people.models import User

MILESTONES = {GrantState.CHECKED: MilestoneKind.CHECKED, GrantState.SUBMITTED: MilestoneKind.SUBMITTED}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the fund says, and when; None: nothing new is said of it, and what was noted stays."""

    submitted_at: datetime | None = None
    fund_number: str | None = None
    answer: str | None = None
    answered_on: date | None = None
    # kopecks
    granted: int | None = None


@transaction.atomic
def move_grant(
    *, actor: User, grant_id: int, state: GrantState, now: datetime, answer: Answer | None = None
) -> GrantApplication:
    """Let an application go on to a state, or a step back. What was noted before stays, so that a slip loses nothing.

    One that was submitted though it was red, and was not after all, is written on: nobody has checked it.

    Raises `NoSuchStep`, and `StillRed` for one that is to be marked as checked.
    """
    grant = locked(actor, grant_id, right=can_steer_project)
    before = GrantState(grant.state)
    if state not in NEXT_STATES[before]:
        raise NoSuchStep
    if state is GrantState.CHECKED:
        state = _checked_or_written_on(grant)
    grant.state, grant.changed_at = state, now
    noted = _note(grant, answer or Answer())
    if state is GrantState.SUBMITTED and before in OPEN_STATES and "submitted_at" not in noted:
        grant.submitted_at, noted = now, [*noted, "submitted_at"]
    grant.save(update_fields=["state", "changed_at", *noted])
    if before in OPEN_STATES and state in MILESTONES:
        keep_milestone(grant, MILESTONES[state], actor=actor, now=now)
    journal.record(actor=actor, verb="moved", subject=grant, now=now, before=before, after=state)
    publish(GrantStateChanged(grant_id=grant.pk, state=state))
    telling.tell_of_state(grant, actor=actor, now=now)
    return grant


@transaction.atomic
def note_answer(*, actor: User, grant_id: int, answer: Answer, now: datetime) -> GrantApplication:
    """Correct what was noted of the fund's answer. Raises `NotSubmittedYet`."""
    grant = locked(actor, grant_id, right=can_steer_project)
    if grant.state in OPEN_STATES:
        raise NotSubmittedYet
    if noted := _note(grant, answer):
        grant.changed_at = now
        grant.save(update_fields=["changed_at", *noted])
        journal.record(actor=actor, verb="answer_noted", subject=grant, now=now, fields=noted)
    return grant


def _checked_or_written_on(grant: GrantApplication) -> GrantState:
    """Return where one goes that is to be marked as checked, by the rules of today. Raises `StillRed` while it is written."""
    reckon(grant)
    if grant.red and grant.state == GrantState.DRAFT:
        raise StillRed
    return GrantState.DRAFT if grant.red else GrantState.CHECKED


def _note(grant: GrantApplication, answer: Answer) -> list[str]:
    """Write down what is said; return the names of the fields that are others now."""
    noted = []
    for field in fields(answer):
        said = getattr(answer, field.name)
        if said is not None and said != getattr(grant, field.name):
            setattr(grant, field.name, said)
            noted.append(field.name)
    return noted
