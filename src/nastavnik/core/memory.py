"""What everybody sees alike, remembered in the process for a few seconds, so that a crowd does not ask for it one by one.

Only for reads whose answer depends on nothing but their arguments, the language and the school's path: never on a person.
The answer may be `FRESH_SECONDS` old; whoever works at the desk reads past it (the caller decides).
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Generic, ParamSpec, TypeVar

from django.urls import get_script_prefix
from django.utils.translation import get_language

FRESH_SECONDS = 5.0
MOST_ANSWERS = 200

P = ParamSpec("P")
T = TypeVar("T")

_memories: list["_Memory[object]"] = []


class _Memory(Generic[T]):
    """Bounded answers of one read, safe to use from many threads."""

    def __init__(self) -> None:
        self._answers: dict[object, tuple[float, T]] = {}
        self._lock = threading.Lock()

    def get(self, key: object) -> tuple[T] | None:
        until, answer = self._answers.get(key, (0.0, None))
        return (answer,) if until > time.monotonic() else None  # type: ignore[return-value]  # None only when until is 0

    def put(self, key: object, answer: T) -> None:
        with self._lock:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            self._answers[key] = (time.monotonic() + FRESH_SECONDS, answer)

    def clear(self) -> None:
        self._answers.clear()


def remembered(read: Callable[P, T]) -> Callable[P, T]:
    """Remember the answers of `read` for `FRESH_SECONDS`; its arguments must be hashable, its answers are not changed."""
    memory: _Memory[T] = _Memory()
    _memories.append(memory)  # type: ignore[arg-type]  # only ever cleared

    @wraps(read)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(kwargs.items()), get_language(), get_script_prefix())
        if (known := memory.get(key)) is not None:
            return known[0]
        new = read(*args, **kwargs)
        memory.put(key, new)
        return new

    return answer


def forget_all() -> None:
    """Forget every answer (for tests)."""
    for memory in _memories:
        memory.clear()
