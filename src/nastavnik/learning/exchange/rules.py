"""What makes a question one that can be asked: the same for a form, for a file, and for the demonstration."""

import re
from collections.abc import Iterator
from enum import StrEnum

from nastavnik.learning.exchange.questions import (
    MATCH,
    MULTIPLE,
    NUMBER,
    OPEN,
    SHORT,
    SINGLE,
    Item,
)

MOST_POINTS = 20
MOST_QUESTIONS = 60
MOST_OPTIONS = 12
FEWEST_OPTIONS = 2
LONGEST_TEXT = 4000
LONGEST_OPTION = 500
LONGEST_ALT = 300
LATEST_SECOND = 24 * 3600
WIDEST_TOLERANCE = 1e12

NUMBERS = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,12})?", re.ASCII)
SPACES = str.maketrans("", "", " \u00a0\u202f\u2009")
SIGNS = str.maketrans({"−": "-", "–": "-", ",": "."})


class Fault(StrEnum):
    """Why a question cannot be asked as it is; `enums.QuestionFault` says each in a sentence."""

    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OPTION_TOO_LONG = "option_too_long"
    SAME_OPTIONS = "same_options"
    NONE_RIGHT = "none_right"
    NOT_ONE_RIGHT = "not_one_right"
    ALL_RIGHT = "all_right"
    PAIR_INCOMPLETE = "pair_incomplete"
    NOT_A_NUMBER = "not_a_number"
    POINTS = "points"
    MOMENT = "moment"
    NO_ALT = "no_alt"


def read_number(text: str) -> float | None:
    """Read `12,5`, `1 200` or `−3` as a number; None for anything else."""
    plain = plain_number(text)
    return float(plain) if NUMBERS.fullmatch(plain) else None


def plain_number(text: str) -> str:
    """Return a number as it is kept: without spaces, with a dot and a plain minus."""
    return text.translate(SPACES).translate(SIGNS)


def faults_of(item: Item) -> tuple[Fault, ...]:
    """Return everything that is wrong with a question, in the order in which it stands in the form."""
    checks = (_of_text, _of_options, _of_rightness, _of_pairs, _of_numbers, _of_places)
    return tuple(dict.fromkeys(fault for check in checks for fault in check(item)))


def _of_text(item: Item) -> Iterator[Fault]:
    if not item.text.strip():
        yield Fault.NO_TEXT
    if max(len(item.text), len(item.explanation)) > LONGEST_TEXT:
        yield Fault.TEXT_TOO_LONG
    if item.image is not None and not item.image.alt.strip():
        yield Fault.NO_ALT


def _of_options(item: Item) -> Iterator[Fault]:
    fewest = {OPEN: 0, SHORT: 1, NUMBER: 1}.get(item.kind, FEWEST_OPTIONS)
    asked = [choice for choice in item.choices if choice.text] if item.kind == MATCH else list(item.choices)
    if len(asked) < fewest:
        yield Fault.TOO_FEW
    if len(item.choices) > (0 if item.kind == OPEN else MOST_OPTIONS):
        yield Fault.TOO_MANY
    texts = [choice.text.strip() for choice in asked]
    if len(set(texts)) < len(texts):
        yield Fault.SAME_OPTIONS
    if any(max(len(one.text), len(one.match), len(one.feedback)) > LONGEST_OPTION for one in item.choices):
        yield Fault.OPTION_TOO_LONG


def _of_rightness(item: Item) -> Iterator[Fault]:
    right = sum(choice.is_right for choice in item.choices)
    if item.kind == SINGLE and right != 1:
        yield Fault.NOT_ONE_RIGHT
    if item.kind in {MULTIPLE, SHORT, NUMBER} and not right:
        yield Fault.NONE_RIGHT
    if item.kind == MULTIPLE and right == len(item.choices) > 0:
        yield Fault.ALL_RIGHT


def _of_pairs(item: Item) -> Iterator[Fault]:
    has_gap = any(not (one.match if item.kind == MATCH else one.text).strip() for one in item.choices)
    if has_gap and item.kind != OPEN:
        yield Fault.PAIR_INCOMPLETE


def _of_numbers(item: Item) -> Iterator[Fault]:
    if item.kind != NUMBER:
        return
    if any(
        read_number(choice.text) is None or not 0 <= choice.tolerance <= WIDEST_TOLERANCE for choice in item.choices
    ):
        yield Fault.NOT_A_NUMBER


def _of_places(item: Item) -> Iterator[Fault]:
    if not 1 <= item.points <= MOST_POINTS:
        yield Fault.POINTS
    seconds = (item.moment_seconds, item.moment_end_seconds, item.at_second)
    if any(second is not None and not 0 <= second <= LATEST_SECOND for second in seconds):
        yield Fault.MOMENT
    begin, end = item.moment_seconds, item.moment_end_seconds
    if end is not None and (begin is None or begin >= end):
        yield Fault.MOMENT
