"""Writing together: each field is compared with what its author had before her, so that nobody's text is written over unseen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.values import Value, Values, mark_of
from nastavnik.contest.selectors.setup import Field


@dataclass(frozen=True, slots=True)
class Change:
    """What was typed into a field, and the mark of what stood in it when the page was made."""

    value: Value
    mark: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the fields that were sent: the marks to go on with, and what others have written into some meanwhile."""

    marks: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, Value] = field(default_factory=dict)


def merge(fields: Iterable[Field], values: Values, changes: Mapping[str, Change]) -> tuple[dict[str, Value], Kept]:
    """Return what stands in the fields once the changes are put where they may be put, and what became of them.

    A field that both changed is not touched. What was emptied on both sides, or typed alike, is no conflict.
    """
    merged, kept = dict(values), Kept()
    for known in fields:
        change = changes.get(known.key)
        if change is None:
            continue
        now_there = merged.get(known.key)
        is_seen = mark_of(now_there) == change.mark
        is_mine = mark_of(change.value) != change.mark
        if is_mine and not is_seen and mark_of(now_there) != mark_of(change.value):
            kept.theirs[known.key] = now_there or ""
        elif is_mine:
            merged[known.key] = change.value
        kept.marks[known.key] = mark_of(merged.get(known.key))
    return merged, kept


def size_of(value: Value) -> int:
    """Return how many characters stand in a field, in all its rows."""
    if isinstance(value, str):
        return count(value)
    return sum(count(one) if isinstance(one, str) else sum(map(count, one.values())) for one in value)
