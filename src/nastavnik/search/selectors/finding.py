"""From a question to passages in their final order: what the index gives, what may be shown, what stands closest together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter

from nastavnik.programme.models import School
from nastavnik.search.selectors import index, terms
from nastavnik.search.selectors.index import Found
from nastavnik.search.selectors.scope import Scope
from nastavnik.search.text import questions
from nastavnik.search.text.lemmas import lemmas_for
from nastavnik.search.text.order import IN_A_ROW, Closeness
from nastavnik.search.text.questions import Clause, Question

# Among so many of the best that the index has, those whose words stand closer together come first.
CANDIDATES = 200
# Who may see little of what there is: then the index is asked for more, and at last for so many.
ASKED = (CANDIDATES, 20 * CANDIDATES, 200 * CANDIDATES)
ENOUGH = 20
# of those with the words side by side a page is enough, and some more, for several may be of one lesson
ASKED_IN_A_ROW = (3 * ENOUGH, *ASKED[1:])

Ask = Callable[[int], list[Found]]
# the lemmas that occur, each with the number of passages that it stands in
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. `question` is what was looked for in the end; `instead` the words that stand for mistyped ones."""

    typed: str
    question: Question
    found: tuple[Found, ...] = ()
    instead: str = ""
    # nothing has all the words: what has all but one of them
    is_partial: bool = False


def find(school: School, text: str, scope: Scope, *, is_typing: bool = False) -> Finding:
    """Return what of `scope` answers a text: with all words, else with mistyped words set right, else with all but one."""
    asked = questions.read(text, terms.glossary_of(school), is_typing=is_typing)
    if not asked.clauses:
        return Finding(asked.text, asked)
    asked = _with_endings(school.pk, asked)
    counts = terms.counts_of(school.pk, asked.every_lemma)
    if found := _best(school.pk, asked, counts, scope):
        return Finding(asked.text, asked, found)
    right, meant = _set_right(school.pk, asked, counts)
    if right != asked:
        counts |= meant | terms.counts_of(school.pk, right.lemmas - asked.lemmas - meant.keys())
        if found := _best(school.pk, right, counts, scope):
            return Finding(asked.text, right, found, instead=_instead(asked, right, found))
    return _partly(school.pk, right, counts, scope)


def _instead(asked: Question, right: Question, found: Sequence[Found]) -> str:
    """Return the question with the words that stand in what was found: others may be known from what is not for the asker."""
    standing = {lemma for one in found for lemma in one.lemmas.split()}
    return " ".join(
        next((way[0] for way in new.ways if new != old and standing.issuperset(way)), new.said)
        for old, new in zip(asked.clauses, right.clauses, strict=True)
    )


def _partly(school_id: int, asked: Question, counts: Counts, scope: Scope) -> Finding:
    if len(asked.clauses) > 1:
        clauses = questions.with_known(asked, counts).clauses
        found = visible_of(partial(index.first_with_most, school_id, clauses), scope, ASKED)
        return Finding(asked.text, asked, tuple(found), is_partial=bool(found))
    return Finding(asked.text, asked)


def _with_endings(school_id: int, asked: Question) -> Question:
    """Let an unfinished last word be found by the words that it may become."""
    last = asked.clauses[-1]
    if not last.is_open:
        return asked
    endings = terms.endings_of(school_id, last.said)
    return questions.with_ways(asked, lambda clause: ((one,) for one in endings) if clause is last else ())


def _set_right(school_id: int, asked: Question, counts: Counts) -> tuple[Question, dict[str, int]]:
    """Return the question with each word that occurs nowhere in the school as it was probably meant, and the counts of these."""
    known = questions.with_known(asked, counts).clauses
    clauses, meant = list[Clause](), dict[str, int]()
    for clause, there in zip(asked.clauses, known, strict=True):
        right = _meant_by(school_id, clause) if clause.is_word and not there.ways else {}
        clauses.append(_clause_set_right(clause, list(right)) if right else clause)
        meant |= right
    return replace(asked, clauses=tuple(clauses), row=()), meant


def _meant_by(school_id: int, clause: Clause) -> dict[str, int]:
    words = list(dict.fromkeys([clause.said, clause.ways[0][0]]))
    return terms.corrections_of(school_id, words, is_open=clause.is_open)


def _clause_set_right(clause: Clause, right: Sequence[str]) -> Clause:
    ways = tuple((lemma,) for term in right for lemma in dict.fromkeys((term, *lemmas_for(term)[:1])))
    return replace(clause, said=right[0], ways=ways)


def _best(school_id: int, asked: Question, counts: Counts, scope: Scope) -> tuple[Found, ...]:
    """Return the best of what has all the words: those whose words stand closest together, of these the first."""
    known = questions.with_known(asked, counts)
    if not all(clause.ways for clause in known.clauses):
        return ()
    standing = _standing(known.clauses, counts)
    ask = partial(index.first_with_all, school_id, known.clauses, standing=standing)
    found = visible_of(ask, scope, ASKED)
    if len(known.clauses) == 1:
        return tuple(found[:CANDIDATES])
    closeness = Closeness(known.clauses)
    ranked = _ranked(closeness, found)
    side_by_side = sum(close == IN_A_ROW for close, _id, _one in ranked)
    # There are more: those with the words side by side must be among them. A page of such is enough, for it comes before them.
    if known.row and len(found) >= CANDIDATES and side_by_side < ENOUGH:
        ask = partial(index.first_with_row, school_id, known.row, found[-1].id)
        ranked += _ranked(closeness, visible_of(ask, scope, ASKED_IN_A_ROW))
    return tuple(one for _close, _id, one in sorted(ranked, key=itemgetter(0, 1))[:CANDIDATES])


def _standing(clauses: Sequence[Clause], counts: Counts) -> int:
    """Return in how many passages a word stands; 0 of more than one, for how often they meet nobody has counted."""
    ways = clauses[0].ways
    is_word = len(clauses) == 1 and all(len(way) == 1 for way in ways)
    return max(counts[way[0]] for way in ways) if is_word else 0


def _ranked(closeness: Closeness, found: Sequence[Found]) -> list[tuple[int, int, Found]]:
    """Return what was found with its closeness and its number."""
    return [(closeness.of(one.lemmas.split(), one.tier), one.id, one) for one in found]


def visible_of(ask: Ask, scope: Scope, asked: Sequence[int]) -> list[Found]:
    """Return the first that may be shown; the index is asked for more while too few of them may."""
    visible: list[Found] = []
    for most in asked:
        found = ask(most)
        visible = [one for one in found if scope.holds(one)]
        if len(visible) >= ENOUGH or len(found) < most:
            break
    return visible[:CANDIDATES]
