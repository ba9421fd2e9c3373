"""A new contest: out of an arrangement of `data/blueprints`, or out of last year's with its days shifted."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.models import Award, Contest, Criterion, Direction, FormField, FormSection
from nastavnik.contest.permissions import can_run_contests
from nastavnik.contest.selectors.blueprints import Blueprint
from nastavnik.contest.selectors.typed import AWARD, CRITERION, DAYS, DIRECTION, FIELD, RULES
from nastavnik.contest.services.setup.addresses import free_address
from nastavnik.contest.services.setup.locks import locked_contest
from nastavnik.core import journal
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# Labour Code of the Russian Federation, article 112: (month, day). A deadline on such a day is met by nobody.
HOLIDAYS = frozenset({*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)})
SATURDAY = 5


@transaction.atomic
def create_contest(
    *, actor: Actor, school_id: int, blueprint: Blueprint, title: str, announced_on: date, now: datetime
) -> Contest:
    """Make a contest out of an arrangement; its days are counted from `announced_on` by the school's clock.

    Nobody but the desk sees it before `open_contest`.
    """
    school = _locked_school(actor, school_id)
    told = blueprint.told
    names = ("short", *RULES)
    contest = Contest.objects.create(
        school=school,
        title=title,
        slug=free_address(school, title),
        regulation=told["regulation"].strip().format(organiser=school.owner.name, school=school.title),
        created_by_id=actor.pk,
        created_at=now,
        **{name: told[name] for name in names if name in told},
        **_planned(told["days"], announced_on, school),
    )
    _fill(contest, told)
    journal.record(actor=actor, verb="contest made", subject=contest, now=now, blueprint=blueprint.name)
    return contest


def _planned(days: dict[str, dict[str, Any]], announced_on: date, school: School) -> dict[str, datetime]:
    """Return the moments of an arrangement that begins on a day; what would end on a day off ends on the next working day."""
    moments = {}
    for name, day in days.items():
        on = announced_on + timedelta(days=day["after"])
        local = datetime.fromisoformat(f"{_working(on) if day['after'] else on} {day['at']}")
        moments[name] = local.replace(tzinfo=school.zone)
    return moments


def _working(day: date) -> date:
    while day.weekday() >= SATURDAY or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return day


def _fill(contest: Contest, told: dict[str, Any]) -> None:
    """Give a contest the lists and the form of an arrangement."""
    for model, name in ((Direction, "directions"), (Criterion, "criteria"), (Award, "awards")):
        rows: Any = model
        rows.objects.bulk_create(
            rows(contest=contest, position=position, **row) for position, row in enumerate(told[name], start=1)
        )
    for position, section in enumerate(told["sections"], start=1):
        words = {name: value for name, value in section.items() if name != "fields"}
        row = FormSection.objects.create(contest=contest, position=position, **words)
        FormField.objects.bulk_create(
            FormField(section=row, position=place, **field) for place, field in enumerate(section["fields"], start=1)
        )


@transaction.atomic
def clone_contest(*, actor: Actor, contest_id: int, title: str, announced_on: date, now: datetime) -> Contest:
    """Make a contest out of another: the same words, rules, lists and form; its days begin on `announced_on`.

    Days keep their distances and hours, and make way for days off. Applications, jury and results stay with the past.
    """
    source = locked_contest(actor, contest_id)
    school = _locked_school(actor, source.school_id)
    copy = Contest.objects.create(
        school=school,
        title=title,
        slug=free_address(school, title),
        cloned_from=source,
        created_by_id=actor.pk,
        created_at=now,
        **{name: getattr(source, name) for name in ("short", "regulation", *RULES)},
        **shifted_days(source, announced_on),
    )
    _copy_rows(Direction, DIRECTION, source, copy)
    _copy_rows(Criterion, CRITERION, source, copy)
    _copy_rows(Award, AWARD, source, copy)
    _copy_form(source, copy)
    journal.record(actor=actor, verb="contest cloned", subject=copy, now=now, source=source.token)
    return copy


def shifted_days(source: Contest, announced_on: date) -> dict[str, datetime | None]:
    """Return the days of a contest as they would be if it were announced on another day; the first that is set counts."""
    zone = source.school.zone
    local = {name: getattr(source, name) and getattr(source, name).astimezone(zone) for name in DAYS}
    known = [moment for moment in local.values() if moment is not None]
    if not known:
        return dict.fromkeys(DAYS)
    shift = announced_on - min(known).date()
    return {name: moment and _shifted(moment, shift) for name, moment in local.items()}


def _shifted(moment: datetime, shift: timedelta) -> datetime:
    """Return a local moment so many days later, at the same hour of the clock on the wall."""
    later = moment + shift
    return datetime.combine(_working(later.date()), later.time(), moment.tzinfo)


def _copy_rows(model: Any, names: tuple[str, ...], source: Contest, copy: Contest) -> None:
    rows = model.objects.filter(contest=source).order_by("position", "pk")
    model.objects.bulk_create(
        model(contest=copy, position=position, **{name: getattr(row, name) for name in names})
        for position, row in enumerate(rows, start=1)
    )


def _copy_form(source: Contest, copy: Contest) -> None:
    for section in FormSection.objects.filter(contest=source).order_by("position", "pk"):
        row = FormSection.objects.create(
            contest=copy, key=section.key, title=section.title, help=section.help, position=section.position
        )
        fields = FormField.objects.filter(section=section).order_by("position", "pk")
        FormField.objects.bulk_create(
            FormField(section=row, position=position, **{name: getattr(field, name) for name in FIELD})
            for position, field in enumerate(fields, start=1)
        )


def _locked_school(actor: Actor, school_id: int) -> School:
    """Return the school, locked so that two new contests do not take one address."""
    school = School.objects.select_for_update(of=("self",)).select_related("owner").get(pk=school_id)
    if not can_run_contests(actor, school):
        raise PermissionDenied
    return school
