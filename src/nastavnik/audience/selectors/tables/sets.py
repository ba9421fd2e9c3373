"""Of what a table can be made: sets of rows, each column with a sentence that says what it is. Nothing else can be asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.audience.enums import Metric
from nastavnik.audience.selectors.figures import FigureValue, Scope, figures_of
from nastavnik.audience.selectors.figures.people import LIBRARIES, learners
from nastavnik.audience.selectors.figures.plan import Rows, number_column
from nastavnik.audience.selectors.figures.reading import figure_named
from nastavnik.audience.selectors.figures.views import COUNTS, counts_told
from nastavnik.core.tables import Column, Table
from nastavnik.core.tables.table import Text
from nastavnik.people.permissions import libraries_of
from nastavnik.programme.permissions import place_of


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows that a table can be made of. `columns`: key and a sentence that says what it is."""

    key: str
    title: Text
    about: Text
    rows: Callable[[Scope], Rows]
    columns: dict[str, Text]


def _of_figure(code: str) -> Callable[[Scope], Rows]:
    """Return what gives the rows behind a figure of every school."""

    def rows(scope: Scope) -> Rows:
        _section, figure = figure_named(code, scope)
        return figure.rows(scope)

    return rows


FIGURES = Table[FigureValue](
    name="figures",
    columns=(
        Column("section", _("Section"), lambda one: one.section_title),
        Column("title", pgettext_lazy("report", "Figure"), lambda one: one.title, order=("title",)),
        number_column("value", _("Value"), lambda one: one.value, "value"),
        Column("rule", _("What is counted"), lambda one: one.rule),
    ),
    order="title",
    caption=_("Figures"),
)


def _views(scope: Scope) -> Rows:
    metric = Column[Any]("metric", _("What is counted"), lambda one: Metric(one.metric).label, order=("metric",))
    columns = (*COUNTS.columns[:3], metric, *COUNTS.columns[3:5])
    table = Table[Any](name="views", columns=columns, order="starts", caption=COUNTS.caption)
    return table, counts_told(scope).select_related("lesson", "channel")


def _libraries(scope: Scope) -> Rows:
    counted = learners(scope).filter(library=OuterRef("pk")).order_by().values("library")
    libraries = libraries_of(place_of(scope.school)).annotate(
        people=Subquery(counted.annotate(number=Count("pk")).values("number"))
    )
    columns = (*LIBRARIES.columns, number_column("people", _("Learners"), lambda one: one.people or 0, "people"))
    return Table[Any](name="libraries", columns=columns, order="name", filters=LIBRARIES.filters), libraries


LESSON = _("Title of the lesson.")
LIBRARY = _("Library of the network, as people call it.")
STATE = _("How far it is.")

SETS: dict[str, RowSet] = {
    one.key: one
    for one in (
        RowSet(
            "figures",
            _("Figures, also for form 6-НК"),
            _(
                "All figures of the report as raw numbers. Into which line of the form a number goes is decided by the methodist."
            ),
            lambda scope: (FIGURES, figures_of(scope)),
            {
                "section": _("Part of the report."),
                "title": _("What the figure is called."),
                "value": _("Raw number, without rounding for a form."),
                "rule": _("What the figure counts and what it does not."),
            },
        ),
        RowSet(
            "lessons",
            _("Lessons"),
            _("Lessons of the period that are announced or held."),
            _of_figure("lessons.planned"),
            {
                "starts": _("When the lesson begins."),
                "title": LESSON,
                "kind": _("Master class, seminar and so on."),
                "state": STATE,
                "programme": _("Programme to which the lesson belongs."),
                "minutes": _("Planned length."),
            },
        ),
        RowSet(
            "views",
            _("Lessons by channels"),
            _("The number that holds for each lesson, channel and way of counting. Unlike ways are never added up."),
            _views,
            {
                "lesson": LESSON,
                "starts": _("When the lesson begins."),
                "channel": _("Where people watched."),
                "metric": _("Live views, views in all, viewers, most at once."),
                "value": _("The number that the channel told."),
                "as_of": _("As of when the channel told it."),
            },
        ),
        RowSet(
            "libraries",
            _("People by library"),
            _("All libraries of the network with the number of their learners in the period."),
            _libraries,
            {
                "name": LIBRARY,
                "settlement": _("City, town or village."),
                "kind": _("Central library, branch and so on."),
                "people": _("Learners of the period who belong to the library."),
            },
        ),
        RowSet(
            "visits",
            _("Attendance"),
            _("Who was at which lesson of the period, by the roll call."),
            _of_figure("attendance.visits"),
            {
                "name": _("Full name."),
                "library": LIBRARY,
                "lesson": LESSON,
                "came": _("When the person came."),
                "way": _("How it is known that she was there."),
            },
        ),
        RowSet(
            "applications",
            _("Applications to contests"),
            _("Applications that were submitted within the period."),
            _of_figure("contest.applications"),
            {
                "number": _("Number of the application."),
                "title": _("Title of the project."),
                "library": LIBRARY,
                "direction": _("Direction of the contest."),
                "state": STATE,
                "at": _("When it was submitted."),
            },
        ),
        RowSet(
            "consultations",
            _("Consultations"),
            _("Questions to mentors that were asked within the period, without their texts."),
            _of_figure("consultations.asked"),
            {
                "number": _("Number of the question."),
                "theme": _("Theme of the question."),
                "asked": _("When it was asked."),
                "answered": _("When it was answered."),
                "state": STATE,
            },
        ),
        RowSet(
            "certificates",
            _("Certificates"),
            _("Certificates that were issued within the period and are valid."),
            _of_figure("certificates.issued"),
            {
                "number": _("Number of the certificate."),
                "kind": _("For learners, mentors and others."),
                "name": _("Full name as it is printed."),
                "at": _("When it was issued."),
            },
        ),
    )
}
