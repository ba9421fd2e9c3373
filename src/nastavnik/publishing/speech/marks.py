"""What speech has and a book does not: fillers, repeats, false starts, each with its place. Nothing is taken out by itself.

Better one left than one too many: «вот почему», «это значит», «как бы ни» are said with a meaning and are not marked.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nastavnik.publishing.speech.vocabulary import EMPHATIC, MEANING, POINTING, PREPOSITION_PAIRS, PREPOSITIONS
from nastavnik.publishing.speech.words import bare

_WORD = re.compile(r"\S+")
_SOUND = re.compile(r"(?:э+|э+м+|м{2,}|хм+|гм+|кхм+|а{2,}|у{2,})")
_HYPHEN = re.compile(r"[-‐‑–—]")
_STOP = re.compile(r"(?<![.!?…:;])[.!?…:;]+[»”\")]*$")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[»”\")]*$")
# where it begins is never in the middle of it: a long row of signs is gone over once
_SIGNS_BEHIND = re.compile(r"(?<!\W)\W+$")
_BROKEN = re.compile(r"(?:[-–—]|\.{2,3}|…),?$")
MOST_WORDS_REPEATED = 5
# A sentence whose end is further away is no question.
MOST_WORDS_ASKING = 60
# A word begun anew with another ending: «в нашем в нашей».
SAME_STEM = 3
# a preposition and its word, twice
BEGUN_TWICE = 4


class MarkKind(StrEnum):
    """What is marked."""

    FILLER = "filler"
    REPEAT = "repeat"
    FALSE_START = "false_start"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What may be taken out: the characters from `begin` to `end`."""

    begin: int
    end: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: as it stands, as it is compared, and where."""

    text: str
    bare: str
    begin: int
    end: int

    @property
    def ends_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.text))


class _Around:
    """A filler that may be one, in its sentence."""

    def __init__(self, tokens: Sequence[Token], begin: int, end: int) -> None:
        self._tokens, self._begin, self._end = tokens, begin, end

    def before(self) -> str:
        """Return the word before it in its sentence; empty at the beginning."""
        if not self._begin or self._tokens[self._begin - 1].ends_sentence:
            return ""
        return self._tokens[self._begin - 1].bare

    def after(self, number: int = 0) -> str:
        """Return a word behind it in its sentence, the next or one further; empty behind the end."""
        at = self._end + number
        if at >= len(self._tokens) or any(one.ends_sentence for one in self._tokens[self._end - 1 : at]):
            return ""
        return self._tokens[at].bare

    def is_apart(self) -> bool:
        """Whether commas, or an end of the sentence, stand on both of its sides."""
        return self._is_cut_before() and _ends_in(self._tokens[self._end - 1], ",.!?…–—")

    def _is_cut_before(self) -> bool:
        return not self.before() or _ends_in(self._tokens[self._begin - 1], ",:;–—")

    def is_question(self) -> bool:
        """Whether its sentence asks."""
        near = self._tokens[self._end - 1 : self._end + MOST_WORDS_ASKING]
        ends = (one.text for one in near if one.ends_sentence)
        return "?" in next(ends, "")


def _is_filling_well(around: _Around) -> bool:
    return around.after() not in {"и", "а", "нет", "да", "что", "как"} and around.before() != "да"


def _is_filling_here(around: _Around) -> bool:
    # «вот книга», «вот она»: the sentence is about what is shown
    is_showing = not around.before() and bool(around.after()) and not around.after(1)
    return not is_showing and around.after() not in POINTING and around.before() not in {"и", "а", "не", "то"}


def _is_filling_so(around: _Around) -> bool:
    return around.before() not in MEANING and around.after() not in {"ли", "что", "то"}


def _is_filling_like(around: _Around) -> bool:
    near = {around.after(number) for number in range(4)}
    return not near & {"ни", "не", "то"} and not around.is_question()


def _is_filling_that_is(around: _Around) -> bool:
    fillers = {"ну", "вот", "значит"}
    return not around.after() or around.after() in fillers or around.before() in fillers or _stands_alone(around)


def _stands_alone(around: _Around) -> bool:
    return not around.before() and around.is_apart()


def _is_always(_around: _Around) -> bool:
    return True


FILLERS: dict[tuple[str, ...], Callable[[_Around], bool]] = {
    ("ну",): _is_filling_well,
    ("вот",): _is_filling_here,
    ("значит",): _is_filling_so,
    ("как", "бы"): _is_filling_like,
    ("то", "есть"): _is_filling_that_is,
    ("так", "сказать"): _is_always,
    ("скажем", "так"): _is_always,
    ("это", "самое"): _Around.is_apart,
    ("как", "его"): _Around.is_apart,
    ("короче", "говоря"): _is_always,
    ("короче",): _Around.is_apart,
    ("собственно", "говоря"): _is_always,
    ("как", "говорится"): _Around.is_apart,
    ("в", "общемто"): _is_always,
    ("в", "общем"): _Around.is_apart,
    ("в", "принципе"): _Around.is_apart,
    ("типа",): _Around.is_apart,
}
_LONGEST_FILLER = max(map(len, FILLERS))


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text."""
    return [Token(one[0], bare(one[0]), one.start(), one.end()) for one in _WORD.finditer(text)]


def marks_in(text: str) -> tuple[Mark, ...]:
    """Return what could be taken out of a text, in its order; no two touch the same word."""
    tokens = tokens_of(text)
    found, taken = list[Mark](), set[int]()
    for kind, begin, end in (*_fillers(tokens), *_repeats(tokens), *_false_starts(tokens)):
        places = range(begin, end)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(Mark(tokens[begin].begin, tokens[end - 1].end, kind))
    return tuple(sorted(found))


_Found = tuple[MarkKind, int, int]


def _fillers(tokens: Sequence[Token]) -> Iterator[_Found]:
    at = 0
    while at < len(tokens):
        length = _filler_at(tokens, at)
        if length:
            yield MarkKind.FILLER, at, at + length
        at += max(length, 1)


def _filler_at(tokens: Sequence[Token], at: int) -> int:
    """Return of how many words a filler is that begins here; 0 for none."""
    if _is_sound(tokens, at):
        return 1
    for length in range(min(_LONGEST_FILLER, len(tokens) - at), 0, -1):
        said = tokens[at : at + length]
        is_filling = FILLERS.get(tuple(one.bare for one in said))
        is_torn = any(_STOP.search(one.text) or one.text.endswith(",") for one in said[:-1])
        if (
            is_filling
            and not is_torn
            and not any(map(_is_quoted, said))
            and is_filling(_Around(tokens, at, at + length))
        ):
            return length
    return 0


def _is_sound(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word is a sound and means nothing: not the «мм» of millimetres, nor a name in capitals."""
    token = tokens[at]
    if not _SOUND.fullmatch(token.bare) or _is_quoted(token) or (at and tokens[at - 1].bare.isdigit()):
        return False
    return not token.text.isupper() or bool(_HYPHEN.search(token.text)) or len(token.bare) == 1


def _ends_in(token: Token, signs: str) -> bool:
    """Tell whether one of the signs stands behind the last letter of a word."""
    behind = _SIGNS_BEHIND.search(token.text)
    return behind is not None and any(sign in signs for sign in behind[0])


def _is_quoted(token: Token) -> bool:
    return bool(re.search(r"[«»„“”\"*_`\[\]()]", token.text))


def _repeats(tokens: Sequence[Token]) -> Iterator[_Found]:
    """Yield the first copy of what is said twice, so that the last one, whose ending is right, stays."""
    at = 0
    while at < len(tokens):
        length = _repeat_at(tokens, at)
        if length:
            yield MarkKind.REPEAT, at, at + length
        at += max(length, 1)


def _repeat_at(tokens: Sequence[Token], at: int) -> int:
    for length in range(MOST_WORDS_REPEATED, 0, -1):
        first, second = tokens[at : at + length], tokens[at + length : at + 2 * length]
        if len(second) == length and _are_same(first, second):
            return length
    return 0


def _are_same(first: Sequence[Token], second: Sequence[Token]) -> bool:
    said = [one.bare for one in first]
    if said != [one.bare for one in second] or not all(said) or any(map(_is_quoted, first)):
        return False
    if any(one.ends_sentence and not one.text.endswith("…") for one in first) or any(one.isdigit() for one in said):
        return False
    # a comma between two equal words is meant: «далеко, далеко»; behind more of them the speaker began anew
    return len(said) > 1 or (said[0] not in EMPHATIC and (not first[0].text.endswith(",") or len(said[0]) <= SAME_STEM))


def _false_starts(tokens: Sequence[Token]) -> Iterator[_Found]:
    for at, token in enumerate(tokens[:-1]):
        following = tokens[at + 1]
        if not token.bare or _is_quoted(token):
            continue
        if _is_broken(token, following) or _is_other_preposition(token, following):
            yield MarkKind.FALSE_START, at, at + 1
        elif _is_other_ending(tokens[at : at + BEGUN_TWICE]):
            yield MarkKind.FALSE_START, at, at + 2


def _is_broken(token: Token, following: Token) -> bool:
    """Tell whether a word breaks off and is begun anew: «библио- библиотека»."""
    begun = bool(_BROKEN.search(token.text)) and token.bare != following.bare
    return begun and following.bare.startswith(token.bare)


def _is_other_preposition(token: Token, following: Token) -> bool:
    pair = (token.bare, following.bare)
    are_plain = token.text.lower() == token.bare and following.text == following.bare
    return are_plain and PREPOSITIONS.issuperset(pair) and pair[0] != pair[1] and pair not in PREPOSITION_PAIRS


def _is_other_ending(tokens: Sequence[Token]) -> bool:
    """Tell whether a preposition and its word are said again with another ending: «в нашем в нашей»."""
    if len(tokens) < BEGUN_TWICE or any(one.ends_sentence or _is_quoted(one) for one in tokens[:3]):
        return False
    preposition, word, again, other = (one.bare for one in tokens)
    if preposition not in PREPOSITIONS or again != preposition or tokens[0].text.lower() != preposition:
        return False
    return (
        word != other and len(word) > SAME_STEM and word[:-2] == other[: len(word) - 2] and len(other) <= len(word) + 2
    )
