"""What an answer looks like as it is kept, and how the form of an attempt names it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Option, Question

# As `Answer.given` keeps it: numbers of options; places or numbers of options by the numbers of options; a text.
Given: TypeAlias = list[int] | dict[str, int] | str | None

MARK_LENGTH = 12

R = TypeVar("R", Option, Question)


def field_of(question_id: int) -> str:
    """Return the name of a question's field."""
    return f"q{question_id}"


def mark_of(given: Any) -> str:
    """Return the mark of an answer as it is kept, the same for the same answer."""
    text = json.dumps(given, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def asked_of(options: Sequence[Option]) -> list[Option]:
    """Return the options to which something is to be said: of pairs, not the matches too many."""
    return [option for option in options if option.text]


def in_order_of(seed: int, rows: Iterable[R]) -> list[R]:
    """Return options, or questions, in an order that looks like none and is always the same for a seed."""
    return sorted(rows, key=lambda one: hashlib.sha256(f"{seed}:{one.pk}".encode()).digest())


def shuffled_to_order(seed: int, options: Sequence[Option]) -> list[Option]:
    """Return what is to be put in order, not in its right order; of two things that would tell it."""
    mixed = in_order_of(seed, options)
    return [*mixed[1:], mixed[0]] if len(mixed) > 2 and mixed == list(options) else mixed  # noqa: PLR2004 -- see above


def matches_of(seed: int, options: Sequence[Option]) -> list[Option]:
    """Return the options whose matches may be chosen, mixed, each match once; a form names them by their places, from 1."""
    once = {option.match: option for option in reversed(options) if option.match}
    return in_order_of(seed, once.values())


def is_whole(kind: str, options: Sequence[Option], given: Any) -> bool:
    """Tell whether an answer says all that is asked: each place once, each pair."""
    if kind == QuestionKind.ORDER and isinstance(given, dict):
        return sorted(given.values()) == list(range(1, len(asked_of(options)) + 1))
    if kind == QuestionKind.MATCH and isinstance(given, dict):
        return len(given) == len(asked_of(options))
    return bool(given)
