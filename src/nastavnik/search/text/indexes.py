"""Clauses as the indexes of the two databases read them. Lemmas have no sign that either gives a meaning to."""

from collections.abc import Sequence
from itertools import combinations

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


def all_but_one(clauses: Sequence[Clause]) -> list[Sequence[Clause]]:
    """Return what is asked when not all is found together: each row of clauses that lacks one."""
    return list(combinations(clauses, len(clauses) - 1))
