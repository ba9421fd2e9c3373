"""What everybody sees alike, remembered in the process for a few seconds, so that a crowd does not ask for it one by one.

Only for reads whose answer depends on nothing but their arguments, the language and the school's path: never on a person.
The answer may be `FRESH_SECONDS` old; whoever works at the desk reads past it (the caller decides).
"""

import threading
import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

from django.urls import get_script_prefix
from django.utils.translation import get_language

FRESH_SECONDS = 5.0
MOST_ANSWERS = 200

P = ParamSpec("P")
T = TypeVar("T")

_memories: list["Memory[Any]"] = []


class Memory(Generic[T]):
    """At most `most` answers, each for `seconds`, told apart by their keys, the language and the school's path; safe for threads."""

    def __init__(self, most: int = MOST_ANSWERS, seconds: float = FRESH_SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._answers: dict[Hashable, tuple[float, T]] = {}
        self._lock = threading.Lock()
        self._forgotten = 0
        _memories.append(self)

    def answer(self, key: Hashable, read: Callable[[], T]) -> T:
        """Return what is remembered under `key`, or what `read` says now."""
        whole_key = (key, get_language(), get_script_prefix())
        known = self._answers.get(whole_key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        began = self._forgotten
        new = read()
        self._put(whole_key, new, began)
        return new

    def _put(self, key: Hashable, answer: T, began: int) -> None:
        now = time.monotonic()
        with self._lock:
            if self._forgotten != began:
                return  # read before the change that made this memory forget
            if len(self._answers) >= self._most:
                self._answers = {name: kept for name, kept in self._answers.items() if kept[0] > now}
            if len(self._answers) >= self._most:
                self._answers.clear()
            self._answers[key] = (now + self._seconds, answer)

    def clear(self) -> None:
        """Forget every answer, also one that is being read just now."""
        with self._lock:
            self._forgotten += 1
            self._answers.clear()


def remembered(read: Callable[P, T]) -> Callable[P, T]:
    """Remember the answers of `read` for `FRESH_SECONDS`; its arguments must be hashable, its answers are not changed."""
    memory: Memory[T] = Memory()

    @wraps(read)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        return memory.answer((args, tuple(kwargs.items())), lambda: read(*args, **kwargs))

    return answer


def forget_all() -> None:
    """Forget every answer: something that many see was changed in this process."""
    for memory in _memories:
        memory.clear()
