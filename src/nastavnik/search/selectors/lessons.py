"""The lessons in which something was found: only what their heading shows, for a page of search names twenty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.core.connections import moment_of
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.selectors import lesson_url
from nastavnik.programme.selectors.lessons import mark_of

# what `heading_of` takes, in its order
FIELDS = "lesson.id, lesson.slug, lesson.title, lesson.kind, lesson.number, lesson.starts_at, cycle.position"
FIELDS_COUNT = 7


@dataclass(frozen=True, slots=True)
class LessonHeading:
    """A lesson as it stands above what was found in it."""

    id: int
    url: str
    title: str
    # the call number: cycle, number, kind, in words
    mark: tuple[str, str, str]
    starts_at: datetime | None


def heading_of(row: Sequence[Any]) -> LessonHeading:
    """Return the heading of a lesson read by `FIELDS`."""
    pk, slug, title, kind, number, starts_at, cycle_number = row
    return LessonHeading(
        pk, lesson_url(slug), title, mark_of(cycle_number, number, LessonKind(kind)), moment_of(starts_at)
    )
