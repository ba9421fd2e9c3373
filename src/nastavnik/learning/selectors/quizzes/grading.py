"""How much of a question an answer gets, from 0 to 1.

One of several: all or nothing. Several: the right ones that were chosen less the wrong ones, of all right ones (the same as
Moodle's multiple choice with equal weights), never less than nothing. Order: how many stand in their places. Pairs: how many
are right. A word: the first known answer that it equals says whether it is right. A number: within the tolerance of one.
"""

from collections.abc import Mapping, Sequence

from nastavnik.core.text import search_key
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.rules import read_number
from nastavnik.learning.models import Option
from nastavnik.learning.selectors.quizzes.answers import Given, asked_of

ENDING = " .!;:"


def share_of(kind: str, options: Sequence[Option], given: Given) -> float | None:
    """Return how much of the points an answer gets; None for one that a person must read."""
    if kind == QuestionKind.OPEN:
        return None if given else 0.0
    if given is None:
        return 0.0
    if isinstance(given, str):
        known = match_of(kind, options, given)
        return 1.0 if known is not None and known.is_right else 0.0
    if isinstance(given, dict):
        return _share_of_places(kind, options, given)
    return _share_of_chosen(kind, options, given)


def _share_of_chosen(kind: str, options: Sequence[Option], given: Sequence[int]) -> float:
    right = {option.pk for option in options if option.is_right}
    chosen = set(given)
    if kind == QuestionKind.SINGLE:
        return 1.0 if chosen and chosen <= right else 0.0
    return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right)) if right else 0.0


def _share_of_places(kind: str, options: Sequence[Option], given: Mapping[str, int]) -> float:
    asked = asked_of(options)
    if kind == QuestionKind.ORDER:
        hits = sum(given.get(str(option.pk)) == place for place, option in enumerate(asked, start=1))
    else:
        matches = {option.pk: option.match for option in options}
        hits = sum(matches.get(given.get(str(option.pk), 0)) == option.match for option in asked)
    return hits / len(asked) if asked else 0.0


def match_of(kind: str, options: Sequence[Option], typed: str) -> Option | None:
    """Return the first known answer that a typed one equals."""
    is_equal = _is_near if kind == QuestionKind.NUMBER else _is_same_text
    return next((option for option in options if is_equal(option, typed)), None)


def _is_near(option: Option, typed: str) -> bool:
    number, known = read_number(typed), read_number(option.text)
    if number is None or known is None:
        return False
    # what is typed and known has at most twelve decimals: a difference below that is one of the machine's own
    return abs(number - known) <= option.tolerance + 1e-12 * max(1.0, abs(known))


def _is_same_text(option: Option, typed: str) -> bool:
    return fits(search_key(option.text).rstrip(ENDING), search_key(typed).rstrip(ENDING))


def fits(pattern: str, text: str) -> bool:
    """Tell whether `text` is `pattern`, in which a star stands for any words. Reads both once, whatever they hold."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    if not text.startswith(first):
        return False
    *middle, last = rest
    at = len(first)
    for part in middle:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(text) - at >= len(last) and text.endswith(last)
