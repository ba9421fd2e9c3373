"""What charts and the map are drawn of: attendance and views by month, libraries with their places."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Concat, TruncMonth
from django.utils.formats import date_format

from nastavnik.audience.selectors.figures.films import own_views
from nastavnik.audience.selectors.figures.lessons import held_lessons
from nastavnik.audience.selectors.figures.people import check_ins, enrolments
from nastavnik.audience.selectors.figures.plan import COLUMNS, numbers
from nastavnik.audience.selectors.figures.values import Scope
from nastavnik.audience.selectors.figures.views import counts_told
from nastavnik.learning.models import RollCall
from nastavnik.mentoring.models import SettlementPoint
from nastavnik.people.models import Library
from nastavnik.people.permissions import libraries_of
from nastavnik.programme.permissions import place_of

MOST_MONTHS = 24
MOST_LIBRARIES = 2000
MONTH = 7  # characters of `2026-11`


@dataclass(frozen=True, slots=True)
class Months:
    """Numbers by month, from the first month that has any to the last; every list has as many numbers as `labels`."""

    labels: tuple[str, ...]
    screens: tuple[float, ...]
    people: tuple[float, ...]
    own: tuple[float, ...]
    # by kind of channel and metric
    channels: dict[tuple[str, str], tuple[float, ...]]

    @property
    def table(self) -> list[tuple[str, tuple[str, str]]]:
        """Return attendance as rows of a table: month, people, screens."""
        rows = zip(self.labels, self.people, self.screens, strict=True)
        return [(label, (f"{people:g}", f"{screens:g}")) for label, people, screens in rows]


def months_of(scope: Scope) -> Months:
    """Return attendance and views by month; one query."""
    zone = scope.school.zone
    rolls = RollCall.objects.filter(lesson__in=held_lessons(scope).values("pk"), taken_at__lte=scope.as_of)
    began = Cast(TruncMonth("lesson__starts_at", tzinfo=zone), CharField())
    counts, own = counts_told(scope), own_views(scope)
    asked = (
        ("rolls", numbers(rolls, Sum("screens"), Sum("people"), key=began)),
        *(("own", numbers(own[part], Sum("views"), key=Cast("day", CharField()))) for part in ("head", "tail")),
        ("own", numbers(own["months"], Sum("views"), key=Cast("month", CharField()))),
        (
            "counts",
            numbers(
                counts,
                Sum("value"),
                Max("value"),
                key=Concat("channel__kind", Value("|"), "metric", Value("|"), began, output_field=CharField()),
            ),
        ),
    )
    named = [
        query.annotate(told_source=Value(name, CharField())).values_list("told_source", *COLUMNS)
        for name, query in asked
    ]
    return _months(named[0].union(*named[1:], all=True))


def _months(rows: QuerySet[Any, Any]) -> Months:
    told: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for source, key, first, second, *_more in rows:
        *place, month = key.split("|")
        # days are put together here: SQLite would ask Python for the month of each row
        by_month = told["|".join([source, *place])]
        before, most = by_month.get(month[:MONTH], (0.0, 0.0))
        by_month[month[:MONTH]] = (before + first, most + second if source == "rolls" else max(most, second))
    known = sorted({month for by_month in told.values() for month in by_month})
    shown = _between(known[0], known[-1])[-MOST_MONTHS:] if known else []

    def row(name: str, place: int) -> tuple[float, ...]:
        return tuple(told[name].get(month, (0.0, 0.0))[place] for month in shown)

    return Months(
        labels=tuple(date_format(date(int(month[:4]), int(month[5:]), 1), "M y") for month in shown),
        screens=row("rolls", 0),
        people=row("rolls", 1),
        own=row("own", 0),
        channels={
            (kind, metric): row(name, 1 if metric == "peak" else 0)
            for name in sorted(told)
            if name.startswith("counts|")
            for _counts, kind, metric in (name.split("|"),)
        },
    )


def _between(first: str, last: str) -> list[str]:
    """Return all months from `first` to `last`, as `2026-11`."""
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(begin, end + 1)]


def libraries_on_map(scope: Scope) -> list[Library]:
    """Return the libraries whose settlement has a place, with `latitude`, `longitude` and `is_reached`; one query."""
    points = SettlementPoint.objects.filter(school=scope.school, key=OuterRef("settlement_key"))
    places = enrolments(scope).filter(user__library=OuterRef("pk"))
    screens = check_ins(scope).filter(library=OuterRef("pk"))
    libraries = libraries_of(place_of(scope.school)).annotate(
        latitude=Subquery(points.values("latitude")[:1]),
        longitude=Subquery(points.values("longitude")[:1]),
        is_reached=ExpressionWrapper(Q(Exists(places)) | Q(Exists(screens)), BooleanField()),
    )
    return list(
        libraries.filter(latitude__isnull=False).order_by(F("number").asc(nulls_last=True), "name_key", "pk")[
            :MOST_LIBRARIES
        ]
    )
