"""Sentences of an application that claim something which experts will want proved: figures, polls, «по данным».

A guess that proposes, never one that decides: a person says what is a claim.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nastavnik.grants.funds.anchors import find

# a sentence ends with its sign before a blank and what may begin another, or with the line
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«\"(—A-ZА-ЯЁ0-9])|\n+")
# after these a point ends no sentence
SHORTENED = re.compile(
    r"(?:\b(?:г|гг|тыс|млн|млрд|руб|ул|д|им|т|стр|ст|пп|см|др|пр|чел|обл|р|пос|с|дер|рис|табл)|\b[А-ЯЁA-Z])\.$"
)
# figures that count or share something: the number of a branch or a year alone is no claim
COUNTED = re.compile(
    r"\d[\d\s\u00a0,.]*(?:%|процент|тыс|млн|млрд|человек|чел\b|жител|читател|дет|семе|семь|школьник|подрост|пенсионер|библиотек|раз[а]?\b|руб|₽)",
    re.IGNORECASE,
)
TELLING: Final = (
    "по данным", "согласно", "опрос", "анкет", "исследован", "статистик", "росстат", "мониторинг", "по оценк", "показал",
    "свидетельств", "по результатам", "большинств", "каждый второй", "каждый третий", "половин", "треть ", "эксперт",
)  # fmt: skip
# what is wanted is no claim: figures in these fields are plans
PLANS = frozenset({"goal", "qualitative_results", "information_support", "further_development", "later_resources"})
# shorter ones are headings
FEWEST, MOST = 25, 1000
MOST_PROPOSED = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that looks like a claim: the words, and why."""

    words: str
    has_figures: bool


def proposals(text: str, known: Iterable[str]) -> list[Proposal]:
    """Return sentences of a text that look like claims and are not among the known ones, in their order."""
    covered = [anchor for words in known if (anchor := find(text, words)) is not None]
    found = []
    for begin, sentence in sentences(text):
        end = begin + len(sentence)
        if any(one.begin < end and begin < one.end for one in covered) or not FEWEST <= len(sentence) <= MOST:
            continue
        has_figures = COUNTED.search(sentence) is not None
        if has_figures or _tells(sentence):
            found.append(Proposal(sentence, has_figures))
    return found[:MOST_PROPOSED]


def sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text, each with where it begins."""
    found, begin = list[tuple[int, str]](), 0
    for edge in SENTENCE_END.finditer(text):
        if "\n" not in edge.group() and SHORTENED.search(text[begin : edge.start()]):
            continue
        found.append((begin, text[begin : edge.start()]))
        begin = edge.end()
    found.append((begin, text[begin:]))
    trimmed = ((start + len(one) - len(one.lstrip()), one.strip()) for start, one in found)
    return [(start, one) for start, one in trimmed if one]


def _tells(sentence: str) -> bool:
    plain = sentence.lower()
    return any(word in plain for word in TELLING)
