"""All figures of a scope, and the rows behind one."""

from collections.abc import Mapping
from typing import Any

from nastavnik.audience.selectors.figures.values import FigureValue, Number, Scope
from nastavnik.core.tables import Listing


class NoFigure(LookupError):
    """Nothing has that code in this school."""


def figures_of(scope: Scope) -> list[FigureValue]:
    """Return every figure of `scope`, in the order of the report."""
    raise NotImplementedError


def rows_of(code: str, scope: Scope, params: Mapping[str, str] | None = None) -> Listing[Any]:
    """Return the rows behind a figure."""
    raise NotImplementedError


def add_up(code: str, listing: Listing[Any]) -> Number | None:
    """Return what the rows of `listing` make."""
    raise NotImplementedError
