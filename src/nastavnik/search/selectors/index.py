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
    WHERE search_index MATCH %s AND p.school_id = %s AND search_index.rowid > %s ORDER BY search_index.rowid LIMIT %s
"""
POSTGRES = "SELECT id, video_id, lesson_id, seconds, lemmas FROM search_first(%s::tsquery, %s::tsquery, %s, %s, %s, %s)"


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
    """How a database is asked: its query, and what of clauses (any of several rows of them) it is given."""

    query: str
    words: Callable[[Sequence[Sequence[Clause]], int], list[str | int | None]]


DIALECTS = {
    "sqlite": Dialect(SQLITE, indexes.words_for_fts5),
    "postgresql": Dialect(POSTGRES, indexes.words_for_tsquery),
}


def first_with_all(school_id: int, clauses: Sequence[Clause], most: int, *, standing: int = 0) -> list[Found]:
    """Return the first `most` passages of a school in which every clause is met.

    `standing`: in so many passages they are met, as far as that was counted.
    """
    return _ask([clauses], standing, school_id, most)


def first_with_row(school_id: int, ways: Sequence[Way], after: int, most: int) -> list[Found]:
    """Return the first `most` passages of a school, after one, in which the words stand side by side in one of the ways."""
    return _ask([[Clause("", tuple(ways))]], 0, school_id, most, after)


def first_with_most(school_id: int, clauses: Sequence[Clause], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which every clause but one is met; that one may have no ways."""
    rows = [row for row in indexes.all_but_one(clauses) if all(clause.ways for clause in row)]
    return _ask(rows, 0, school_id, most) if rows else []


def first_with_any(school_id: int, rows: Sequence[Sequence[Clause]], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which every clause of any of the rows is met."""
    return _ask(rows, 0, school_id, most)


def _ask(rows: Sequence[Sequence[Clause]], standing: int, school_id: int, most: int, after: int = 0) -> list[Found]:
    dialect = DIALECTS[connection.vendor]
    found = rows_of(dialect.query, [*dialect.words(rows, standing), school_id, after, most])
    return sorted((Found(*row) for row in found), key=lambda one: one.id)
