"""What is marked is taken out: commas that are left over go too, and a sentence still begins with a capital letter."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from nastavnik.publishing.speech.marks import Mark, MarkKind, Token, tokens_of
from nastavnik.publishing.speech.vocabulary import CLAUSES

_TRAILING = re.compile(r"(?<![,;:–—-])[,;:–—-]+$")
_ENDING = re.compile(r"(?<![.!?…])[.!?…]+[»”\")]*$")
_FIRST_LETTER = re.compile(r"[^\W\d_]")


def without(text: str, marks: Iterable[Mark]) -> str:
    """Return a text without what is marked. Of a word that is marked in part nothing goes."""
    tokens = tokens_of(text)
    gone = _with_dashes(tokens, _covered(tokens, marks))
    if not gone:
        return text
    words = [one.text for one in tokens]
    for begin, end in _runs(gone):
        _mend(words, tokens, begin, end, is_filler=MarkKind.FILLER in {gone[at] for at in range(begin, end)})
    kept = [at for at in range(len(tokens)) if at not in gone]
    spaces = [text[tokens[at - 1].end : tokens[at].begin] for at in kept[1:]]
    joined = "".join(words[at] + space for at, space in zip(kept, [*spaces, ""], strict=False))
    return text[: tokens[0].begin] + joined + text[tokens[-1].end :]


def _covered(tokens: Sequence[Token], marks: Iterable[Mark]) -> dict[int, MarkKind]:
    """Return which words are marked wholly, and as what."""
    begins, found = [one.begin for one in tokens], dict[int, MarkKind]()
    for mark in marks:
        at = bisect_left(begins, mark.begin)
        while at < len(tokens) and tokens[at].end <= mark.end:
            found[at] = mark.kind
            at += 1
    return found


def _with_dashes(tokens: Sequence[Token], gone: dict[int, MarkKind]) -> dict[int, MarkKind]:
    """Return what goes, and the dashes behind which nothing would stand in their sentence."""
    dashes = {
        begin - 1: gone[begin]
        for begin, end in _runs(gone)
        if begin and not tokens[begin - 1].bare and any(one.ends_sentence for one in tokens[begin:end])
    }
    return gone | dashes


def _runs(gone: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words that go together, from one to behind the last."""
    places = sorted(gone)
    begins = [at for number, at in enumerate(places) if not number or places[number - 1] != at - 1]
    ends = [at + 1 for at, following in zip(places, [*places[1:], -1], strict=False) if following != at + 1]
    yield from zip(begins, ends, strict=True)


def _mend(words: list[str], tokens: Sequence[Token], begin: int, end: int, *, is_filler: bool) -> None:
    """Bring the word before a stretch that goes, and the one behind it, into order."""
    starts = begin == 0 or tokens[begin - 1].ends_sentence
    ending = next((_ENDING.findall(one.text)[0] for one in tokens[begin:end] if one.ends_sentence), "")
    if ending and not starts:
        words[begin - 1] = _TRAILING.sub("", words[begin - 1]) + ending
    elif is_filler and not starts and _is_comma_left(tokens, end):
        words[begin - 1] = words[begin - 1].removesuffix(",")
    is_at_start = (starts or ending) and not tokens[end - 1].ends_sentence
    if is_at_start and end < len(words) and _had_capital(tokens, begin, end, starts=starts):
        words[end] = _FIRST_LETTER.sub(lambda letter: letter[0].upper(), words[end], count=1)


def _is_comma_left(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether the comma before a filler was there because of it."""
    return end == len(tokens) or (tokens[end - 1].text.endswith(",") and tokens[end].bare not in CLAUSES)


def _had_capital(tokens: Sequence[Token], begin: int, end: int, *, starts: bool) -> bool:
    """Tell whether a sentence of what goes began with a capital letter."""
    places = [place + 1 for place in range(begin, end - 1) if tokens[place].ends_sentence]
    return any(tokens[place].text[:1].isupper() for place in ([begin, *places] if starts else places))
