"""The words that occur in a school: whether a word is among them, how it may go on, what it may have been meant to be."""

from collections.abc import Iterable, Sequence

from nastavnik.core.connections import rows_of
from nastavnik.core.memory import remembered
from nastavnik.programme.models import School
from nastavnik.search.models import Misspelling, Term
from nastavnik.search.text.questions import Way, synonyms_of
from nastavnik.search.text.spelling import HEAD, SHORTEST, nearest, variants_of
from nastavnik.video.models import GlossaryTerm

# how many words a half may become, the commonest first
MOST_ENDINGS = 12
MOST_CORRECTIONS = 3
COUNTS = "SELECT term, count FROM search_term WHERE school_id = %s AND term IN ({lemmas}) AND count > 0"
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
    query = COUNTS.format(lemmas=", ".join(["%s"] * len(wanted)))
    return dict(rows_of(query, [school_id, *wanted])) if wanted else {}


def endings_of(school_id: int, half: str) -> list[str]:
    """Return the commonest words of the school that begin with `half`, and are longer."""
    after = half[:-1] + chr(ord(half[-1]) + 1)
    return [row[0] for row in rows_of(ENDINGS, [school_id, half, after, MOST_ENDINGS])]


def corrections_of(school_id: int, words: Sequence[str], *, is_open: bool = False) -> list[str]:
    """Return the words of the school that one of `words` (a word as typed, and its lemmas) was probably meant to be.

    `is_open`: it may be the beginning of one.
    """
    variants = {variant for word in words if len(word) >= SHORTEST for variant in variants_of(word[:HEAD])}
    if not variants:
        return []
    heads = set(Misspelling.objects.filter(variant__in=variants).values_list("head", flat=True))
    known = _terms_with_heads(school_id, sorted(heads))
    found = [nearest(word, known, is_open=is_open) for word in words]
    return list(dict.fromkeys(term for terms in found for term in terms))[:MOST_CORRECTIONS]


def _terms_with_heads(school_id: int, heads: Sequence[str]) -> list[tuple[str, int]]:
    terms = Term.objects.filter(school=school_id, head__in=heads, count__gt=0) if heads else Term.objects.none()
    return list(terms.values_list("term", "count"))
