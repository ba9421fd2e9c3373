"""Frozen reports: their list, the page of one, and the rows behind its figures. All is read from what was kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.models import Report
from nastavnik.audience.papers.kept import Cell, KeptRows, digest_of, read_all, read_rows
from nastavnik.audience.papers.persons import Persons, read_persons
from nastavnik.audience.papers.told import ToldFigure, ToldReport, report_from
from nastavnik.audience.permissions import can_freeze, can_see_report, reports_visible_to
from nastavnik.audience.selectors.figures.page import read_scope
from nastavnik.audience.selectors.figures.values import Scope
from nastavnik.core.errors import Refusal
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import programmes_visible_to

REPORTS = Table[Report](
    name="reports",
    columns=(
        Column(
            "title",
            _("Report"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("audience:frozen_report", args=[one.token]),
        ),
        Column("period", _("Period"), lambda one: one.figures["period"]),
        Column("as_of", _("As of"), lambda one: one.as_of, order=("as_of",)),
        Column("frozen", _("Frozen"), lambda one: one.frozen_at, order=("frozen_at",)),
        Column("by", _("By"), lambda one: one.frozen_by.full_name if one.frozen_by else ""),
    ),
    order="-frozen",
    caption=_("Frozen reports"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words of the article; a figure has an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the page: its number among the footnotes, and where its rows are."""

    number: int
    figure: ToldFigure
    url: str


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """A frozen report. `fault` says what is wrong with the kept rows; the figures are right all the same."""

    report: Report
    told: ToldReport
    article: list[tuple[str, list[Words]]]
    sections: list[tuple[str, list[Line]]]
    lines: list[Line]
    fault: str
    can_remove: bool


@dataclass(frozen=True, slots=True)
class FrozenFigurePage:
    """A figure of a frozen report with the rows that were kept; without them there is a `fault`."""

    report: Report
    figure: ToldFigure
    listing: Listing[Any]
    fault: str
    is_cut: bool
    # somebody in the rows was forgotten meanwhile
    has_forgotten: bool


class DamagedRows(Refusal):
    """The kept rows are not those that were written; what is wrong is said in words."""


def reports_page(actor: Actor, school: School, params: Mapping[str, str]) -> Listing[Report]:
    """Return the frozen reports of a school. Raises `PermissionDenied`."""
    if not can_see_report(actor, school):
        raise PermissionDenied
    return REPORTS.listing(reports_visible_to(actor, school).select_related("frozen_by"), params)


def report_for(actor: Actor, school: School, token: str) -> Report:
    """Return a frozen report that `actor` may see. Raises `Http404`."""
    found = reports_visible_to(actor, school).select_related("school", "frozen_by").filter(token=token).first()
    if found is None:
        raise Http404
    return found


def removed_report(actor: Actor, school: School, token: str) -> Report:
    """Return a removed report to whoever may bring it back. Raises `Http404`."""
    found = Report.objects.filter(school=school, token=token).exclude(removed_at=None).first()
    if found is None or not can_freeze(actor, school):
        raise Http404
    return found


def scope_to_freeze(actor: Actor, school: School, params: Mapping[str, str], now: datetime) -> Scope:
    """Return what an address or a form asks to freeze. Raises `PermissionDenied`."""
    if not can_freeze(actor, school):
        raise PermissionDenied
    return read_scope(school, programmes_to_report(actor, school), params, now)


def live_scope(actor: Actor, school: School, params: Mapping[str, str], now: datetime) -> Scope:
    """Return what an address asks to see or to write out. Raises `PermissionDenied`."""
    if not can_see_report(actor, school):
        raise PermissionDenied
    return read_scope(school, programmes_to_report(actor, school), params, now)


def programmes_to_report(actor: Actor, school: School) -> list[Programme]:
    """Return the programmes that a report may be of."""
    return list(programmes_visible_to(actor, school).order_by("-starts_on", "-pk"))


def frozen_page(actor: Actor, report: Report) -> FrozenPage:
    """Return the page of a frozen report: everything on it was written down when it was frozen."""
    told = report_from(report.figures)
    lines = [Line(place, one, _url(report, one.code)) for place, one in enumerate(told.figures, start=1)]
    return FrozenPage(
        report=report,
        told=told,
        article=[
            (one.title, [Words(words, _url(report, code) if code else "") for words, code in one.pieces])
            for one in told.article
        ],
        sections=[(title, list(group)) for title, group in groupby(lines, key=lambda one: one.figure.section)],
        lines=lines,
        fault=fault_of(report),
        can_remove=can_freeze(actor, report.school),
    )


def _url(report: Report, code: str) -> str:
    return reverse("audience:frozen_figure", args=[report.token, code])


def fault_of(report: Report) -> str:
    """Return what is wrong with the kept rows of a report; nothing if they are as they were written."""
    try:
        is_right = all(_digest(place) == sha256 for place, sha256 in _files_of(report))
    except OSError:
        return gettext(
            "The file with the rows is not in the storage. The figures are kept apart from it and are right."
        )
    if is_right:
        return ""
    return gettext(
        "The file with the rows is not the one that was written: its hash differs. The figures are kept apart from it "
        "and are right; the rows are not shown. Ask the operator to bring the file back from a backup."
    )


def _files_of(report: Report) -> list[tuple[str, str]]:
    """Return the files of a report and their hashes; one that was frozen before names were kept apart has no file of names."""
    files = [(report.rows_file, report.sha256), (report.names_file, report.names_sha256)]
    return [(place, sha256) for place, sha256 in files if place]


def _digest(place: str) -> str:
    with default_storage.open(place) as file:
        return digest_of(file)


def persons_of(report: Report) -> Persons:
    """Return what the rows of a report say of people. Raises `OSError`."""
    if not report.names_file:
        return Persons()
    with default_storage.open(report.names_file) as file:
        return read_persons(file)


def frozen_tables(report: Report) -> Iterator[KeptRows]:
    """Return the kept rows of all figures, read one figure after the other. Raises `DamagedRows`."""
    if fault := fault_of(report):
        raise DamagedRows(fault)
    return _kept_tables(report)


def _kept_tables(report: Report) -> Iterator[KeptRows]:
    with default_storage.open(report.rows_file) as file:
        yield from read_all(file, persons_of(report))


def frozen_figure_page(report: Report, code: str, params: Mapping[str, str]) -> FrozenFigurePage:
    """Return a figure of a frozen report with its kept rows. Raises `Http404`."""
    figure = report_from(report.figures).figure(code)
    if figure is None:
        raise Http404
    fault, kept, persons = fault_of(report), None, Persons()
    if not fault:
        persons = persons_of(report)
        with default_storage.open(report.rows_file) as file:
            kept = read_rows(file, code, persons)
    kept = kept or KeptRows(code, (), (), [])
    listing = table_of(kept, figure.title).listing(_numbered(kept), params)
    return FrozenFigurePage(report, figure, listing, fault, kept.is_cut, persons.has_forgotten)


def _numbered(kept: KeptRows) -> list[list[Cell]]:
    return [[place, *row] for place, row in enumerate(kept.rows, start=1)]


def table_of(kept: KeptRows, caption: str) -> Table[list[Cell]]:
    """Return a table for rows that were kept: each column sorts, and one search looks into all of them."""
    heads = (("№", True), *zip(kept.heads, kept.numbers, strict=True))
    return Table[Any](
        name="rows",
        columns=tuple(_column(place, label, is_number=number) for place, (label, number) in enumerate(heads)),
        order="0",
        filters=(Filter[Any]("q", _("Search"), keep=_has),) if kept.heads else (),
        caption=caption,
    )


def _column(place: int, label: str, *, is_number: bool) -> Column[Any]:
    return Column(str(place), label, lambda row: row[place], order=(str(place),), is_number=is_number)


def _has(row: list[Cell], text: str) -> bool:
    return any(search_key(text) in search_key(value) for value in row if isinstance(value, str))
