"""News of lessons for those enrolled: written in the transaction of the change, so that none is lost."""

from datetime import datetime
from typing import Any

from nastavnik.people.enums import NoticeKind
from nastavnik.people.services.notices import notify
from nastavnik.programme.models import Enrolment, Lesson
from nastavnik.programme.permissions import place_of


def tell_enrolled(lesson: Lesson, news: str, *, now: datetime, **words: Any) -> int:
    """Tell those enrolled what became of a lesson (`announced`, `moved`, `cancelled`, `restored`, `withdrawn`).

    Silent about what is over already and about programmes that are not public. Returns how many were told.
    """
    programme = lesson.cycle.programme
    if not programme.is_public or lesson.ends_at is None or lesson.ends_at <= now:
        return 0
    enrolled = Enrolment.objects.filter(programme=programme, left_at=None).values_list("user_id", flat=True)
    return notify(
        user_ids=enrolled,
        kind=NoticeKind.LESSONS,
        template=f"programme/notices/{news}",
        now=now,
        context={"lesson": lesson, "school": lesson.school, "programme": programme, **words},
        link=lesson.school.address_of(lesson.path),
        key=f"lesson:{lesson.uid}:{lesson.sequence}:{news}",
        place=place_of(lesson.school),
    )
