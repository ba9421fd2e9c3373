"""The report and the rows behind its figures: methodists and the director look."""

from typing import Any

from tests.architecture.access.words import DESK, Row, get

ROWS: tuple[Row, ...] = (
    get("audience:report", DESK),
    # a code means the same in every school, of which each shows its own rows
    get("audience:figure", DESK, "figure_code", is_shared=True),
)


def things_of_report() -> dict[str, Any]:
    """Return what stands in the addresses of the report."""
    return {"figure_code": "lessons.held"}
