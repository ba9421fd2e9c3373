"""What was said, in paragraphs for reading: no words are lost or changed, and every sentence keeps its seconds.

Paragraphs begin where people began them and at chapters. Between those the best set of borders is sought: at a long pause, at a new
slide, and so that paragraphs are neither scraps nor sheets.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from nastavnik.publishing.speech.sentences import Sentence, cut, sentence_of
from nastavnik.publishing.speech.words import Phrase, Word, words_of

# characters: a paragraph of a printed page, and what is not exceeded unless a sentence alone does
GOOD_LENGTH = 600
LONGEST = 1200
# A chapter begins a little after the words that belong to it, or before.
CHAPTER_TOLERANCE_SECONDS = 1.0
# A speaker turns the page while she ends her thought, or has begun the next one.
SLIDE_TOLERANCE_SECONDS = 4.0
# What a border is worth, in the measure of `_strain`: a long pause as much as a paragraph of twice the good length costs.
LONGEST_PAUSE_SECONDS = 3.0
PAUSE_WORTH = 1.0
SLIDE_WORTH = 0.6


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences to be read in one go."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """What is read, on one line."""
        return " ".join(one.text for one in self.sentences)

    @property
    def seconds(self) -> float | None:
        """When it begins; None where nothing of it was said."""
        return min((one.seconds for one in self.sentences if one.seconds is not None), default=None)

    @property
    def end_seconds(self) -> float | None:
        """When it ends; None where nothing of it was said."""
        return max((one.end_seconds for one in self.sentences if one.end_seconds is not None), default=None)


def paragraphs_of(
    phrases: Iterable[Phrase], *, chapters: Iterable[float] = (), slides: Iterable[float] = ()
) -> tuple[Paragraph, ...]:
    """Return what is said, in paragraphs. `chapters` and `slides` are the seconds at which they begin."""
    sentences = cut(words_of(phrases))
    begins = _begins(sentences, sorted(chapters))
    turned = _turned(sentences, slides)
    is_marked = any(one[0].begins_paragraph for one in sentences[1:])
    found = list[Paragraph]()
    for begin, end in pairwise([*begins, len(sentences)]):
        borders = [begin, end]  # people have made paragraphs: theirs are kept
        if not is_marked:
            borders = [begin + at for at in _borders(sentences[begin:end], {at - begin for at in turned})]
        found += [Paragraph(tuple(map(sentence_of, sentences[one:other]))) for one, other in pairwise(borders)]
    return tuple(found)


def _begins(sentences: Sequence[Sequence[Word]], chapters: Sequence[float]) -> list[int]:
    """Return the sentences at which a paragraph begins in any case, the first one among them."""
    if not sentences:
        return []
    seconds = [one[0].seconds for one in sentences]
    first = {bisect_left(seconds, chapter - CHAPTER_TOLERANCE_SECONDS) for chapter in chapters}
    marked = {number for number, one in enumerate(sentences) if one[0].begins_paragraph}
    return sorted(({0} | first | marked) - {len(sentences)})


def _turned(sentences: Sequence[Sequence[Word]], slides: Iterable[float]) -> set[int]:
    """Return the sentences with which a new slide came: the nearest one, if it is near enough."""
    seconds = [one[0].seconds for one in sentences]
    found = set[int]()
    for slide in slides:
        after = bisect_left(seconds, slide)
        near = [at for at in (after - 1, after) if 0 <= at < len(seconds)]
        best = min(near, key=lambda at: abs(seconds[at] - slide), default=None)
        if best is not None and abs(seconds[best] - slide) <= SLIDE_TOLERANCE_SECONDS:
            found.add(best)
    return found


def _borders(sentences: Sequence[Sequence[Word]], turned: set[int]) -> list[int]:
    """Return the borders of the best paragraphs, from 0 to the number of sentences."""
    lengths = [sum(len(word.text) + 1 for word in one) for one in sentences]
    worth = [0.0, *(_worth(one[-1], other[0]) for one, other in pairwise(sentences)), 0.0]
    for at in turned:
        if 0 < at < len(sentences):
            worth[at] += SLIDE_WORTH
    best, come_from = [0.0], [0]
    for end in range(1, len(sentences) + 1):
        best.append(inf)
        come_from.append(end - 1)
        length = 0
        for begin in range(end - 1, -1, -1):
            length += lengths[begin]
            if length > LONGEST and begin < end - 1:
                break
            cost = best[begin] + _strain(length) - worth[end]
            if cost < best[end]:
                best[end], come_from[end] = cost, begin
    borders = [len(sentences)]
    while borders[-1]:
        borders.append(come_from[borders[-1]])
    return borders[::-1]


def _worth(last: Word, following: Word) -> float:
    pause = min(max(following.seconds - last.end_seconds, 0.0), LONGEST_PAUSE_SECONDS)
    return PAUSE_WORTH * pause / LONGEST_PAUSE_SECONDS


def _strain(length: int) -> float:
    """Return how far a paragraph is from a good length: 0 when it is good, about 1 for a scrap and for twice the length."""
    return ((length - GOOD_LENGTH) / GOOD_LENGTH) ** 2
