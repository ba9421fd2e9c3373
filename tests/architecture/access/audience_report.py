"""The report and the rows behind its figures: methodists and the director look."""

from tests.architecture.access.words import DESK, Row, get

ROWS: tuple[Row, ...] = (
    get("audience:report", DESK),
    get("audience:figure", DESK, figure="lessons.held"),
)
