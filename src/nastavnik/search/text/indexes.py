"""Clauses as the indexes of the two databases read them. Lemmas have no sign that either gives a meaning to."""

from collections.abc import Sequence
from hashlib import md5
from itertools import combinations, pairwise

from nastavnik.search.text.questions import Clause, Way


def as_fts5(clauses: Sequence[Clause]) -> str:
    """Return what SQLite is asked: `("грант" OR "фонд") AND ("центральный библиотека")`."""
    return " AND ".join(fts5_ways(clause.ways) for clause in clauses)


def fts5_ways(ways: Sequence[Way]) -> str:
    """Return any of the ways."""
    return "(" + " OR ".join(f'"{" ".join(way)}"' for way in ways) + ")"


def as_tsquery(clauses: Sequence[Clause]) -> str:
    """Return what PostgreSQL is asked: `('грант' | 'фонд') & ('центральный' <-> 'библиотека')`."""
    return " & ".join(tsquery_ways(clause.ways) for clause in clauses)


def tsquery_ways(ways: Sequence[Way]) -> str:
    """Return any of the ways."""
    return "(" + " | ".join("(" + " <-> ".join(f"'{lemma}'" for lemma in way) + ")" for way in ways) + ")"


def words_for_fts5(rows: Sequence[Sequence[Clause]], _standing: int) -> list[str | int | None]:
    """Return what SQLite is given to find any of some rows of clauses."""
    return [" OR ".join(f"({as_fts5(row)})" for row in rows)]


def words_for_tsquery(rows: Sequence[Sequence[Clause]], standing: int) -> list[str | int | None]:
    """Return what `search_first` of PostgreSQL is given: the question, by which pairs it is found, how often it is met."""
    question = " | ".join(f"({as_tsquery(row)})" for row in rows)
    is_by_pairs = all(len(way) > 1 for row in rows for clause in row for way in clause.ways)
    return [question, " | ".join(f"({tsquery_pairs(row)})" for row in rows) if is_by_pairs else None, standing]


def tsquery_pairs(clauses: Sequence[Clause]) -> str:
    """Return by which pairs of neighbours PostgreSQL finds clauses whose ways are all rows of words.

    Some few passages more have them: the question itself is still to be asked of each.
    """
    return " & ".join("(" + " | ".join(map(_pairs_of, clause.ways)) + ")" for clause in clauses)


def _pairs_of(way: Way) -> str:
    return "(" + " & ".join(f"'{pair_key(one, following)}'" for one, following in pairwise(way)) + ")"


def pair_key(one: str, following: str) -> str:
    """Return the letters that stand for two neighbours, as the function `search_pairs` of PostgreSQL makes them."""
    return md5(f"{one} {following}".encode(), usedforsecurity=False).hexdigest()[:4]


def all_but_one(clauses: Sequence[Clause]) -> list[Sequence[Clause]]:
    """Return what is asked when not all is found together: each row of clauses that lacks one."""
    return list(combinations(clauses, len(clauses) - 1))
