"""The first page of the school."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor
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
    moment = programme_selectors.now_or_next(actor, school, now)
    lesson = moment.now or moment.next
    figures = figures_of(school)
    return Home(
        head=home_head(school, lesson),
        owner=school.owner,
        lesson=lesson,
        is_on_air=moment.now is not None,
        countdown=countdown(lesson, now) if lesson else "",
        film=video_selectors.latest(actor, school, now),
        programme_url=programme_url(),
        calendar_url=reverse("programme:lesson_calendar", args=[lesson.slug]) if lesson else "",
        study_url=reverse("portal:me"),
        drawers=drawers_of(school, figures),
        figures=figures,
    )
