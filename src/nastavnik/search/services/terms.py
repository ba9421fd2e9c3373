"""The words that occur, how often, and how they may be mistyped: kept up with the passages, in their transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

from nastavnik.search.models import Misspelling, Term
from nastavnik.search.text.spelling import HEAD, rows_for

BATCH = 300
COUNT = """
    INSERT INTO search_term (school_id, term, head, count) VALUES {values}
    ON CONFLICT (school_id, term) DO UPDATE SET count = search_term.count + excluded.count
"""


def count_terms(*, school_id: int, changes: Counter[str]) -> None:
    """Add the changes to the counts of a school's terms. In the order of the alphabet: else two writers may wait for each other."""
    terms = sorted(term for term, change in changes.items() if change)
    for at in range(0, len(terms), BATCH):
        part = terms[at : at + BATCH]
        new = set(part) - set(Term.objects.filter(term__in=part).values_list("term", flat=True))
        _count(school_id, [(term, changes[term]) for term in part])
        note_misspellings(terms=new)


def _count(school_id: int, changes: Sequence[tuple[str, int]]) -> None:
    values = [value for term, change in changes for value in (school_id, term, term[:HEAD], change)]
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(values=", ".join(["(%s, %s, %s, %s)"] * len(changes))), values)


def note_misspellings(*, terms: Iterable[str]) -> None:
    """Write how the beginnings of these terms may be mistyped; what is known already stays."""
    rows = (Misspelling(variant=variant, head=head) for variant, head in rows_for(terms))
    while batch := list(islice(rows, BATCH)):
        Misspelling.objects.bulk_create(batch, ignore_conflicts=True)
