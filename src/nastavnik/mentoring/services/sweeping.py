"""One that fails in a sweep keeps no other from its turn: what one school has set must not stop what others wait for."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger("nastavnik.mentoring.sweeping")


@contextmanager
def apart(sweep: str, *, school: int, **ids: int) -> Iterator[None]:
    """Let what fails inside be logged with the number of its school (and `ids`), and the sweep go on with the next."""
    try:
        yield
    except Exception:
        log.exception("sweep_failed_in_school", sweep=sweep, school=school, **ids)
