"""One that fails in a sweep keeps no other from its turn: what one school has set must not stop what others wait for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import structlog

T = TypeVar("T")

# So many rows are changed, and their people told, in one transaction: a mass of them keeps nobody else waiting.
BATCH = 200

log = structlog.get_logger("nastavnik.mentoring.sweeping")


@contextmanager
def apart(sweep: str, *, school: int, **ids: int) -> Iterator[None]:
    """Let what fails inside be logged with the number of its school (and `ids`), and the sweep go on with the next."""
    try:
        yield
    except Exception:
        log.exception("sweep_failed_in_school", sweep=sweep, school=school, **ids)


def batched(rows: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Return rows in their order, at most so many at a time."""
    return (rows[begin : begin + most] for begin in range(0, len(rows), most))
