"""Which words of a passage are marked, and which part of a long one is shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nastavnik.search.text.lemmas import FUNCTION_WORDS
from nastavnik.search.text.words import Token, tokens_of

MOST_CHARACTERS = 280
BEFORE_CHARACTERS = 80
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text shown, marked or not."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """The text shown, in pieces; `begin` is where its first marked word stands in the whole text."""

    pieces: tuple[Piece, ...]
    begin: int


def snippet_of(text: str, known: Sequence[str], asked: Collection[str], heads: Collection[str] = ()) -> Snippet:
    """Return a text with the words marked whose lemma is asked for, or that begin with one of `heads`.

    `known` are the lemmas of its words in their order, as `lemmas.index_words` gives them: they need not be worked out again.
    """
    words = zip(tokens_of(text), known, strict=False)
    found = [token for token, lemma in words if _is_asked(token.word, lemma, asked, tuple(heads))]
    first = found[0].begin if found else 0
    begin, end = _part(text, first)
    inside = [token for token in found if token.begin >= begin and token.end <= end]
    return Snippet(tuple(_pieces(text, inside, begin, end)), first)


def _is_asked(word: str, lemma: str, asked: Collection[str], heads: tuple[str, ...]) -> bool:
    if lemma not in asked:
        return bool(heads) and word.startswith(heads)
    # «в» of a phrase is marked with its neighbours or not at all: alone it would speckle the text
    return word not in FUNCTION_WORDS or len(asked) == 1


def _part(text: str, first: int) -> tuple[int, int]:
    """Return the part of a text that is shown: all of a short one, whole words around the first mark of a long one."""
    if len(text) <= MOST_CHARACTERS:
        return 0, len(text)
    begin = 0 if first <= BEFORE_CHARACTERS else text.find(" ", first - BEFORE_CHARACTERS) + 1
    begin = min(begin, first)
    end = text.rfind(" ", begin, begin + MOST_CHARACTERS)
    return begin, end if end > first else min(len(text), begin + MOST_CHARACTERS)


def _pieces(text: str, marked: list[Token], begin: int, end: int) -> list[Piece]:
    pieces, at = [], begin
    for token in marked:
        pieces += [Piece(text[at : token.begin], is_marked=False), Piece(text[token.begin : token.end], is_marked=True)]
        at = token.end
    pieces.append(Piece(text[at:end], is_marked=False))
    if begin > 0:
        pieces.insert(0, Piece(ELLIPSIS, is_marked=False))
    if end < len(text):
        pieces.append(Piece(ELLIPSIS, is_marked=False))
    return [piece for piece in pieces if piece.text]
