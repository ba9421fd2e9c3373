"""All figures of a scope, and the rows behind one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import CharField, QuerySet, Value

from nastavnik.audience.selectors.figures import contests, films, lessons, outcomes, people, studio, talk, views
from nastavnik.audience.selectors.figures.plan import COLUMNS, Figure, Section, Told, in_unit
from nastavnik.audience.selectors.figures.values import Adds, FigureValue, Number, Scope
from nastavnik.core.tables import Listing

# In the order of the report.
SECTIONS: tuple[Section, ...] = (
    lessons.SECTION,
    people.PEOPLE_SECTION,
    people.ATTENDANCE_SECTION,
    films.SECTION,
    views.SECTION,
    talk.CONSULTATION_SECTION,
    talk.SURVEY_SECTION,
    talk.CERTIFICATE_SECTION,
    contests.SECTION,
    outcomes.GRANT_SECTION,
    outcomes.COLLECTION_SECTION,
    studio.SECTION,
    outcomes.PARTNER_SECTION,
)
NOW, BEFORE = "now", "before"


class NoFigure(LookupError):
    """Nothing has that code in this school."""


def figures_of(scope: Scope) -> list[FigureValue]:
    """Return every figure of `scope`, in the order of the report, beside the year before.

    Two statements, three where there is a year before.
    """
    earlier = scope.year_before
    told, before = _told(scope, earlier)
    return [
        _value(section, figure, told, before if earlier else None)
        for section in SECTIONS
        for figure in section.all(told)
    ]


def value_of(section: Section, figure: Figure, scope: Scope) -> FigureValue:
    """Return one figure with its value, asking only the source of its number."""
    earlier, sources = scope.year_before, tuple(one for one in section.sources if one.name == figure.read[0])
    told, before = _told(scope, earlier, (replace(section, sources=sources),))
    return _value(section, figure, told, before if earlier else None)


def _value(section: Section, figure: Figure, told: Told, before: Told | None) -> FigureValue:
    channel = told.channels.get(figure.code)
    return FigureValue(
        code=figure.code,
        section=section.key,
        section_title=str(section.title),
        title=str(figure.title),
        rule=str(figure.rule),
        unit=figure.unit,
        value=figure.value(told),
        # a channel that told nothing a year ago was not counted then
        before=None if before is None or (channel and figure.code not in before.channels) else figure.value(before),
        lessons=channel.lessons if channel else None,
        oldest=channel.oldest if channel else None,
        newest=channel.newest if channel else None,
    )


def _told(scope: Scope, earlier: Scope | None, sections: Sequence[Section] = SECTIONS) -> tuple[Told, Told]:
    """Return what all sources tell of a scope and of the year before, asked in one statement, and the channels of each."""
    told = {NOW: Told(), BEFORE: Told()}
    asked = [*_queries(NOW, scope, sections), *(_queries(BEFORE, earlier, sections) if earlier else ())]
    # a channel has no source here
    for which, source, *row in asked[0].union(*asked[1:], all=True) if asked else ():
        told[which].add(source, row[0], row[1:])
    has_channels = views.SECTION.key in {section.key for section in sections}
    periods = ((NOW, scope), (BEFORE, earlier)) if has_channels else ()
    for which, one in periods:
        for channel in views.channel_counts(one) if one else ():
            told[which].channels[channel.code] = channel
            told[which].add(channel.code, "", [channel.value])
    return told[NOW], told[BEFORE]


def _queries(which: str, scope: Scope, sections: Sequence[Section]) -> Iterator[QuerySet[Any, Any]]:
    for section in sections:
        for source in section.sources:
            labelled = source.query(scope).annotate(
                told_which=Value(which, CharField()), told_source=Value(source.name, CharField())
            )
            yield labelled.values_list("told_which", "told_source", *COLUMNS)


def figure_named(code: str, scope: Scope) -> tuple[Section, Figure]:
    """Return the figure of that code. Raises `NoFigure`."""
    for section in SECTIONS:
        for figure in section.figures:
            if figure.code == code:
                return section, figure
    for section in SECTIONS:
        if section.more and code.startswith(f"{section.key}."):
            told, _before = _told(scope, None, (section,))
            for figure in section.more(told):
                if figure.code == code:
                    return section, figure
    raise NoFigure(code)


def rows_of(code: str, scope: Scope, params: Mapping[str, str] | None = None) -> Listing[Any]:
    """Return the rows behind a figure, as `params` (the query of an address) want them. Raises `NoFigure`."""
    _section, figure = figure_named(code, scope)
    table, rows = figure.rows(scope)
    return table.listing(rows, params or {})


def add_up(figure: Figure, listing: Listing[Any]) -> Number | None:
    """Return what all rows of `listing` make, by the way in which they make this figure."""
    if figure.adds is Adds.COUNT:
        return sum(1 for _row in listing.values())
    place = [column.key for column in listing.table.columns].index(figure.column)
    told = [float(value) for row in listing.values() if (value := row[place]) is not None]  # type: ignore[arg-type]  # a column of numbers
    if figure.adds is Adds.MEAN:
        return in_unit(sum(told) / len(told), figure.unit, 1) if told else None
    if figure.adds is Adds.MOST:
        return in_unit(max(told, default=0.0), figure.unit, 1)
    return in_unit(sum(told), figure.unit, figure.scale if figure.unit.value == "hours" else 1)
