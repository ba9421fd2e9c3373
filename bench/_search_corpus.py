"""A made archive for `bench.search`: phrases of Russian words in all their forms, as often as words are in speech (Zipf)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from nastavnik.search.text import order
from nastavnik.search.text.lemmas import dictionary, lemma_of
from nastavnik.search.text.words import fold

LETTERS = "абвгдежзийклмнопрстуфхцчшщэюя"
PARTS_OF_SPEECH = {"NOUN", "ADJF", "INFN", "VERB"}
LEMMAS = 60_000
LEMMAS_OF_A_BEGINNING = 160
MOST_FORMS = 8
CUES_OF_A_LESSON = 600
FIRST_DAY = datetime(2022, 1, 11, 10, tzinfo=UTC)
DAYS_BETWEEN = 1
SECONDS_OF_A_CUE = 5.0
SHORTEST_CUE, LONGEST_CUE = 3, 21


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lemmas, the commonest first, and the forms of each that the analyser takes for it."""

    lemmas: list[str]
    forms: list[list[str]]


def vocabulary(seed: int = 4) -> Vocabulary:
    """Return lemmas of the dictionary in an order that dice gave them."""
    lemmas: dict[str, list[str]] = {}
    for beginning in map("".join, product(LETTERS, LETTERS)):
        lemmas |= _lemmas_of(beginning)
    known = {lemma: [form for form in forms if lemma_of(form) == lemma] for lemma, forms in lemmas.items()}
    chosen = sorted(lemma for lemma, forms in known.items() if forms)
    random.Random(seed).shuffle(chosen)
    return Vocabulary(chosen[:LEMMAS], [known[lemma] for lemma in chosen[:LEMMAS]])


def _lemmas_of(beginning: str) -> dict[str, list[str]]:
    """Return the first lemmas with a beginning, each with some of its forms."""
    morph: Any = dictionary()
    found: dict[str, list[str]] = {}
    for word, tag, normal, _paradigm, _form in morph.dictionary.iter_known_words(beginning):
        lemma = fold(normal)
        if tag.POS not in PARTS_OF_SPEECH or not lemma.startswith(beginning) or not lemma.isalpha():
            continue
        if lemma not in found and len(found) == LEMMAS_OF_A_BEGINNING:
            break
        forms = found.setdefault(lemma, [])
        if len(forms) < MOST_FORMS and fold(word) not in forms and fold(word).isalpha():
            forms.append(fold(word))
    return found


@dataclass(frozen=True, slots=True)
class MadeCue:
    """A phrase of the archive with its number; `lesson` is counted from 0."""

    id: int
    lesson: int
    seconds: float
    text: str
    lemmas: str


def said_at(lesson: int) -> datetime:
    """Return when a lesson was held."""
    return FIRST_DAY + timedelta(days=lesson * DAYS_BETWEEN)


def cues(words: Vocabulary, count: int, seed: int = 4) -> Iterator[MadeCue]:
    """Yield the phrases in the order in which they are said."""
    dice = np.random.default_rng(seed)
    shares = np.cumsum(1.0 / np.arange(1, len(words.lemmas) + 1))
    lengths = dice.triangular(SHORTEST_CUE, 11, LONGEST_CUE, count).astype(int)
    for number, length in enumerate(lengths):
        ranks = np.searchsorted(shares, dice.random(length) * shares[-1])
        forms = dice.integers(0, MOST_FORMS, length)
        row = [words.forms[rank] for rank in ranks]
        text = " ".join(form[pick % len(form)] for form, pick in zip(row, forms, strict=True))
        lesson, place = divmod(number, CUES_OF_A_LESSON)
        yield MadeCue(
            id=order.place_of(order.CUE, int(length), said_at(lesson)) + number + 1,
            lesson=lesson,
            seconds=place * SECONDS_OF_A_CUE,
            text=f"{text.capitalize()}.",
            lemmas=" ".join(words.lemmas[rank] for rank in ranks),
        )


def write(path: Path, words: Vocabulary, count: int) -> None:
    """Write the phrases into a file, in the order of their numbers, as `read` reads them."""
    made = sorted(cues(words, count), key=lambda cue: cue.id)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{cue.id}\t{cue.lesson}\t{cue.seconds}\t{cue.text}\t{cue.lemmas}\n" for cue in made)


def read(path: Path) -> Iterator[MadeCue]:
    """Yield the phrases of a file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            number, lesson, seconds, text, lemmas = line.rstrip("\n").split("\t")
            yield MadeCue(int(number), int(lesson), float(seconds), text, lemmas)


# --- questions -------------------------------------------------------------------------------------------------------


def questions(words: Vocabulary, some: list[MadeCue], each: int, seed: int = 4) -> dict[str, list[str]]:
    """Return what is asked, by kind: `each` questions of each. `some` are phrases of the archive."""
    dice = random.Random(seed)

    def form(lowest: int, highest: int) -> str:
        return dice.choice(words.forms[dice.randrange(lowest, highest)])

    def of_a_cue(least: int) -> list[str]:
        return next(row for _ in range(1000) if len(row := dice.choice(some).text[:-1].lower().split()) >= least)

    def beside(length: int) -> str:
        row = of_a_cue(length + 1)
        at = dice.randrange(len(row) - length + 1)
        return " ".join(row[at : at + length])

    return {
        "commonest word": [form(0, 20) for _ in range(each)],
        "common word": [form(20, 200) for _ in range(each)],
        "any word": [dice.choice(of_a_cue(3)) for _ in range(each)],
        "2 common words": [f"{form(0, 100)} {form(0, 100)}" for _ in range(each)],
        "3 common words": [f"{form(0, 100)} {form(0, 100)} {form(0, 100)}" for _ in range(each)],
        "2 words of a cue": [" ".join(dice.sample(of_a_cue(3), 2)) for _ in range(each)],
        "3 words of a cue": [" ".join(dice.sample(of_a_cue(4), 3)) for _ in range(each)],
        "phrase": [f"«{beside(dice.choice((2, 3)))}»" for _ in range(each)],
        "mistyped": [mistyped(max(of_a_cue(3), key=len), dice) for _ in range(each)],
    }


def halves(words: Vocabulary, each: int, seed: int = 5) -> dict[str, list[str]]:
    """Return what is typed so far, by kind."""
    dice = random.Random(seed)
    common = [forms[0] for forms in words.forms[:2000] if len(forms[0]) > 6]
    return {
        "half a word": [dice.choice(common)[: dice.choice((3, 4, 5))] for _ in range(each)],
        "half, mistyped": [mistyped(dice.choice(common)[:6], dice) for _ in range(each)],
    }


def mistyped(word: str, dice: random.Random) -> str:
    """Return a word with one letter wrong, missing, doubled or in the wrong place, but the first."""
    at = dice.randrange(1, max(len(word) - 1, 2))
    before, letter, after = word[:at], word[at : at + 1], word[at + 1 :]
    return dice.choice(
        (
            f"{before}{after}",
            f"{before}{letter}{letter}{after}",
            f"{before}{dice.choice(LETTERS)}{after}",
            f"{before}{after[:1]}{letter}{after[1:]}",
        )
    )
