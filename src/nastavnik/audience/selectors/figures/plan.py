"""How a figure is laid out: where its number comes from, what it means, which rows it is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, FloatField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from nastavnik.audience.selectors.figures.values import Adds, Number, Scope, Unit
from nastavnik.core.tables import Column, Table
from nastavnik.core.tables.table import Text

NOTHING = (0.0, 0.0, 0.0, 0.0)
COLUMNS = ("told_key", "told_1", "told_2", "told_3", "told_4")

Rows = tuple[Table[Any], "QuerySet[Any, Any] | Sequence[Any]"]


class Plain(Cast):
    """A number or a word of the statement itself. Nothing is grouped by it: all rows would be sorted first to find that they are alike."""

    def get_group_by_cols(self) -> list[Any]:
        """Return no column."""
        return []


NOUGHT = Plain(Value(0), FloatField())


@dataclass(frozen=True, slots=True)
class Source:
    """A query that tells up to four numbers for each of its keys (`numbers`). All sources are asked in one statement."""

    name: str
    query: Callable[[Scope], QuerySet[Any, Any]]


def numbers(rows: QuerySet[Any, Any], *values: Any, key: str | Combinable = "", part: str = "") -> QuerySet[Any, Any]:
    """Return `values` (aggregates) of `rows` in the shape of a source, for each `key`; without one there is one key, `part`."""
    told_key: Any = Cast(F(key) if isinstance(key, str) else key, CharField()) if key else Value(part, CharField())
    numbered = [*(Cast(value, FloatField()) for value in values), *([NOUGHT] * (len(NOTHING) - len(values)))]
    told = dict(zip(COLUMNS[1:], numbered, strict=True))
    counted: QuerySet[Any, Any] = rows.order_by().values(told_key=told_key).annotate(**told)
    return counted


@dataclass(frozen=True, slots=True)
class ChannelTold:
    """What channels of one kind tell by one metric: see `views.channel_counts`."""

    code: str
    kind: str
    # of an "other" place, which is like no other
    token: str
    titles: str
    rule: str
    metric: str
    value: int
    lessons: int
    oldest: datetime | None
    newest: datetime | None


class Told:
    """What all sources told of one scope."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], tuple[float | None, ...]] = {}
        self.channels: dict[str, ChannelTold] = {}

    def add(self, source: str, key: str | None, told: Iterable[float | None]) -> None:
        """Note what a source tells of a key."""
        self._numbers[source, key or ""] = tuple(told)

    def keys(self, source: str) -> list[str]:
        """Return the keys that a source told of, in their order."""
        return sorted(key for name, key in self._numbers if name == source)

    def number(self, source: str, place: int, key: str | None = None) -> float | None:
        """Return the number at `place` (from 1) of one key, or of all keys together; None where there was nothing to count."""
        if key is not None:
            return self._numbers.get((source, key), NOTHING)[place - 1]
        found = [told[place - 1] for (name, _key), told in self._numbers.items() if name == source]
        known = [one for one in found if one is not None]
        return sum(known) if known else None


@dataclass(frozen=True)
class Figure:
    """A figure. Its value and its rows are two ways to the same number, which a test compares for every figure."""

    code: str
    title: Text
    rule: Text
    rows: Callable[[Scope], Rows]
    # of `Told.number`: source, place, and the key if it is of one alone
    read: tuple[str, int] | tuple[str, int, str]
    unit: Unit = Unit.COUNT
    adds: Adds = Adds.COUNT
    # key of the column that is added up
    column: str = ""
    # by what the sum is divided: minutes in an hour, kopecks in a rouble
    scale: int = 1

    def value(self, told: Told) -> Number | None:
        """Return its value out of what the sources told."""
        value = in_unit(told.number(*self.read), self.unit, self.scale)
        # the sum of no rows is nothing; their mean is not known
        return 0 if value is None and self.adds is not Adds.MEAN else value


@dataclass(frozen=True)
class Section:
    """Figures that are told together. `more` are those that depend on what a school has: directions, funds, channels."""

    key: str
    title: Text
    sources: tuple[Source, ...]
    figures: tuple[Figure, ...]
    more: Callable[[Told], list[Figure]] | None = None

    def all(self, told: Told) -> list[Figure]:
        """Return its figures where the sources have told `told`."""
        return [*self.figures, *(self.more(told) if self.more else ())]


DIGITS = {Unit.HOURS: 1, Unit.ACADEMIC: 1, Unit.ROUBLES: 2, Unit.MEAN: 2}


def in_unit(number: float | None, unit: Unit, scale: int) -> Number | None:
    """Return a sum as the value of a figure; whole numbers are whole."""
    if number is None:
        return None
    scaled = round(number / scale, DIGITS.get(unit, 0))
    return int(scaled) if scaled == int(scaled) else scaled


def number_column(key: str, label: Text, value: Callable[[Any], Any], order: str = "") -> Column[Any]:
    """Return a column of numbers."""
    return Column(key, label, value, order=(order,) if order else (), is_number=True)
