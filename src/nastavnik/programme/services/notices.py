"""News of lessons for those enrolled: written in the transaction of the change, so that none is lost."""

from datetime import datetime
from functools import partial
from typing import Any

from nastavnik.people.enums import NoticeKind
from nastavnik.people.services.notices import notify, take_back
from nastavnik.programme.models import Enrolment, Lesson
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors.calendar import letter_calendar

# News after which calendars cross the lesson out.
OFF = frozenset({"cancelled", "withdrawn"})


def tell_enrolled(lesson: Lesson, news: str, *, now: datetime, **words: Any) -> int:
    """Tell those enrolled what became of a lesson (`announced`, `moved`, `cancelled`, `restored`, `withdrawn`).

    The letter brings the lesson for calendars. Reminders of how it was planned before are taken back. Silent about what is over already and about programmes that are not public. Returns how many were told.
    """
    forget_reminders(lesson)
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
        key=news_key(lesson, news),
        place=place_of(lesson.school),
        zone=lesson.school.time_zone,
        useless_at=lesson.ends_at,
        calendar=partial(letter_calendar, lesson, is_off=news in OFF),
    )


def news_key(lesson: Lesson, news: str) -> str:
    """Return under which key this news of this very plan of the lesson is told once."""
    return f"lesson:{lesson.uid}:{lesson.sequence}:{news}"


def forget_reminders(lesson: Lesson) -> None:
    """Let reminders that wait in somebody's quiet hours not leave: the lesson is planned otherwise now."""
    take_back(keys_begin=f"reminder:{lesson.uid}:")
