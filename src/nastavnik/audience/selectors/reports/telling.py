"""A live report in the words that papers, news and frozen reports take."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from nastavnik.audience.papers.kept import KeptRows
from nastavnik.audience.papers.told import ToldFigure, ToldParagraph, ToldReport
from nastavnik.audience.selectors.figures import FigureValue, Scope, figures_of
from nastavnik.audience.selectors.figures.article import article_of
from nastavnik.audience.selectors.figures.reading import figure_named
from nastavnik.audience.selectors.reports.persons import with_owners
from nastavnik.programme.models import School


def told_report(scope: Scope, title: str, now: datetime) -> ToldReport:
    """Return the report of `scope` as it is told at `now`."""
    figures = figures_of(scope)
    return ToldReport(
        title=title,
        school=scope.school.title,
        period=scope.words,
        as_of=moment_words(scope.as_of, scope.school),
        taken=moment_words(now, scope.school),
        has_before=scope.year_before is not None,
        figures=tuple(_told(one, scope, now) for one in figures),
        article=tuple(
            ToldParagraph(one.title, tuple((piece.text, piece.code) for piece in one.pieces))
            for one in article_of(figures)
        ),
    )


def tables_of(scope: Scope, codes: Sequence[str]) -> Iterator[KeptRows]:
    """Yield the rows behind each figure, read while they are written."""
    for code in codes:
        _section, figure = figure_named(code, scope)
        table, rows = figure.rows(scope)
        listing = with_owners(table).listing(rows, {"export": "csv"})
        numbers = tuple(column.is_number for column in listing.table.columns)
        yield KeptRows(code, tuple(listing.labels()), numbers, listing.values())


def moment_words(moment: datetime, school: School) -> str:
    """Return a moment by the school's clock."""
    return date_format(timezone.localtime(moment, school.zone), gettext("j E Y, H:i"))


def _told(figure: FigureValue, scope: Scope, now: datetime) -> ToldFigure:
    return ToldFigure(
        code=figure.code,
        section=figure.section_title,
        title=figure.title,
        unit=figure.unit.value,
        value=figure.value,
        text=figure.text,
        before=figure.before,
        before_text=figure.before_text,
        footnote=_footnote(figure, scope, now),
    )


def _footnote(figure: FigureValue, scope: Scope, now: datetime) -> str:
    """Return the rule of a figure, what it was asked for, and when it was taken."""
    asked = gettext("Period: %(period)s. Known as of %(as_of)s, taken on %(taken)s.") % {
        "period": scope.words,
        "as_of": moment_words(scope.as_of, scope.school),
        "taken": moment_words(now, scope.school),
    }
    return " ".join(words for words in (figure.rule, _counted(figure), asked) if words)


def _counted(figure: FigureValue) -> str:
    """Return of how many lessons a count tells and how old it is."""
    if not figure.lessons or figure.oldest is None or figure.newest is None:
        return ""
    return ngettext(
        "Told of %(lessons)s lesson, counted from %(first)s to %(last)s.",
        "Told of %(lessons)s lessons, counted from %(first)s to %(last)s.",
        figure.lessons,
    ) % {
        "lessons": figure.lessons,
        "first": date_format(figure.oldest, "j E Y"),
        "last": date_format(figure.newest, "j E Y"),
    }
