"""Moments of lessons by which one learns to write a field, or what a criterion asks for; only of lessons that the viewer may see."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from nastavnik.grants.models import StudyMoment
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.programme.selectors import lesson_url

LESSON_PATH = re.compile(r"/lessons/([-\w]+)/")
LONGEST_LESSON_SECONDS = 24 * 3600


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
        school=school, subject__in=set(subjects), removed_at=None, lesson__in=lessons_visible_to(actor, school)
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


def place_of_address(address: str) -> tuple[str, int] | None:
    """Return the lesson's word in addresses and the second that an address of a moment names; None: it names no lesson."""
    parts = urlsplit(address.strip())
    match = LESSON_PATH.search(parts.path)
    if match is None:
        return None
    typed = parse_qs(parts.query).get("t", ["0"])[0]
    seconds = (
        int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(LONGEST_LESSON_SECONDS)) else 0
    )
    return match[1], min(seconds, LONGEST_LESSON_SECONDS)
