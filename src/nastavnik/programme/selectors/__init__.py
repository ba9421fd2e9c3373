"""Every read of the programme for pages."""

from nastavnik.programme.selectors.lessons import (
    HandoutRow,
    LessonCard,
    LessonPage,
    NowOrNext,
    SpeakerRow,
    cards_of,
    lesson_for,
    lesson_url,
    lessons_by_ids,
    lessons_to_choose,
    now_or_next,
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
    "figures",
    "forget_schools",
    "lesson_for",
    "lesson_partners",
    "lesson_url",
    "lessons_by_ids",
    "lessons_to_choose",
    "now_or_next",
    "partners_of",
    "programme_overview",
]
