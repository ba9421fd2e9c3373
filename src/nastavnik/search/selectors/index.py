"""The two indexes, asked alike: what is found first, in the order of the passages' numbers.

Written out, because no word of Django asks a full-text index of both databases. Rights are not asked here: nothing that is
returned may be shown before `scope` and `results` have asked them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from nastavnik.core.connections import rows_of
from nastavnik.search.text import indexes
from nastavnik.search.text.order import TIER_SHIFT
from nastavnik.search.text.questions import Clause, Way

SQLITE = """
    SELECT p.id, p.video_id, p.lesson_id, p.seconds, p.lemmas
    FROM search_index JOIN search_passage p ON p.id = search_index.rowid
    WHERE search_index MATCH %s AND p.school_id = %s ORDER BY search_index.rowid LIMIT %s
"""
POSTGRES = "SELECT id, video_id, lesson_id, seconds, lemmas FROM search_first(%s::tsquery, %s, %s)"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as the index knows it."""

    id: int
    video_id: int | None
    lesson_id: int | None
    seconds: float | None
    lemmas: str

    @property
    def tier(self) -> int:
        """Return the tier of the passage, from 0, the best."""
        return self.id >> TIER_SHIFT


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database is asked: its query, and how clauses, ways and alternatives are written in it."""

    query: str
    clauses: Callable[[Sequence[Clause]], str]
    ways: Callable[[Sequence[Way]], str]
    either: str


DIALECTS = {
    "sqlite": Dialect(SQLITE, indexes.as_fts5, indexes.fts5_ways, " OR "),
    "postgresql": Dialect(POSTGRES, indexes.as_tsquery, indexes.tsquery_ways, " | "),
}


def first_with_all(school_id: int, clauses: Sequence[Clause], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which every clause is met."""
    return _ask(_dialect().clauses(clauses), school_id, most)


def first_with_row(school_id: int, ways: Sequence[Way], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which the words stand side by side."""
    return _ask(_dialect().ways(ways), school_id, most)


def first_with_most(school_id: int, clauses: Sequence[Clause], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which every clause but one is met."""
    dialect = _dialect()
    rows = [f"({dialect.clauses(row)})" for row in indexes.all_but_one(clauses)]
    return _ask(dialect.either.join(rows), school_id, most)


def _dialect() -> Dialect:
    return DIALECTS[connection.vendor]


def _ask(question: str, school_id: int, most: int) -> list[Found]:
    rows = rows_of(_dialect().query, [question, school_id, most])
    return sorted((Found(*row) for row in rows), key=lambda found: found.id)
