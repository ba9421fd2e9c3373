"""Goals of a mentorship, and what both sides say of it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.mentoring.models import Feedback, Goal
from nastavnik.mentoring.permissions import can_give_feedback, can_take_part
from nastavnik.mentoring.services.mentorships.beginning import locked
from nastavnik.mentoring.services.mentorships.refusals import PlanIsFull
from nastavnik.people.models import User

MOST_GOALS = 12


@transaction.atomic
def add_goal(*, actor: User, mentorship_id: int, text: str, now: datetime) -> Goal:
    """Add a goal: whoever is in the mentorship. Raises `PlanIsFull`."""
    mentorship = locked(mentorship_id)
    if not can_take_part(actor, mentorship):
        raise PermissionDenied
    if Goal.objects.filter(mentorship=mentorship).count() >= MOST_GOALS:
        raise PlanIsFull
    goal = Goal.objects.create(mentorship=mentorship, text=text.strip(), created_at=now)
    journal.record(actor=actor, verb="goal_added", subject=goal, now=now)
    return goal


@transaction.atomic
def set_goal(*, actor: User, goal_id: int, is_reached: bool, now: datetime) -> Goal:
    """Say whether a goal is reached."""
    goal = _goal(actor, goal_id)
    goal.reached_at = (goal.reached_at or now) if is_reached else None
    goal.save(update_fields=["reached_at"])
    journal.record(actor=actor, verb="goal_set", subject=goal, now=now, is_reached=is_reached)
    return goal


@transaction.atomic
def remove_goal(*, actor: User, goal_id: int, now: datetime) -> Goal:
    """Take a goal away; return it, that it can be put back."""
    goal = _goal(actor, goal_id)
    journal.record(actor=actor, verb="goal_removed", subject=goal, now=now)
    goal.delete()
    return goal


def _goal(actor: User, goal_id: int) -> Goal:
    goal = Goal.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=goal_id)
    if not can_take_part(actor, goal.mentorship):
        raise PermissionDenied
    return goal


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says; `mark`: 5 is best; `again`: whether she would go on, None for not said."""

    mark: int
    helped: str = ""
    missing: str = ""
    again: bool | None = None


@transaction.atomic
def give_feedback(*, actor: User, mentorship_id: int, said: Said, now: datetime) -> Feedback:
    """Keep what one side says of a mentorship in place of what she said before. Methodists alone read it."""
    mentorship = locked(mentorship_id)
    if not can_give_feedback(actor, mentorship):
        raise PermissionDenied
    feedback, _is_new = Feedback.objects.update_or_create(
        mentorship=mentorship,
        made_by=actor,
        defaults={
            "mark": said.mark,
            "helped": said.helped.strip(),
            "missing": said.missing.strip(),
            "again": said.again,
            "at": now,
        },
    )
    journal.record(actor=actor, verb="mentorship_judged", subject=feedback, now=now)
    return feedback
