"""The page of the report, and the page of a figure with its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.charts import geometry
from nastavnik.audience.enums import Metric, PlaceKind
from nastavnik.audience.permissions import can_see_report
from nastavnik.audience.selectors.figures.article import Paragraph, article_of
from nastavnik.audience.selectors.figures.reading import NoFigure, figure_named, figures_of, value_of
from nastavnik.audience.selectors.figures.series import Months, libraries_on_map, months_of
from nastavnik.audience.selectors.figures.values import FigureValue, Scope
from nastavnik.core.tables import Filter, Listing
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import programmes_visible_to

EARLIEST, LATEST = date(1950, 1, 1), date(2200, 1, 1)
DAY = timedelta(days=1)
# the first thing that is seen of a report
BIG = (
    *("lessons.held", "people.learners", "libraries.reached", "attendance.visits"),
    *("films.published", "consultations.answered", "contest.applications", "certificates.issued"),
)
# they stand in the address of a figure, so that sorting its rows loses no period
PERIOD = ("from", "to", "programme", "on")


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure and where its rows are."""

    figure: FigureValue
    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words of the article; a figure has an address."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph of the article."""

    title: str
    words: list[Words]


@dataclass(frozen=True, slots=True)
class Choice:
    """A programme, or a period, that one can choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report."""

    scope: Scope
    # keeps the scope in an address
    query: str
    programmes: list[Choice]
    presets: list[Choice]
    big: list[Opened]
    article: list[Told]
    sections: list[tuple[str, list[Opened]]]
    has_before: bool
    kinds: geometry.Bars
    attendance: geometry.Lines | None
    small: list[geometry.Small]
    map: geometry.Map | None
    months: Months


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A figure with its rows."""

    scope: Scope
    figure: FigureValue
    listing: Listing[Any]
    report_url: str


def read_scope(school: School, programmes: Sequence[Programme], params: Mapping[str, str], now: datetime) -> Scope:
    """Return the scope that an address asks for; what it says wrongly is read as not said."""
    as_of = now
    if (day := read_day(params.get("on", ""))) is not None:
        as_of = min(datetime.combine(day + DAY, time(), school.zone) - timedelta(microseconds=1), now)
    begins_on, ends_on = read_day(params.get("from", "")), read_day(params.get("to", ""))
    if begins_on and ends_on and begins_on > ends_on:
        begins_on, ends_on = ends_on, begins_on
    token = params.get("programme", "")
    programme = next((one for one in programmes if one.token == token), None)
    return Scope(school, as_of, begins_on, ends_on, programme)


def read_day(text: str) -> date | None:
    """Return a day as an address writes it; None for anything odd."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and EARLIEST <= day <= LATEST else None


def query_of(scope: Scope, params: Mapping[str, str]) -> str:
    """Return the query by which an address keeps this scope; empty for the whole report of today."""
    said = {
        "from": scope.begins_on.isoformat() if scope.begins_on else "",
        "to": scope.ends_on.isoformat() if scope.ends_on else "",
        "programme": scope.programme.token if scope.programme else "",
        "on": day.isoformat() if (day := read_day(params.get("on", ""))) else "",
    }
    kept = {key: value for key, value in said.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _scope_for(actor: Actor, school: School, params: Mapping[str, str], now: datetime) -> tuple[Scope, list[Programme]]:
    if not can_see_report(actor, school):
        raise PermissionDenied
    programmes = list(programmes_visible_to(actor, school).order_by("-starts_on", "-pk"))
    return read_scope(school, programmes, params, now), programmes


def report_page(actor: Actor, school: School, params: Mapping[str, str], now: datetime) -> ReportPage:
    """Return the report to whoever sees the desk; six queries, one more where there is a year before. Raises `PermissionDenied`."""
    scope, programmes = _scope_for(actor, school, params, now)
    query = query_of(scope, params)
    figures = figures_of(scope)
    by_code = {one.code: Opened(one, figure_url(one.code, query)) for one in figures}
    months = months_of(scope)
    return ReportPage(
        scope=scope,
        query=query,
        programmes=[Choice(one.token, one.title, one == scope.programme) for one in programmes],
        presets=_presets(scope, now),
        big=[by_code[code] for code in BIG],
        article=[_told(paragraph, query) for paragraph in article_of(figures)],
        sections=[
            (title, [by_code[one.code] for one in group])
            for title, group in groupby(figures, key=lambda one: one.section_title)
        ],
        has_before=scope.year_before is not None,
        kinds=_kinds(by_code),
        attendance=_attendance(months),
        small=_small(months),
        map=_map(scope),
        months=months,
    )


def figure_url(code: str, query: str) -> str:
    """Return where the rows of a figure are."""
    return reverse("audience:figure", args=[code]) + query


def _told(paragraph: Paragraph, query: str) -> Told:
    words = [Words(one.text, figure_url(one.code, query) if one.code else "") for one in paragraph.pieces]
    return Told(paragraph.title, words)


def _presets(scope: Scope, now: datetime) -> list[Choice]:
    """Return periods to choose with a click: all, this year, the last one."""
    year = now.astimezone(scope.school.zone).year
    known = [
        ("?", gettext("The whole time"), (None, None)),
        *(
            (
                f"?{urlencode({'from': date(one, 1, 1), 'to': date(one, 12, 31)})}",
                gettext("Year %(year)s") % {"year": one},
                (date(one, 1, 1), date(one, 12, 31)),
            )
            for one in (year, year - 1)
        ),
    ]
    chosen = (scope.begins_on, scope.ends_on)
    return [Choice(url, label, days == chosen and not scope.programme) for url, label, days in known]


def _kinds(by_code: Mapping[str, Opened]) -> geometry.Bars:
    rows = []
    for kind in LessonKind:
        planned, held = (by_code[f"lessons.{which}.{kind.value}"].figure.value for which in ("planned", "held"))
        if planned or held:
            text = gettext("%(held)s of %(planned)s") % {"held": held, "planned": planned}
            rows.append((str(kind.label), float(planned or 0), float(held or 0), text))
    return geometry.bars(rows)


def _attendance(months: Months) -> geometry.Lines | None:
    if not any(months.people):
        return None
    return geometry.lines((gettext("people"), gettext("screens")), months.labels, (months.people, months.screens))


def _small(months: Months) -> list[geometry.Small]:
    """Return a drawing for each channel and metric, each on its own scale."""
    own = [(gettext("The school’s own page: views"), months.own)] if any(months.own) else []
    counted = [
        (f"{PlaceKind(kind).label}: {Metric(metric).label}", row) for (kind, metric), row in months.channels.items()
    ]
    return [
        geometry.small(title, list(zip(months.labels, row, strict=True)), f"{max(row):g}")
        for title, row in (*counted, *own)
    ]


def _map(scope: Scope) -> geometry.Map | None:
    libraries: list[Any] = libraries_on_map(scope)
    return geometry.map_of(
        [
            (
                one.label if one.settlement in one.label else f"{one.label}, {one.settlement}",
                str(one.number) if one.number is not None else "",
                one.latitude,
                one.longitude,
                one.is_reached,
            )
            for one in libraries
        ]
    )


PERIOD_FILTERS = (
    Filter[Any]("from", _("From, as 2026-01-31"), query=lambda _text: Q(), keep=lambda _row, _text: True),
    Filter[Any]("to", _("To"), query=lambda _text: Q(), keep=lambda _row, _text: True),
    Filter[Any]("on", _("As of"), query=lambda _text: Q(), keep=lambda _row, _text: True),
)


def figure_page(actor: Actor, school: School, code: str, params: Mapping[str, str], now: datetime) -> FigurePage:
    """Return a figure with its rows. Raises `PermissionDenied`, and `Http404` for what is no figure here."""
    scope, programmes = _scope_for(actor, school, params, now)
    try:
        section, figure = figure_named(code, scope)
    except NoFigure:
        raise Http404 from None
    table, rows = figure.rows(scope)
    chosen = Filter[Any](
        "programme",
        _("Programme"),
        query=lambda _text: Q(),
        keep=lambda _row, _text: True,
        choices=tuple((one.token, one.title) for one in programmes),
    )
    whole = replace(table, filters=(*table.filters, *PERIOD_FILTERS, chosen))
    return FigurePage(
        scope=scope,
        figure=value_of(section, figure, scope),
        listing=whole.listing(rows, params),
        report_url=reverse("audience:report") + query_of(scope, params),
    )
