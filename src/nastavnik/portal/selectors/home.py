"""The first page of the school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from nastavnik.live.enums import BroadcastState
from nastavnik.live.selectors.lesson import states_of
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor
from nastavnik.portal.selectors.air import States, is_on_air, lessons_on_air
from nastavnik.portal.selectors.heads import Head, home_head
from nastavnik.portal.selectors.moments import countdown
from nastavnik.portal.selectors.navigation import programme_url
from nastavnik.portal.selectors.school import Drawer, Figures, drawers_of, figures_of
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard
from nastavnik.video import selectors as video_selectors
from nastavnik.video.selectors import FilmCard


@dataclass(frozen=True, slots=True)
class Home:
    """The first page; `lesson` is what goes on or comes next, `countdown` says how long it is until then."""

    head: Head
    owner: Organisation
    lesson: LessonCard | None
    is_on_air: bool
    countdown: str
    film: FilmCard | None
    programme_url: str
    calendar_url: str
    study_url: str
    drawers: tuple[Drawer, ...]
    figures: Figures


def home_page(actor: Actor, school: School, now: datetime) -> Home:
    """Return the first page as `actor` sees it at `now`."""
    states = states_of(school)
    lessons = programme_selectors.visible_cards(actor, school)
    lesson = first_lesson(lessons, states, now)
    figures = figures_of(school, lessons)
    return Home(
        head=home_head(school, lesson),
        owner=school.owner,
        lesson=lesson,
        is_on_air=lesson is not None and is_on_air(lesson, states, now),
        countdown=when_of(lesson, states, now) if lesson else "",
        film=video_selectors.latest(actor, school, now, lessons),
        programme_url=programme_url(),
        calendar_url=reverse("programme:lesson_calendar", args=[lesson.slug]) if lesson else "",
        study_url=reverse("portal:me"),
        drawers=drawers_of(school, figures),
        figures=figures,
    )


def first_lesson(lessons: Sequence[LessonCard], states: States, now: datetime) -> LessonCard | None:
    """Return the lesson that is on air, else the one that should be, else the next one; a broadcast that is over is past."""
    on_air = lessons_on_air(states)
    live = next((card for card in lessons if card.is_public and card.id in on_air), None)
    if live is not None:
        return live
    moment = programme_selectors.now_or_next_among(lessons, now)
    is_over = moment.now is not None and states.get(moment.now.id) == BroadcastState.ENDED
    return moment.next if is_over else moment.now or moment.next


def when_of(lesson: LessonCard, states: States, now: datetime) -> str:
    """Say how long it is until the lesson, or that it goes on, or the truth when its broadcast is late."""
    if is_on_air(lesson, states, now):
        return gettext("going on now")
    if lesson.starts_at is not None and lesson.starts_at <= now:
        return gettext("begins any minute")
    return countdown(lesson, now)
