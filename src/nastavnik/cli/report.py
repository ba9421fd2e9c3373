"""`nastavnik report`: the figures of a school's report, for people and for programs."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import typer
from django.utils import translation

from nastavnik.audience.selectors.figures import FigureValue, Scope, figures_of
from nastavnik.cli.exits import Exit, stop_with
from nastavnik.cli.lookup import MOST_SHOWN
from nastavnik.core import clock
from nastavnik.programme.models import School

MOMENT = timedelta(microseconds=1)


def tell(*, school_slug: str, day: date | None, is_json: bool) -> None:
    """Print the figures as they were at the end of a day by the school's clock, or as they are now."""
    school = School.objects.filter(slug=school_slug).first()
    if school is None:
        known = ", ".join(School.objects.order_by("slug").values_list("slug", flat=True)[:MOST_SHOWN])
        stop_with(Exit.NOT_FOUND, f"There is no school {school_slug!r}. There is: {known or 'none yet'}")
    now = clock.now()
    as_of = min(now, datetime.combine(day + timedelta(days=1), time(), school.zone) - MOMENT) if day else now
    with translation.override("ru"):
        figures = figures_of(Scope(school, as_of))
    typer.echo(as_json(school, as_of, figures) if is_json else as_text(figures))


def as_text(figures: list[FigureValue]) -> str:
    """Return the figures as lines under their sections."""
    lines: list[str] = []
    for place, one in enumerate(figures):
        if place == 0 or figures[place - 1].section != one.section:
            lines.append(f"\n{one.section_title}" if lines else one.section_title)
        counted = f"  ({one.newest:%d.%m.%Y}; {one.lessons})" if one.newest else ""
        lines.append(f"  {one.text:>14}  {one.title}{counted}  [{one.code}]")
    return "\n".join(lines)


def as_json(school: School, as_of: datetime, figures: list[FigureValue]) -> str:
    """Return the figures for programs; `figures` are by their codes, which never change what they mean."""
    told: dict[str, Any] = {
        "school": school.slug,
        "title": school.title,
        "as_of": as_of.astimezone(school.zone).isoformat(timespec="seconds"),
        "figures": {one.code: figure_json(one, school) for one in figures},
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def figure_json(one: FigureValue, school: School) -> dict[str, Any]:
    """Return a figure for programs."""
    told: dict[str, Any] = {"value": one.value, "unit": one.unit.value, "title": one.title, "rule": one.rule}
    if one.oldest and one.newest:
        oldest, newest = (moment.astimezone(school.zone).isoformat() for moment in (one.oldest, one.newest))
        told |= {"lessons": one.lessons, "oldest": oldest, "newest": newest}
    return told
