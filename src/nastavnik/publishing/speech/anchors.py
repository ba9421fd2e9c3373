"""Seconds that survive an editor: the new sentences get those of the old ones whose words they have.

Sentences that stayed are found first, whole; what lies between two of those is compared word by word. A sentence that was moved away
is found where it stands now. What was put in anew has no seconds: nobody said it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.sameness import same_sentences, same_words
from nastavnik.publishing.speech.sentences import Sentence, sentences_in
from nastavnik.publishing.speech.words import bare, spread

# A shorter sentence may be said anywhere.
FEWEST_WORDS_MOVED = 4
# Of the words of a new sentence so many must have a place in time; else it is another one, and by chance has a word of the old.
LEAST_SHARE = 0.3


Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Timed:
    """A word as it is compared, with its seconds if it was said; `of` are those of the old sentence of a word that stayed."""

    word: str
    span: Span | None
    of: Span | None = None


def anchored(old: Iterable[Paragraph], new: Iterable[str], *, is_time_left: bool = True) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the texts `new`, which an editor made of the paragraphs `old`: merged, split, changed, moved.

    A sentence that stayed has the very seconds that it had. Texts without a word are left out. `is_time_left`: words that took the place of
    others have the time of these.
    """
    before = [sentence for paragraph in old for sentence in paragraph.sentences]
    texts = [sentences for text in new if (sentences := sentences_in(text))]
    after = [sentence for sentences in texts for sentence in sentences]
    placed = iter(_moved(before, _aligned(before, after, is_time_left=is_time_left)))
    return tuple(Paragraph(tuple(next(placed) for _sentence in sentences)) for sentences in texts)


def _aligned(before: Sequence[Sentence], after: Sequence[str], *, is_time_left: bool) -> list[Sentence]:
    pairs = same_sentences([_bare(one.text) for one in before], [_bare(one) for one in after])
    found, left, begin = list[Sentence](), 0, 0
    for right, end in [*pairs, (len(before), len(after))]:
        found += _by_words(before[left:right], after[begin:end], is_time_left=is_time_left)
        found += [
            replace(one, text=text) for one, text in zip(before[right : right + 1], after[end : end + 1], strict=False)
        ]
        left, begin = right + 1, end + 1
    return found


def _bare(text: str) -> str:
    """Return a sentence as it is compared; one without letters as it stands."""
    return " ".join(one for word in text.split() if (one := bare(word))) or text


def _by_words(before: Sequence[Sentence], after: Sequence[str], *, is_time_left: bool) -> Iterator[Sentence]:
    """Yield sentences with the seconds of those words of theirs that stood there before."""
    old = [word for sentence in before for word in _timed(sentence)]
    lengths = [len(text.split()) for text in after]
    times = _times(old, [bare(word) for text in after for word in text.split()], is_time_left=is_time_left)
    at = 0
    for text, length in zip(after, lengths, strict=True):
        yield _sentence(text, times[at : at + length])
        at += length


def _timed(sentence: Sentence) -> list[_Timed]:
    texts = sentence.text.split()
    if sentence.seconds is None or sentence.end_seconds is None:
        return [_Timed(bare(text), None) for text in texts]
    whole = (sentence.seconds, sentence.end_seconds)
    return [_Timed(bare(text), span, whole) for text, span in zip(texts, spread(texts, *whole), strict=True)]


def _times(old: Sequence[_Timed], new: Sequence[str], *, is_time_left: bool) -> list[_Timed]:
    """Return the new words with their seconds: the same words keep theirs, others in their place share the time of those that went."""
    found, left, begin = list[_Timed](), 0, 0
    for right, end in [*same_words([one.word for one in old], new), (len(old), len(new))]:
        found += _shared(old[left:right] if is_time_left else (), new[begin:end])
        found += old[right : right + 1]
        left, begin = right + 1, end + 1
    return found


def _shared(old: Sequence[_Timed], new: Sequence[str]) -> list[_Timed]:
    said = [one.span for one in old if one.span is not None]
    if not said:
        return [_Timed(word, None) for word in new]
    return [_Timed(word, span) for word, span in zip(new, spread(new, said[0][0], said[-1][1]), strict=True)]


def _sentence(text: str, words: Sequence[_Timed]) -> Sentence:
    said = [one.span for one in words if one.span is not None]
    if len(said) < LEAST_SHARE * len(words) or not said:
        return Sentence(text, None, None)
    # words put in around those that stayed may have the time of a whole sentence that is gone
    stayed = [one.of for one in words if one.of is not None] or [(said[0][0], said[-1][1])]
    return Sentence(text, max(said[0][0], stayed[0][0]), min(said[-1][1], stayed[-1][1]))


def _moved(before: Sequence[Sentence], placed: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences, with seconds for those that stood elsewhere before: found whole, once, and nowhere else now."""
    now = {_bare(one.text) for one in placed if one.is_said}
    gone = dict[str, Sentence | None]()
    for one in before:
        words = _bare(one.text)
        if one.is_said and words not in now and len(words.split()) >= FEWEST_WORDS_MOVED:
            gone[words] = None if words in gone else one
    found = list[Sentence]()
    for sentence in placed:
        old = None if sentence.is_said else gone.pop(_bare(sentence.text), None)
        found.append(Sentence(sentence.text, old.seconds, old.end_seconds) if old else sentence)
    return found
