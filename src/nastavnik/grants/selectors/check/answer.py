"""What a script is told after it has sent lines of a budget: marks to go on with, and what others have done meanwhile."""

from collections.abc import Sequence
from typing import TypedDict

from nastavnik.contest.checking.values import ROW_ID, Row
from nastavnik.grants.funds.rows import SentRow, mark_of_row
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.check.sheet import budget_field, labels_of, words_of_row
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of


class Answer(TypedDict):
    """What became of the lines that were sent."""

    # by the ids of lines
    marks: dict[str, str]
    # lines that others have written or changed, and that this page does not have so
    fresh: dict[str, Row]
    # lines that others have removed
    gone: list[str]
    # lines that both changed: what stands there, in words
    theirs: dict[str, str]


def answer(grant: GrantApplication, sent: Sequence[SentRow], rows: Sequence[Row], theirs: dict[str, Row]) -> Answer:
    """Return what a script is told."""
    by_id = {one.id: one for one in sent}
    present = {row[ROW_ID] for row in rows}
    return {
        "marks": {row[ROW_ID]: mark_of_row(row) for row in rows},
        "fresh": {
            row[ROW_ID]: row for row in rows if row[ROW_ID] not in theirs and _is_fresh(row, by_id.get(row[ROW_ID]))
        },
        "gone": [one.id for one in sent if one.mark and one.id not in present],
        "theirs": _words(grant, theirs) if theirs else {},
    }


def _is_fresh(row: Row, sent: SentRow | None) -> bool:
    """Tell whether a page has another text in a line than the one that stands there."""
    if sent is None:
        return True
    has = sent.mark if sent.cells is None else mark_of_row(sent.cells)
    return mark_of_row(row) != has


def _words(grant: GrantApplication, theirs: dict[str, Row]) -> dict[str, str]:
    field = budget_field(grant)
    labels = labels_of(template_of(grant.template), field, content_of(grant))
    return {row_id: words_of_row(field, row, labels) for row_id, row in theirs.items()}
