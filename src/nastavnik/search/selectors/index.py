"""The two indexes, asked alike: what is found first, in the order of the passages' numbers.

Written out, because no word of Django asks a full-text index of both databases. Rights are not asked here: nothing that is
returned may be shown before `scope` and `results` have asked them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from nastavnik.core.connections import rows_of
from nastavnik.search.text import indexes
from nastavnik.search.text.order import TIER_SHIFT
from nastavnik.search.text.questions import Clause, Way

SQLITE = """
    SELECT p.id, p.video_id, p.lesson_id, p.lemmas
    FROM search_index JOIN search_passage p ON p.id = search_index.rowid
    WHERE search_index MATCH %s AND p.school_id = %s ORDER BY search_index.rowid LIMIT %s
"""
POSTGRES = "SELECT id, video_id, lesson_id, lemmas FROM search_first(%s::tsquery, %s, %s)"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as the index knows it."""

    id: int
    video_id: int | None
    lesson_id: int | None
    lemmas: str

    @property
    def tier(self) -> int:
        """Return the tier of the passage, from 0, the best."""
        return self.id >> TIER_SHIFT


def first_with_all(school_id: int, clauses: Sequence[Clause], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which every clause is met."""
    return _ask(indexes.as_fts5(clauses) if _is_sqlite() else indexes.as_tsquery(clauses), school_id, most)


def first_with_row(school_id: int, ways: Sequence[Way], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which the words stand side by side."""
    return _ask(indexes.fts5_ways(ways) if _is_sqlite() else indexes.tsquery_ways(ways), school_id, most)


def first_with_most(school_id: int, clauses: Sequence[Clause], most: int) -> list[Found]:
    """Return the first `most` passages of a school in which every clause but one is met."""
    rows = indexes.all_but_one(clauses)
    if _is_sqlite():
        return _ask(" OR ".join(f"({indexes.as_fts5(row)})" for row in rows), school_id, most)
    return _ask(" | ".join(f"({indexes.as_tsquery(row)})" for row in rows), school_id, most)


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _ask(question: str, school_id: int, most: int) -> list[Found]:
    rows = rows_of(SQLITE if _is_sqlite() else POSTGRES, [question, school_id, most])
    return sorted((Found(*row) for row in rows), key=lambda found: found.id)
