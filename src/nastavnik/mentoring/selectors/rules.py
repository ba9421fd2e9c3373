"""Themes and rules of a school's consultations as their pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count

from nastavnik.mentoring.models import CalendarDay, Consultation, MentorProfile, Theme
from nastavnik.mentoring.permissions import can_route
from nastavnik.mentoring.selectors.candidates import today_of
from nastavnik.mentoring.selectors.terms import rules_of, working_hours_of
from nastavnik.mentoring.terms import year_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with how many mentors name it and how many questions are about it."""

    theme: Theme
    mentors: int
    questions: int


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """The themes of a school, those that are offered in their order."""

    offered: list[ThemeRow]
    retired: list[ThemeRow]


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """By what a year is reckoned; without a decree by the Labour Code alone."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules of a school; `example_at` is by when a question that is asked now is answered."""

    initial: dict[str, Any]
    days: list[CalendarDay]
    years: list[CalendarYear]
    example_at: datetime


def themes_page(actor: Actor, school: School) -> ThemesPage:
    """Return the themes of `school` for who may change them."""
    check_can_route(actor, school)
    named = dict(_counts(MentorProfile.themes.through.objects.filter(theme__school=school)))
    asked = dict(_counts(Consultation.objects.filter(school=school, theme__isnull=False, number__isnull=False)))
    rows = [
        ThemeRow(theme, named.get(theme.pk, 0), asked.get(theme.pk, 0)) for theme in Theme.objects.filter(school=school)
    ]
    return ThemesPage(
        offered=[row for row in rows if row.theme.retired_at is None],
        retired=[row for row in rows if row.theme.retired_at is not None],
    )


def _counts(rows: Any) -> Any:
    return rows.order_by().values_list("theme").annotate(count=Count("pk"))


def theme_at_desk(actor: Actor, school: School, token: str) -> Theme:
    """Return a theme of `school` for who may change it. Raises `Theme.DoesNotExist`."""
    check_can_route(actor, school)
    return Theme.objects.get(school=school, token=token)


def rules_page(actor: Actor, school: School, now: datetime) -> RulesPage:
    """Return the rules of `school` for who may change them, with the days from today on."""
    check_can_route(actor, school)
    rules, today = rules_of(school), today_of(school, now)
    names = ("term_days", "warn_hours", "opens_at", "closes_at", "version")
    return RulesPage(
        initial={name: getattr(rules, name) for name in names},
        days=list(CalendarDay.objects.filter(school=school, day__gte=today)),
        years=[CalendarYear(number, year_of(number).source) for number in (today.year, today.year + 1)],
        example_at=working_hours_of(school, rules).end_of_term(now, rules.term_days),
    )


def check_can_route(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` unless `actor` is a methodist of `school`."""
    if not can_route(actor, school):
        raise PermissionDenied


def day_of(text: str) -> date | None:
    """Return the day that an address names, or nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
