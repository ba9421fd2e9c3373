"""A question as people type it: words, phrases in quotes, the last word perhaps unfinished.

It becomes clauses, all of which must be found; a clause is met by any of its ways, and a way is a row of lemmas that stand
side by side. `indexes` writes the same clauses for each database.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from nastavnik.search.text.lemmas import FUNCTION_WORDS, lemma_of, lemmas_for
from nastavnik.search.text.words import HYPHENATED, HYPHENS, clean, fold, words_of

MOST_CHARACTERS = 200
MOST_CLAUSES = 12
# of readings of a phrase whose words may be several lemmas each
MOST_WAYS = 12
SHORTEST_PREFIX = 3
PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
QUOTES = str.maketrans(dict.fromkeys("«»„“”‟", '"'))

Way = tuple[str, ...]
# the words of the school's glossary: what else is asked for where a row of lemmas is
Synonyms = Mapping[Way, Sequence[Way]]


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that must be found: one of `ways`. `said` is how it was typed, folded."""

    said: str
    ways: tuple[Way, ...]
    is_quoted: bool = False
    # the last word, which may go on
    is_open: bool = False

    @property
    def is_word(self) -> bool:
        """Tell whether it is a single word, which may have been mistyped."""
        return not self.is_quoted and len(words_of(self.said)) == 1


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. `row` are the ways to find all its words side by side, where there are several."""

    text: str
    clauses: tuple[Clause, ...]
    row: tuple[Way, ...] = ()

    @property
    def lemmas(self) -> frozenset[str]:
        """Return every lemma that counts as found."""
        return frozenset(lemma for clause in self.clauses for way in clause.ways for lemma in way)

    @property
    def every_lemma(self) -> frozenset[str]:
        """Return these and the small words between them."""
        return self.lemmas.union(*self.row)


def read(text: str, synonyms: Synonyms | None = None, *, is_typing: bool = False) -> Question:
    """Return the question in a text. `is_typing`: its last word may be a half."""
    typed = clean(text)[:MOST_CHARACTERS]
    is_unfinished = is_typing and not text.endswith((" ", '"', "»"))
    clauses = _with_synonyms(_clauses(typed.translate(QUOTES)), synonyms or {})[:MOST_CLAUSES]
    if is_unfinished and clauses and clauses[-1].is_word and len(clauses[-1].said) >= SHORTEST_PREFIX:
        clauses[-1] = replace(clauses[-1], is_open=True)
    return Question(typed, _needed(clauses), _row(clauses))


def _clauses(typed: str) -> list[Clause]:
    found = list[Clause]()
    for part in PART.finditer(typed):
        quoted, bare = part.groups()
        if quoted is not None:
            found.append(Clause(fold(quoted), _readings(words_of(quoted)), is_quoted=True))
        else:
            found += _bare_clauses(bare)
    return [clause for clause in found if clause.ways]


def _bare_clauses(part: str) -> list[Clause]:
    """Return the words of a part without spaces; what a hyphen joins is looked for side by side, and as one word."""
    folded = fold(part)
    clauses, at = list[Clause](), 0
    for found in HYPHENATED.finditer(folded):
        clauses += _words(folded[at : found.start()])
        joined = [(lemma,) for lemma in lemmas_for(HYPHENS.sub("", found.group()))]
        clauses.append(Clause(found.group(), (*_readings(words_of(found.group())), *joined)))
        at = found.end()
    return clauses + _words(folded[at:])


def _words(folded: str) -> list[Clause]:
    return [Clause(word, tuple((lemma,) for lemma in lemmas_for(word))) for word in words_of(folded)]


def _readings(words: Sequence[str]) -> tuple[Way, ...]:
    """Return the rows of lemmas that a row of words may be, the likeliest first."""
    return tuple(islice(product(*map(lemmas_for, words)), MOST_WAYS)) if words else ()


def _needed(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return the clauses without the words that only hold a sentence together, unless there are no others."""
    full = [clause for clause in clauses if clause.is_quoted or clause.is_open or clause.said not in FUNCTION_WORDS]
    return tuple(full or clauses)


def _row(clauses: Sequence[Clause]) -> tuple[Way, ...]:
    if len(clauses) < 2:  # noqa: PLR2004 -- one word has no neighbour
        return ()
    readings = product(*(clause.ways for clause in clauses))
    return tuple(tuple(lemma for way in ways for lemma in way) for ways in islice(readings, MOST_WAYS))


def synonyms_of(groups: Iterable[Iterable[str]]) -> dict[Way, list[Way]]:
    """Return for each spelling of a group all the others, as rows of lemmas."""
    found: dict[Way, list[Way]] = {}
    for group in groups:
        ways = [way for way in (tuple(map(lemma_of, words_of(said))) for said in group) if way]
        for way in ways:
            found.setdefault(way, []).extend(other for other in ways if other != way)
    return found


def _with_synonyms(clauses: list[Clause], synonyms: Synonyms) -> list[Clause]:
    """Let each word, or row of words, that the glossary knows be found by its other names too; longer rows first."""
    longest = max(map(len, synonyms), default=0)
    done, at = list[Clause](), 0
    while at < len(clauses):
        length, others = _known_row(clauses[at : at + longest], synonyms)
        if length > 1:
            rows = _readings([clause.said for clause in clauses[at : at + length]])
            said = " ".join(clause.said for clause in clauses[at : at + length])
            done.append(Clause(said, (*rows, *others)))
        else:
            done.append(replace(clauses[at], ways=tuple(dict.fromkeys([*clauses[at].ways, *others]))))
        at += length
    return done


def _known_row(clauses: Sequence[Clause], synonyms: Synonyms) -> tuple[int, Sequence[Way]]:
    """Return how many of the first clauses make up a name of the glossary, and its other names; 1 and none otherwise."""
    for length in range(len(clauses), 0, -1):
        row = clauses[:length]
        if length > 1 and not all(clause.is_word for clause in row):
            continue
        ways = row[0].ways if length == 1 else _readings([clause.said for clause in row])
        for way in ways:
            if way in synonyms:
                return length, synonyms[way]
    return 1, ()


def with_ways(question: Question, more: Callable[[Clause], Iterable[Way]]) -> Question:
    """Return the question with further ways of its clauses."""
    clauses = tuple(
        replace(clause, ways=tuple(dict.fromkeys([*clause.ways, *more(clause)]))) for clause in question.clauses
    )
    return replace(question, clauses=clauses)


def with_known(question: Question, known: Container[str]) -> Question:
    """Return the question with those ways only whose every lemma is known; a clause may be left without any."""

    def is_known(way: Way) -> bool:
        return all(lemma in known for lemma in way)

    clauses = tuple(replace(clause, ways=tuple(filter(is_known, clause.ways))) for clause in question.clauses)
    return replace(question, clauses=clauses, row=tuple(filter(is_known, question.row)))
