"""Moments of lessons by which one learns to write a field, or what a criterion asks for; only of lessons that the viewer may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nastavnik.grants.models import StudyMoment
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.programme.selectors import lesson_url


@dataclass(frozen=True, slots=True)
class MomentRead:
    """A moment to learn from, and where it plays."""

    token: str
    subject: str
    words: str
    lesson: str
    url: str
    seconds: int


def moments_for(actor: Actor, school: School, subjects: Iterable[str]) -> dict[str, list[MomentRead]]:
    """Return the moments chosen for fields and criteria, by their keys; one query."""
    rows = StudyMoment.objects.filter(
        school=school, subject__in=set(subjects), lesson__in=lessons_visible_to(actor, school)
    )
    found = defaultdict[str, list[MomentRead]](list)
    for row in rows.select_related("lesson").order_by("subject", "pk"):
        found[row.subject].append(moment_read(row))
    return found


def moment_read(row: StudyMoment) -> MomentRead:
    """Return a moment as it is offered."""
    return MomentRead(
        token=row.token,
        subject=row.subject,
        words=row.words,
        lesson=row.lesson.title,
        url=f"{lesson_url(row.lesson.slug)}?t={row.begins}",
        seconds=row.begins,
    )
