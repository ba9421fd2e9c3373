"""Programmes and their cycles."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.programme.events import ProgrammeHidden, ProgrammePublished
from nastavnik.programme.models import Cycle, Lesson, Programme
from nastavnik.programme.permissions import can_run_school
from nastavnik.programme.services.refusals import ChangedMeanwhile, CycleNotEmpty, DaysOutOfOrder
from nastavnik.programme.services.schools import locked_school


@transaction.atomic
def create_programme(
    *,
    actor: Actor,
    school_id: int,
    title: str,
    starts_on: date,
    ends_on: date,
    now: datetime,
    description: str = "",
    enrolment_policy: EnrolmentPolicy = EnrolmentPolicy.OPEN,
) -> Programme:
    """Make a year of the school, seen by the desk alone until `publish_programme`. Raises `DaysOutOfOrder`."""
    school = locked_school(actor, school_id)
    if ends_on < starts_on:
        raise DaysOutOfOrder
    programme = Programme.objects.create(
        school=school,
        title=title,
        description=description,
        starts_on=starts_on,
        ends_on=ends_on,
        enrolment_policy=enrolment_policy,
    )
    journal.record(actor=actor, verb="programme_made", subject=programme, now=now)
    return programme


@transaction.atomic
def edit_programme(
    *,
    actor: Actor,
    programme_id: int,
    version: int,
    title: str,
    description: str,
    starts_on: date,
    ends_on: date,
    enrolment_policy: EnrolmentPolicy,
    now: datetime,
) -> Programme:
    """Change what a programme is called, its days and who may enrol. Raises `ChangedMeanwhile`, `DaysOutOfOrder`."""
    programme = locked_programme(actor, programme_id)
    if programme.version != version:
        raise ChangedMeanwhile
    if ends_on < starts_on:
        raise DaysOutOfOrder
    programme.title, programme.description = title, description
    programme.starts_on, programme.ends_on = starts_on, ends_on
    programme.enrolment_policy = enrolment_policy
    programme.version += 1
    fields = ["title", "description", "starts_on", "ends_on", "enrolment_policy", "version"]
    programme.save(update_fields=fields)
    journal.record(actor=actor, verb="programme_edited", subject=programme, now=now)
    return programme


@transaction.atomic
def publish_programme(*, actor: Actor, programme_id: int, now: datetime) -> Programme:
    """Show the programme to everybody, with its lessons that are announced; drafts stay at the desk."""
    programme = locked_programme(actor, programme_id)
    if not programme.is_public:
        _show(programme, is_public=True)
        journal.record(actor=actor, verb="programme_published", subject=programme, now=now)
        publish(ProgrammePublished(programme_id=programme.pk))
    return programme


@transaction.atomic
def hide_programme(*, actor: Actor, programme_id: int, now: datetime) -> Programme:
    """Take the programme back to the desk; nothing of it is lost, and nobody else sees its lessons."""
    programme = locked_programme(actor, programme_id)
    if programme.is_public:
        _show(programme, is_public=False)
        journal.record(actor=actor, verb="programme_hidden", subject=programme, now=now)
        publish(ProgrammeHidden(programme_id=programme.pk))
    return programme


def _show(programme: Programme, *, is_public: bool) -> None:
    programme.is_public = is_public
    programme.version += 1
    programme.save(update_fields=["is_public", "version"])


@transaction.atomic
def add_cycle(*, actor: Actor, programme_id: int, title: str, now: datetime, description: str = "") -> Cycle:
    """Add a cycle at the end of the programme."""
    programme = locked_programme(actor, programme_id)
    last = cycles_of(programme_id).aggregate(last=Max("position"))["last"] or 0
    cycle = Cycle.objects.create(programme=programme, title=title, description=description, position=last + 1)
    journal.record(actor=actor, verb="cycle_added", subject=programme, now=now, cycle=title)
    return cycle


@transaction.atomic
def edit_cycle(*, actor: Actor, cycle_id: int, version: int, title: str, description: str, now: datetime) -> Cycle:
    """Change what a cycle is called. Raises `ChangedMeanwhile`."""
    cycle = locked_cycle(actor, cycle_id)
    if cycle.version != version:
        raise ChangedMeanwhile
    cycle.title, cycle.description = title, description
    cycle.version += 1
    cycle.save(update_fields=["title", "description", "version"])
    journal.record(actor=actor, verb="cycle_edited", subject=cycle.programme, now=now, cycle=title)
    return cycle


@transaction.atomic
def move_cycle(*, actor: Actor, cycle_id: int, step: int, now: datetime) -> Cycle:
    """Move a cycle by `step` places (-1 earlier, 1 later); at the edge nothing happens. A removed one is not found."""
    cycle = locked_cycle(actor, cycle_id)
    cycles = list(cycles_of(cycle.programme_id).order_by("position", "pk"))
    if cycle not in cycles:
        raise Cycle.DoesNotExist
    here = cycles.index(cycle)
    there = min(max(here + step, 0), len(cycles) - 1)
    cycles.insert(there, cycles.pop(here))
    if here != there:
        renumber_cycles(cycles)
        journal.record(actor=actor, verb="cycle_moved", subject=cycle.programme, now=now, cycle=cycle.title)
    return cycles[there]


@transaction.atomic
def remove_cycle(*, actor: Actor, cycle_id: int, now: datetime) -> Cycle:
    """Take an empty cycle off the programme; `bring_back_cycle` undoes it. Raises `CycleNotEmpty`."""
    cycle = locked_cycle(actor, cycle_id)
    if Lesson.objects.filter(cycle=cycle, removed_at=None).exists():
        raise CycleNotEmpty
    cycle.removed_at = now
    cycle.save(update_fields=["removed_at"])
    renumber_cycles(list(cycles_of(cycle.programme_id).order_by("position", "pk")))
    journal.record(actor=actor, verb="cycle_removed", subject=cycle.programme, now=now, cycle=cycle.title)
    return cycle


@transaction.atomic
def bring_back_cycle(*, actor: Actor, cycle_id: int, now: datetime) -> Cycle:
    """Put a removed cycle back, at the end of the programme."""
    cycle = locked_cycle(actor, cycle_id)
    if cycle.removed_at is not None:
        last = cycles_of(cycle.programme_id).aggregate(last=Max("position"))["last"] or 0
        cycle.removed_at, cycle.position = None, last + 1
        cycle.save(update_fields=["removed_at", "position"])
        journal.record(actor=actor, verb="cycle_brought_back", subject=cycle.programme, now=now, cycle=cycle.title)
    return cycle


def cycles_of(programme_id: int) -> QuerySet[Cycle]:
    """Return the cycles of a programme that were not removed."""
    return Cycle.objects.filter(programme_id=programme_id, removed_at=None)


def renumber_cycles(cycles: list[Cycle]) -> None:
    """Number the cycles from 1 in the order given."""
    for position, cycle in enumerate(cycles, start=1):
        cycle.position = position
    Cycle.objects.bulk_update(cycles, ["position"])


def locked_programme(actor: Actor, programme_id: int) -> Programme:
    """Return the programme locked for a change by `actor`; everything on its board changes under this lock."""
    programme = Programme.objects.select_for_update(of=("self",)).select_related("school").get(pk=programme_id)
    if not can_run_school(actor, programme.school):
        raise PermissionDenied
    return programme


def locked_cycle(actor: Actor, cycle_id: int) -> Cycle:
    """Return the cycle with its programme locked for a change by `actor`."""
    programme_id = Cycle.objects.values_list("programme_id", flat=True).get(pk=cycle_id)
    programme = locked_programme(actor, programme_id)
    cycle = Cycle.objects.get(pk=cycle_id)
    cycle.programme = programme
    return cycle
