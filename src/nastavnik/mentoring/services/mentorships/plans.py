"""Individual development plans: competences with their levels and terms, and actions that lead to lessons and moments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from nastavnik.core import journal
from nastavnik.mentoring.models import Mentee, PlanAction, PlanLine
from nastavnik.mentoring.models.plans import MOST_ACTIONS, MOST_LINES
from nastavnik.mentoring.permissions import can_edit_plan
from nastavnik.mentoring.selectors.mentorships.links import Target, target_of
from nastavnik.mentoring.services.mentorships.refusals import NotALink, PlanChangedMeanwhile, PlanIsFull
from nastavnik.people.models import User
from nastavnik.video.models import Moment
from nastavnik.video.services.moments import make_moment


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was typed."""

    competence: str
    now_level: int
    wanted_level: int
    due_on: date | None = None
    result: str = ""
    is_done: bool = False


@transaction.atomic
def write_line(
    *, actor: User, mentee_id: int, version: int, line: Line, now: datetime, line_id: int | None = None
) -> PlanLine:
    """Add a line to a plan, or change one; an old `version` overwrites nothing.

    Raises `PlanChangedMeanwhile`, `PlanIsFull`.
    """
    mentee = locked_plan(actor, mentee_id)
    if mentee.plan_version != version:
        raise PlanChangedMeanwhile
    if line_id is None:
        if PlanLine.objects.filter(mentee=mentee).count() >= MOST_LINES:
            raise PlanIsFull
        row = PlanLine(mentee=mentee, created_at=now)
    else:
        row = PlanLine.objects.get(pk=line_id, mentee=mentee)
    row.competence, row.now_level, row.wanted_level = line.competence.strip(), line.now_level, line.wanted_level
    row.due_on, row.result = line.due_on, line.result.strip()
    row.done_at = (row.done_at or now) if line.is_done else None
    row.save()
    _changed(mentee, actor, "plan_line_written", row.pk, now)
    return row


@transaction.atomic
def remove_line(*, actor: User, mentee_id: int, line_id: int, now: datetime) -> None:
    """Take a line with its actions out of a plan."""
    mentee = locked_plan(actor, mentee_id)
    row = PlanLine.objects.get(pk=line_id, mentee=mentee)
    moment_ids = list(row.actions.values_list("moment_id", flat=True))
    row.delete()
    _drop_moments(moment_ids)
    _changed(mentee, actor, "plan_line_removed", line_id, now)


@transaction.atomic
def add_action(*, actor: User, mentee_id: int, line_id: int, text: str, link: str, now: datetime) -> PlanAction:
    """Add an action to a line; `link`: the address of a lesson or a film, with a time for a moment, or nothing.

    Raises `PlanIsFull`, `NotALink`, and what `make_moment` does for a time that is not within the film.
    """
    mentee = locked_plan(actor, mentee_id)
    line = PlanLine.objects.get(pk=line_id, mentee=mentee)
    if line.actions.count() >= MOST_ACTIONS:
        raise PlanIsFull
    target = target_of(actor, mentee.mentorship.school, link) if link.strip() else Target()
    if target is None:
        raise NotALink
    action = PlanAction.objects.create(
        line=line, text=text.strip(), lesson_id=target.lesson_id, moment=_moment(actor, target, now)
    )
    _changed(mentee, actor, "plan_action_added", action.pk, now)
    return action


def _moment(actor: User, target: Target, now: datetime) -> Moment | None:
    if target.video_id is None:
        return None
    return make_moment(
        actor=actor, video_id=target.video_id, seconds=target.seconds, end_seconds=target.end_seconds, now=now
    )


@transaction.atomic
def set_action(*, actor: User, mentee_id: int, action_id: int, is_done: bool, now: datetime) -> None:
    """Say whether an action is done."""
    mentee = locked_plan(actor, mentee_id)
    action = PlanAction.objects.get(pk=action_id, line__mentee=mentee)
    action.done_at = (action.done_at or now) if is_done else None
    action.save(update_fields=["done_at"])
    journal.record(actor=actor, verb="plan_action_set", subject=mentee, now=now, action=action_id, is_done=is_done)


@transaction.atomic
def remove_action(*, actor: User, mentee_id: int, action_id: int, now: datetime) -> None:
    """Take an action away, and its moment with it."""
    mentee = locked_plan(actor, mentee_id)
    action = PlanAction.objects.get(pk=action_id, line__mentee=mentee)
    moment_id = action.moment_id
    action.delete()
    _drop_moments([moment_id])
    _changed(mentee, actor, "plan_action_removed", action_id, now)


@transaction.atomic
def agree(*, actor: User, mentee_id: int, version: int, now: datetime) -> None:
    """Note that the two have agreed on the plan as it stands; a later change takes that back. Raises `PlanChangedMeanwhile`."""
    mentee = locked_plan(actor, mentee_id)
    if mentee.plan_version != version:
        raise PlanChangedMeanwhile
    mentee.agreed_at = now
    mentee.save(update_fields=["agreed_at"])
    journal.record(actor=actor, verb="plan_agreed", subject=mentee, now=now)


def locked_plan(actor: User, mentee_id: int) -> Mentee:
    """Return a mentee locked for a change of her plan."""
    rows = Mentee.objects.select_for_update(of=("self",)).select_related("mentorship__school")
    mentee = rows.get(pk=mentee_id)
    if not can_edit_plan(actor, mentee):
        raise PermissionDenied
    return mentee


def _changed(mentee: Mentee, actor: User, verb: str, row_id: int, now: datetime) -> None:
    Mentee.objects.filter(pk=mentee.pk).update(plan_version=F("plan_version") + 1, agreed_at=None)
    journal.record(actor=actor, verb=verb, subject=mentee, now=now, row=row_id)


def _drop_moments(moment_ids: Iterable[int | None]) -> None:
    """Delete moments that were made for an action alone."""
    Moment.objects.filter(pk__in=[one for one in moment_ids if one is not None], collection=None).delete()
