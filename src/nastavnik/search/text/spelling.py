"""Mistakes of typing, by a table that any database can hold: the first letters of each word, each also left out once.

Two words that differ by one letter too few, too many, wrong or in the wrong place become the same when one letter is left
out of each. Only the first `HEAD` letters are kept so: the rest is compared here, among the few words that begin alike.
"""

from collections.abc import Iterable, Iterator

HEAD = 5
SHORTEST = 4
MOST_MISTAKES = 2
LETTERS_FOR_TWO_MISTAKES = 8


def variants_of(head: str) -> set[str]:
    """Return the letters, and the letters without each of them."""
    return {head} | {head[:at] + head[at + 1 :] for at in range(len(head))}


def rows_for(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (variant, head) of the table for each beginning of the words that may be mistyped."""
    for head in sorted({word[:HEAD] for word in words if len(word) >= SHORTEST}):
        for variant in sorted(variants_of(head)):
            yield variant, head


def most_mistakes(word: str) -> int:
    """Return how many mistakes are forgiven in a word."""
    if len(word) < SHORTEST:
        return 0
    return MOST_MISTAKES if len(word) >= LETTERS_FOR_TWO_MISTAKES else 1


def distance(one: str, other: str, *, is_open: bool = False) -> int:
    """Return how many letters are wrong, missing, too many, or changed places with a neighbour.

    `is_open`: `one` may be the beginning of `other`.
    """
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, above, row = above, row, [i]
        for j, known in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row) if is_open else row[-1]


def nearest(word: str, known: Iterable[tuple[str, int]], *, is_open: bool = False) -> list[str]:
    """Return the known words, given with their counts, that `word` may have been meant to be: nearest, then commonest."""
    most, letters = most_mistakes(word), set(word)
    found = list[tuple[int, int, str]]()
    for term, count in known:
        if not is_open and (abs(len(term) - len(word)) > most or len(letters ^ set(term)) > 2 * most):
            continue  # a mistake changes two letters at most
        # a word is hardly ever mistyped in its first letter and elsewhere too
        mistakes = distance(word, term[: len(word) + most] if is_open else term, is_open=is_open)
        if mistakes <= most and (mistakes <= 1 or term[0] == word[0]):
            found.append((mistakes, -count, term))
    return [term for _mistakes, _count, term in sorted(found)]
