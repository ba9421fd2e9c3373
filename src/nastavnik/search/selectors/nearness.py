"""What is near to a whole question, as somebody writes it to a mentor: not all of its words, but the telling ones.

Of the words that occur in the school those count that stand in the fewest passages. A passage must have two of them; the more of
them it has, and the rarer they are, the earlier it comes.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations
from math import log

from nastavnik.programme.models import School
from nastavnik.search.selectors import index, terms
from nastavnik.search.selectors.finding import CANDIDATES, Finding, visible_of
from nastavnik.search.selectors.index import Found
from nastavnik.search.selectors.scope import Scope
from nastavnik.search.text import questions
from nastavnik.search.text.questions import Clause, Question

# Of so many words of a question every two are looked for: fifteen pairs in one look at the index.
TELLING = 6
# of these, at most so many are of its subject
OF_SUBJECT = 4
# of a question the words that come first; it is read in pieces of as many as a search has
MOST_WORDS = 5 * questions.MOST_CLAUSES
# Few are enough where those who ask see little: nobody waits for suggestions.
ASKED = (CANDIDATES, 5 * CANDIDATES)

# What questions to people begin and end with, and says nothing of what they are about.
POLITE = frozenset(
    {
        *("благодарить", "вопрос", "добрый", "здравствовать", "здравствуйте", "знать", "коллега", "можно", "мочь"),
        *("надо", "наставник", "нужно", "нужный", "объяснить", "ответить", "подсказать", "пожалуйста", "помочь"),
        *("порекомендовать", "посоветовать", "рассказать", "совет", "спасибо", "спросить", "уважаемый", "хотеть"),
        *("хотеться", "please", "thanks"),
    }
)

Counts = Mapping[str, int]


def find_related(school: School, subject: str, text: str, scope: Scope) -> Finding:
    """Return what of `scope` has two or more of the telling words of a question, or its only one.

    The words of its subject are chosen first, and weigh twice as much as those of its text.
    """
    clauses = _clauses(school, subject)
    said = {clause.said for clause in clauses}
    more = tuple(clause for clause in _clauses(school, text) if clause.said not in said)
    counts = terms.counts_of(school.pk, Question("", clauses + more).lemmas)
    first = _telling(clauses, counts, OF_SUBJECT)
    telling = first + _telling(more, counts, TELLING - len(first))
    if not telling:
        return Finding("", Question("", clauses))
    rows = [list(pair) for pair in combinations(telling, 2)] or [telling]
    found = _found(school, rows, scope) or (_found(school, [first[:1]], scope) if first else [])
    weights = {clause: (1 if clause in first else 0.5) / log(2 + _often(counts, clause)) for clause in telling}
    best = sorted(found, key=lambda one: (-_weight(one, weights), one.id))
    return Finding("", Question("", tuple(telling)), tuple(best))


def _telling(clauses: Sequence[Clause], counts: Counts, most: int) -> list[Clause]:
    """Return the rarest of the clauses that occur in the school at all."""
    known = questions.with_known(Question("", tuple(clauses)), counts).clauses
    return sorted((clause for clause in known if clause.ways), key=partial(_often, counts))[:most]


def _found(school: School, rows: list[list[Clause]], scope: Scope) -> list[Found]:
    return visible_of(partial(index.first_with_any, school.pk, rows), scope, ASKED)


def _clauses(school: School, text: str) -> tuple[Clause, ...]:
    """Return the words of a text, each once; a text longer than a question is read in pieces."""
    glossary, words = terms.glossary_of(school), text.split()[:MOST_WORDS]
    pieces = [words[at : at + questions.MOST_CLAUSES] for at in range(0, len(words), questions.MOST_CLAUSES)]
    found: dict[str, Clause] = {}
    for piece in pieces:
        for clause in questions.read(" ".join(piece), glossary).clauses:
            if not any(way[0] in POLITE for way in clause.ways):
                found.setdefault(clause.said, clause)
    return tuple(found.values())


def _often(counts: Counts, clause: Clause) -> int:
    """Return in how many passages a clause stands at most: a row of words where its rarest does."""
    return sum(min(counts.get(lemma, 0) for lemma in way) for way in clause.ways)


def _weight(one: Found, weights: Mapping[Clause, float]) -> float:
    lemmas = set(one.lemmas.split())
    met = (weight for clause, weight in weights.items() if any(lemmas.issuperset(way) for way in clause.ways))
    return sum(met)
