"""What stands in an application of the demonstration: the sections of the form, out of a project's table."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from nastavnik.contest.checking.values import Row, Value
from nastavnik.people.models import Library
from nastavnik.portal.management.demonstration.content import Table

MONTHS = 12
# nobody answers there
PHONE = "+7 4722 00-00-00"
YES, NOT_YET = "Да", "Пока нет"

# What is written into each section, by their keys.
Written: TypeAlias = Mapping[str, Mapping[str, Value]]


def sections_of(project: Table, *, library: Library, head: str, begins_on: date) -> Written:
    """Return a whole application of a project that begins on `begins_on`, the first of a month."""
    last = max(row[3] for row in project["activities"])
    return {
        "about": {
            "title": project["title"],
            "short_description": project["short"],
            "target_group": project["group"],
            "geography": project.get("where") or f"Белгородский район: {library.settlement}",
            "starts_on": begins_on.isoformat(),
            "ends_on": end_of_month(begins_on, last).isoformat(),
        },
        "why": {"problem": project["problem"], "problem_evidence": project["evidence"]},
        "plan": {
            "goal": project["goal"],
            "objectives": rows("o", ["objective"], [[text] for text in project["objectives"]]),
            "activities": activities_of(project["activities"], begins_on),
        },
        "results": {
            "quantitative_results": rows("r", ["indicator", "value", "how_measured"], project["results"]),
            "qualitative_results": project["change"],
        },
        "budget": {"budget_lines": budget_of(project["budget"])},
        "people": people_of(project),
        "after": {"information_support": project["news"], "further_development": project["after"]},
        "contacts": {"contact_person": head, "contact_phone": PHONE},
    }


def rows(letter: str, columns: Sequence[str], told: Sequence[Sequence[str]]) -> list[Row]:
    """Return the rows of a field, each with a name by which others name it: `o1`, `o2`."""
    named = enumerate(told, start=1)
    return [{"id": f"{letter}{number}", **dict(zip(columns, row, strict=True))} for number, row in named]


def activities_of(told: Sequence[Sequence[str | int]], begins_on: date) -> list[Row]:
    """Return the activities with their days: each lasts whole months, counted from the first of the project."""
    return [
        {
            "id": f"a{number}",
            "activity": str(what),
            "objective": f"o{objective}",
            "starts_on": month_after(begins_on, int(first)).isoformat(),
            "ends_on": end_of_month(begins_on, int(last)).isoformat(),
            "place": str(place),
            "result": str(result),
        }
        for number, (what, objective, first, last, place, result) in enumerate(told, start=1)
    ]


def budget_of(told: Sequence[Sequence[str | int]]) -> list[Row]:
    """Return the lines of the budget."""
    named = [[str(name), f"a{activity}", str(asked), str(own), str(why)] for name, activity, asked, own, why in told]
    return rows("b", ["name", "activity", "requested", "own", "comment"], named)


def people_of(project: Table) -> Mapping[str, Value]:
    """Return the team and, where there are any, the partners."""
    team = rows("t", ["name", "role", "experience"], project["team"])
    if not project["partners"]:
        return {"team": team, "has_partners": NOT_YET}
    return {
        "team": team,
        "has_partners": YES,
        "partners": rows("p", ["name", "contribution"], project["partners"]),
    }


def month_after(day: date, months: int) -> date:
    """Return the first day of the month so many months after that of `day`."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(day.year + years, month + 1, 1)


def end_of_month(day: date, months: int) -> date:
    """Return the last day of the month so many months after that of `day`."""
    first = month_after(day, months)
    return first.replace(day=monthrange(first.year, first.month)[1])
