"""What a connector is: asked for numbers by outer ids, it tells them, or says in a word and a sentence why not. Knows no rows.

Nothing that comes from outside is trusted: a number is whole, not below nought and not absurd, and belongs to an id that was asked for.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

from django.utils.translation import gettext as _

from nastavnik.audience.enums import PlacementState, PullState
from nastavnik.core.outside import Answer, Fault, OutsideFault, call

# of one call, whatever it waits for
SECONDS = 12.0
# of all calls to a place at one time; who is left is asked first the next time
WHOLE_SECONDS = 300.0
# before the second and the third try of a call that nobody answered
BACKOFF = (1.0, 3.0)
MOST_VALUE = 10**10
MOST_IDS = 500
HOUR = 3600

Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What a place told: numbers and findings by outer id; how it ended, in which words, and after how many seconds to ask again."""

    state: PullState
    said: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    found: Mapping[str, PlacementState] = field(default_factory=dict)
    retry_after: int | None = None


class Connector(Protocol):
    """Asks one place."""

    def ask(self, outer_ids: Sequence[str]) -> Told:
        """Return what the place tells of these ids. Raises nothing."""
        ...


class Stopped(Exception):
    """The place is not asked any more now: the state, the words, and when to ask again."""

    def __init__(self, state: PullState, said: str, retry_after: int | None = None) -> None:
        self.state, self.said, self.retry_after = state, said, retry_after
        super().__init__(said)


@dataclass(slots=True)
class Talk:
    """Calls to one place, one after another, never more often than it likes; `sleep` waits."""

    pause_seconds: float
    sleep: Sleep = time.sleep
    whole_seconds: float = WHOLE_SECONDS
    until: float = 0.0

    def get(self, url: str) -> Answer:
        """Ask for a page. Raises `Stopped` when nobody answers, also not after some time."""
        return self._ask("GET", url, None)

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """Ask with a form, where what is secret is in no address."""
        return self._ask("POST", url, form)

    def _ask(self, method: str, url: str, form: Mapping[str, str] | None) -> Answer:
        if self.until:
            self.sleep(self.pause_seconds)
        self.until = self.until or time.monotonic() + self.whole_seconds
        if time.monotonic() > self.until:
            raise Stopped(
                PullState.SILENT, _("The place answers so slowly that we asked for a part. The rest comes next time.")
            )
        for wait in BACKOFF:
            if (answer := self._try(method, url, form)) is not None and not is_down(answer):
                return checked(answer)
            self.sleep(wait)
        answer = self._try(method, url, form)
        if answer is None:
            raise Stopped(PullState.SILENT, _("Nobody answered, though we asked three times."))
        return checked(answer)

    def _try(self, method: str, url: str, form: Mapping[str, str] | None) -> Answer | None:
        """Call once; None where nobody answered. Raises `Stopped` where it is no use to call again."""
        try:
            return call(method, url, headers={"Accept": "application/json"}, form=form, seconds=SECONDS)
        except OutsideFault as error:
            if error.fault is Fault.SILENT:
                return None
            raise Stopped(PullState.BROKEN, fault_words(error.fault)) from error


def is_down(answer: Answer) -> bool:
    """Tell whether the place is out of order, for now."""
    return answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def fault_words(fault: Fault) -> str:
    """Return what is wrong with who answered."""
    if fault is Fault.TOO_MUCH:
        return _("The answer was far too large, so it was not read.")
    return _("The address led somewhere that is never asked.")


def checked(answer: Answer) -> Answer:
    """Return an answer of the place itself. Raises `Stopped` for one that sends elsewhere, asks to wait or is out of order."""
    status = answer.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        words = _("We asked too often. The next try comes by itself.")
        raise Stopped(PullState.PACED, words, retry_after(answer))
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise Stopped(PullState.BROKEN, _("The place sent us to another address, and we did not go there."))
    if is_down(answer):
        raise Stopped(PullState.SILENT, _("The place is out of order (status %(status)d).") % {"status": status})
    return answer


def retry_after(answer: Answer) -> int:
    """Return after how many seconds the place wants to be asked again: an hour where it says nothing that fits."""
    text = answer.headers.get("retry-after", "")
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else HOUR  # noqa: PLR2004 -- ten days
    return min(max(seconds, 60), 24 * HOUR)


def object_in(answer: Answer) -> dict[str, Any]:
    """Return the JSON object of an answer. Raises `Stopped` for anything else."""
    try:
        told = answer.json()
    except (ValueError, RecursionError, json.JSONDecodeError) as error:
        raise Stopped(PullState.BROKEN, _("The answer is not what the place’s documents describe.")) from error
    if not isinstance(told, dict):
        raise Stopped(PullState.BROKEN, _("The answer is not what the place’s documents describe."))
    return told


def whole(value: object) -> int | None:
    """Return a number of views; None for what nobody can have counted: below nought, absurd, a fraction, a word."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and isinstance(value, int) and 0 <= value <= MOST_VALUE else None


def batches(ids: Iterable[str], most: int) -> list[list[str]]:
    """Return ids in groups, each at most so large, and no id twice."""
    once = list(dict.fromkeys(ids))[:MOST_IDS]
    return [once[place : place + most] for place in range(0, len(once), most)]


def ended(numbers: Mapping[str, int], found: Mapping[str, PlacementState], strange: int) -> Told:
    """Return what was told when all were asked; `strange`: how many numbers could not be true."""
    if strange:
        words = _("Some numbers cannot be true and were left out: %(count)d.") % {"count": strange}
        return Told(PullState.BROKEN, words, numbers, found)
    if not numbers:
        return Told(PullState.EMPTY, _("The place answered, but told no numbers."), numbers, found)
    return Told(PullState.WELL, "", numbers, found)
