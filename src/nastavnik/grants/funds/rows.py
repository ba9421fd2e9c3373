"""Two people in one table: lines are brought together one by one, so that only a line that both changed is a conflict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nastavnik.contest.checking.values import ROW_ID, Row, mark_of


@dataclass(frozen=True, slots=True)
class SentRow:
    """A line as a page sends it."""

    id: str
    # of what stood in it when the page was made; empty: it is new
    mark: str
    # None: it was not touched on that page
    cells: Row | None
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class MergedRows:
    """What came of the lines that were sent."""

    # what stands in the table now
    rows: list[Row]
    # lines that both changed, as the other one has them; they stand in `rows` so
    theirs: dict[str, Row]
    # the table with one's own text in those lines
    mine: list[Row]


def mark_of_row(row: Row) -> str:
    """Return by what a line is told from what stood there before; an empty cell is like none."""
    return mark_of([{key: cell for key, cell in row.items() if cell.strip()}])


def merge_rows(present: Iterable[Row], sent: Sequence[SentRow]) -> MergedRows:
    """Bring the lines of a page together with those that stand in the table now.

    A line that this page did not touch stays as it is now; one that another has removed and this page has changed comes back; one
    that this page has never seen stays.
    """
    there = {row[ROW_ID]: row for row in present}
    merged = MergedRows([], {}, [])
    for one in sent:
        _put(merged, one, there.pop(one.id, None))
    merged.rows.extend(there.values())
    merged.mine.extend(there.values())
    return merged


def _put(merged: MergedRows, sent: SentRow, now: Row | None) -> None:
    mine = None if sent.is_dropped else sent.cells
    is_touched = sent.is_dropped or (sent.cells is not None and mark_of_row(sent.cells) != sent.mark)
    is_known = now is not None and (mark_of_row(now) == sent.mark or (mine and mark_of_row(mine) == mark_of_row(now)))
    if now is not None and is_touched and not is_known:
        merged.theirs[sent.id] = now
        merged.rows.append(now)
        merged.mine.extend([mine] if mine else [])
        return
    stands = mine if is_touched else now
    if stands is not None:
        merged.rows.append(stands)
        merged.mine.append(stands)
