"""Search: for everybody; what was looked for in vain: for the desk."""

from tests.architecture.access.words import DESK, PUBLIC, Row, get

ROWS: tuple[Row, ...] = (
    get("search:search", PUBLIC),
    get("search:suggestions", PUBLIC),
    get("search:misses", DESK),
)
