"""The rules of a school's consultations: term, working hours, days of its own. Terms that run already stay as they are."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.mentoring.models import CalendarDay, ConsultationSettings
from nastavnik.mentoring.permissions import can_route
from nastavnik.mentoring.selectors.terms import Rules
from nastavnik.mentoring.services.routing_refusals import RulesChangedMeanwhile, TooManyDays
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

FIELDS = ("term_days", "warn_hours", "opens_at", "closes_at")
# Of all years: a reckoning always comes to a day on which the country's calendar holds.
MOST_DAYS = 366


@transaction.atomic
def change_rules(*, actor: Actor, school_id: int, rules: Rules, now: datetime) -> ConsultationSettings:
    """Change term, hours and warning for questions that are asked from now on; `rules.version` is that of the page.

    Raises `RulesChangedMeanwhile`.
    """
    school = _school_of(actor, school_id)
    usual = {name: getattr(Rules(), name) for name in FIELDS}
    ConsultationSettings.objects.get_or_create(school=school, defaults=usual)
    row = ConsultationSettings.objects.select_for_update().get(school=school)
    if row.version != rules.version:
        raise RulesChangedMeanwhile
    for name in FIELDS:
        setattr(row, name, getattr(rules, name))
    row.version += 1
    row.save(update_fields=[*FIELDS, "version"])
    words = {name: str(getattr(rules, name)) for name in FIELDS}
    journal.record(actor=actor, verb="consultation_rules_changed", subject=row, now=now, **words)
    return row


@transaction.atomic
def set_day(*, actor: Actor, school_id: int, day: date, is_working: bool, note: str, now: datetime) -> CalendarDay:
    """Say that the school works, or does not, on a day, whatever the country does; what was said of it before goes.

    Raises `TooManyDays`.
    """
    school = _school_of(actor, school_id)
    days = CalendarDay.objects.filter(school=school)
    if not days.filter(day=day).exists() and days.count() >= MOST_DAYS:
        raise TooManyDays
    row, _is_new = CalendarDay.objects.update_or_create(
        school=school, day=day, defaults={"is_working": is_working, "note": note}
    )
    journal.record(actor=actor, verb="calendar_day_set", subject=school, now=now, day=str(day), is_working=is_working)
    return row


@transaction.atomic
def remove_day(*, actor: Actor, school_id: int, day: date, now: datetime) -> None:
    """Let the country's calendar hold again on a day."""
    school = _school_of(actor, school_id)
    count, _rows = CalendarDay.objects.filter(school=school, day=day).delete()
    if count:
        journal.record(actor=actor, verb="calendar_day_removed", subject=school, now=now, day=str(day))


def _school_of(actor: Actor, school_id: int) -> School:
    school = School.objects.select_for_update(no_key=True).get(pk=school_id)
    if not can_route(actor, school):
        raise PermissionDenied
    return school
