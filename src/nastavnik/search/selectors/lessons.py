"""The lessons in which something was found: only what their heading shows, for a page of search names twenty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.core.connections import moment_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.models import School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.programme.selectors import lesson_url
from nastavnik.programme.selectors.lessons import mark_of

# what `heading_of` takes, in its order
FIELDS = ("pk", "slug", "title", "kind", "number", "starts_at", "cycle__position")


@dataclass(frozen=True, slots=True)
class LessonHeading:
    """A lesson as it stands above what was found in it."""

    id: int
    url: str
    title: str
    # the call number: cycle, number, kind, in words
    mark: tuple[str, str, str]
    starts_at: datetime | None


def headings_by_id(actor: Actor, school: School, ids: Iterable[int]) -> dict[int, LessonHeading]:
    """Return those of the lessons that `actor` may see, as the database knows them now."""
    lessons = lessons_visible_to(actor, school).filter(pk__in=list(ids))
    return {row[0]: heading_of(row) for row in lessons.values_list(*FIELDS)}


def heading_of(row: Sequence[Any]) -> LessonHeading:
    """Return the heading of a lesson read by `FIELDS`."""
    pk, slug, title, kind, number, starts_at, cycle_number = row
    return LessonHeading(
        pk, lesson_url(slug), title, mark_of(cycle_number, number, LessonKind(kind)), moment_of(starts_at)
    )
