"""An application to a fund as the checker reads it: plan, budget and people out of the fields with the keys that funds use.

| field | columns |
|---|---|
| `objectives` | `objective` |
| `activities` | `activity`, `objective` (a row of `objectives`), `starts_on`, `ends_on`, `place`, `people`, `result` |
| `budget_lines` | `article`, `name`, `activity` (a row of `activities`), `quantity`, `price`, `own`, `comment` |
| `team` | `name`, `role` |
| `starts_on`, `ends_on`, `geography`, `people` (unique people that the project reaches) | |

What a fund's form does not have is empty here, and rules about it say nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nastavnik.contest.checking.gaps import read_day
from nastavnik.contest.checking.numbers import read_money, read_number
from nastavnik.contest.checking.values import ROW_ID, Row, Values, rows_of, text_of
from nastavnik.grants.funds.budget import Line, Sheet, sheet_of
from nastavnik.grants.funds.template import FundTemplate


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of the plan."""

    id: str
    title: str
    objective: str
    starts_on: date | None
    ends_on: date | None
    place: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Project:
    """An application, read."""

    values: Values
    starts_on: date | None
    ends_on: date | None
    geography: str
    people: int | None
    # titles by the ids of rows
    objectives: Mapping[str, str]
    activities: tuple[Activity, ...]
    team: Mapping[str, str]
    sheet: Sheet


def project_of(template: FundTemplate, values: Values) -> Project:
    """Return an application as the checker reads it."""
    lines = [line_of(row) for row in rows_of(values, "budget_lines")]
    return Project(
        values=values,
        starts_on=read_day(text_of(values, "starts_on")),
        ends_on=read_day(text_of(values, "ends_on")),
        geography=text_of(values, "geography"),
        people=_people(text_of(values, "people")),
        objectives={row[ROW_ID]: row.get("objective", "") for row in rows_of(values, "objectives")},
        activities=tuple(_activity(row) for row in rows_of(values, "activities")),
        team={row[ROW_ID]: row.get("name", "") for row in rows_of(values, "team")},
        sheet=sheet_of(lines, template.articles),
    )


def line_of(row: Row) -> Line:
    """Return a line of the budget; what is not a number counts as nought, and the limits of the form say that it is none."""
    return Line(
        id=row[ROW_ID],
        article=row.get("article", ""),
        name=row.get("name", "").strip(),
        quantity=read_number(row.get("quantity", "")) or Decimal(0),
        price=read_money(row.get("price", "")) or 0,
        own=read_money(row.get("own", "")) or 0,
        activity=row.get("activity", ""),
        comment=row.get("comment", "").strip(),
    )


def _activity(row: Row) -> Activity:
    return Activity(
        id=row[ROW_ID],
        title=row.get("activity", "").strip(),
        objective=row.get("objective", ""),
        starts_on=read_day(row.get("starts_on", "")),
        ends_on=read_day(row.get("ends_on", "")),
        place=row.get("place", "").strip(),
        people=_people(row.get("people", "")),
    )


def _people(text: str) -> int | None:
    number = read_number(text)
    return None if number is None else int(number)
