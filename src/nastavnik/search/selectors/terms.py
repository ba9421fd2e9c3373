"""The words that occur in a school: whether a word is among them, how it may go on, what it may have been meant to be."""

from collections.abc import Iterable, Sequence

from nastavnik.core.connections import places_for, rows_of
from nastavnik.core.memory import remembered
from nastavnik.programme.models import School
from nastavnik.search.text.questions import Way, synonyms_of
from nastavnik.search.text.spelling import HEAD, SHORTEST, nearest, variants_of
from nastavnik.video.models import GlossaryTerm

# how many words a half may become, the commonest first
MOST_ENDINGS = 12
MOST_CORRECTIONS = 3
COUNTS = "SELECT term, count FROM search_term WHERE school_id = %s AND term IN ({lemmas}) AND count > 0"
# Misspellings are of the words of all schools, terms of one.
MEANT = """
    SELECT term, count FROM search_term WHERE school_id = %s AND count > 0
    AND head IN (SELECT head FROM search_misspelling WHERE variant IN ({variants}))
"""
ENDINGS = """
    SELECT term FROM search_term WHERE school_id = %s AND term > %s AND term < %s AND count > 0
    ORDER BY count DESC, term LIMIT %s
"""


@remembered
def glossary_of(school: School) -> dict[Way, list[Way]]:
    """Return what else is looked for where a word of the school's glossary is asked for."""
    terms = GlossaryTerm.objects.filter(school=school).order_by("pk").values_list("term", "variants", "synonyms")
    return synonyms_of((term, *variants, *synonyms) for term, variants, synonyms in terms)


def counts_of(school_id: int, lemmas: Iterable[str]) -> dict[str, int]:
    """Return those lemmas that occur in the school, with the number of passages that each stands in."""
    wanted = sorted(set(lemmas))
    return dict(rows_of(COUNTS.format(lemmas=places_for(wanted)), [school_id, *wanted])) if wanted else {}


def endings_of(school_id: int, half: str) -> list[str]:
    """Return the commonest words of the school that begin with `half`, and are longer."""
    after = half[:-1] + chr(ord(half[-1]) + 1)
    return [row[0] for row in rows_of(ENDINGS, [school_id, half, after, MOST_ENDINGS])]


def corrections_of(school_id: int, words: Sequence[str], *, is_open: bool = False) -> dict[str, int]:
    """Return the words of the school that one of `words` (a word as typed, and its lemmas) was probably meant to be.

    The likeliest first, each with the number of passages that it stands in. `is_open`: it may be the beginning of one.
    """
    variants = sorted({variant for word in words if len(word) >= SHORTEST for variant in variants_of(word[:HEAD])})
    known = dict(rows_of(MEANT.format(variants=places_for(variants)), [school_id, *variants])) if variants else {}
    found = [nearest(word, known.items(), is_open=is_open) for word in words]
    meant = list(dict.fromkeys(term for terms in found for term in terms))[:MOST_CORRECTIONS]
    return {term: known[term] for term in meant}
