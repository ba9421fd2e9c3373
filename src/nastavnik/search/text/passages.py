"""Texts cut into what is found as a whole: sentences of a talk, pieces of a document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nastavnik.search.text.words import clean, words_of

MOST_WORDS = 26
LONGEST_PAUSE_SECONDS = 1.5
SENTENCE_END = re.compile(r"[.!?…][»\")\]]*$")
SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[«\"(]?[A-ZА-ЯЁ0-9])")
PIECE_WORDS = 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a transcript with its seconds."""

    seconds: float
    end_seconds: float
    text: str
    begins_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Phrases that belong together. `starts`: where in the text each of them begins, and at which second."""

    seconds: float
    end_seconds: float
    text: str
    starts: tuple[tuple[int, float], ...]


def sentences_of(phrases: Iterable[Phrase]) -> list[Sentence]:
    """Return the phrases of a transcript joined to sentences: people look for what was said, however it was cut in lines."""
    sentences, open_phrases, words = list[Sentence](), list[Phrase](), 0
    for phrase in phrases:
        text = clean(phrase.text)
        count = len(words_of(text))
        if not count:
            continue
        if open_phrases and _must_end(open_phrases[-1], phrase, words + count):
            sentences.append(_joined(open_phrases))
            open_phrases, words = [], 0
        open_phrases.append(Phrase(phrase.seconds, phrase.end_seconds, text, phrase.begins_paragraph))
        words += count
    return [*sentences, _joined(open_phrases)] if open_phrases else sentences


def _must_end(last: Phrase, phrase: Phrase, words: int) -> bool:
    is_pause = phrase.seconds - last.end_seconds > LONGEST_PAUSE_SECONDS
    return is_pause or phrase.begins_paragraph or words > MOST_WORDS or bool(SENTENCE_END.search(last.text))


def _joined(phrases: Sequence[Phrase]) -> Sentence:
    text, starts = "", list[tuple[int, float]]()
    for phrase in phrases:
        text = f"{text} {phrase.text}" if text else phrase.text
        starts.append((len(text) - len(phrase.text), phrase.seconds))
    return Sentence(phrases[0].seconds, max(one.end_seconds for one in phrases), text, tuple(starts))


def second_at(place: int, starts: Sequence[Sequence[float]], seconds: float) -> float:
    """Return when the phrase begins in which the letter `place` of a sentence stands."""
    return next((second for begin, second in reversed(starts) if begin <= place), seconds)


def pieces_of(text: str) -> list[str]:
    """Return the text of a document in pieces of whole sentences, about forty words each; words cut at line ends are joined."""
    whole = clean(re.sub(r"(?<=[а-яёa-z])[-‐\u00ad][^\S\n]*+\n\s*+(?=[а-яёa-z])", "", text))
    pieces, piece, count = list[str](), list[str](), 0
    for sentence in SENTENCES.split(whole):
        for part in _no_longer(sentence):
            words = len(words_of(part))
            if piece and count + words > PIECE_WORDS:
                pieces.append(" ".join(piece))
                piece, count = [], 0
            piece.append(part)
            count += words
    pieces.append(" ".join(piece))
    return [one for one in pieces if words_of(one)]


def _no_longer(sentence: str) -> list[str]:
    """Return a sentence in parts of at most a piece: tables and lists have no full stops."""
    words = sentence.split()
    return [" ".join(words[at : at + PIECE_WORDS]) for at in range(0, len(words), PIECE_WORDS)]
