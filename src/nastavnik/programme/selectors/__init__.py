"""Every read of the programme for pages."""

from nastavnik.programme.selectors.calendar import own_calendar_key
from nastavnik.programme.selectors.enrolled import EnrolmentPage, enrolment_page
from nastavnik.programme.selectors.lessons import (
    HandoutRow,
    LessonCard,
    LessonPage,
    NowOrNext,
    SpeakerRow,
    cards_of,
    handout_for,
    lesson_for,
    lesson_url,
    lessons_by_ids,
    lessons_to_choose,
    now_or_next,
    programme_url,
)
from nastavnik.programme.selectors.programmes import (
    CycleRow,
    DeskToday,
    Figures,
    KindCount,
    ProgrammeOverview,
    desk_today,
    figures,
    lesson_partners,
    programme_overview,
)
from nastavnik.programme.selectors.schools import directory, forget_schools, partners_of

__all__ = [
    "CycleRow",
    "DeskToday",
    "EnrolmentPage",
    "Figures",
    "HandoutRow",
    "KindCount",
    "LessonCard",
    "LessonPage",
    "NowOrNext",
    "ProgrammeOverview",
    "SpeakerRow",
    "cards_of",
    "desk_today",
    "directory",
    "enrolment_page",
    "figures",
    "forget_schools",
    "handout_for",
    "lesson_for",
    "lesson_partners",
    "lesson_url",
    "lessons_by_ids",
    "lessons_to_choose",
    "now_or_next",
    "own_calendar_key",
    "partners_of",
    "programme_overview",
    "programme_url",
]
