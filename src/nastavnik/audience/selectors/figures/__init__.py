"""The figures of the report: computed, compared, explained, and opened to the rows that they are made of.

Two functions are all that pages, papers, frozen reports and programs need:

    scope = Scope(school, as_of=now, begins_on=None, ends_on=None, programme=None)
    figures_of(scope) -> list[FigureValue]            # all of them, in the order of the report, in a fixed number of queries
    rows_of(code, scope, params={}) -> Listing[Any]   # the rows behind one: `.labels()`, `.values()` for all, a page for a template

`params` is the query of an address (sort, filters, page, export). `rows_of` raises `NoFigure` for a code that nothing has.
A code never changes what it means. Its value and what its rows add up to (`reading.add_up`) are always equal.
"""

from nastavnik.audience.selectors.figures.reading import NoFigure, figures_of, rows_of
from nastavnik.audience.selectors.figures.values import FigureValue, Scope, Unit

__all__ = ["FigureValue", "NoFigure", "Scope", "Unit", "figures_of", "rows_of"]
