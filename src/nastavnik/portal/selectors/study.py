"""A person's own page: where she stopped, what comes next, in what she takes part."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from nastavnik.people.models import User
from nastavnik.portal.selectors.navigation import Link, programme_url
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import enrolments_visible_to, lessons_visible_to, programmes_open_to
from nastavnik.programme.selectors import LessonCard
from nastavnik.programme.selectors.calendar import own_calendar_key
from nastavnik.video import selectors as video_selectors
from nastavnik.video.models import WatchPosition
from nastavnik.video.selectors import FilmCard

SHOWN = 6
# A film that was watched nearly to its end is not «where I stopped».
NEARLY = 0.95
GOING_ON = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Stopped:
    """A film and the place where the person stopped watching."""

    film: FilmCard
    seconds: float
    percent: int


@dataclass(frozen=True, slots=True)
class Study:
    """My study."""

    stopped: list[Stopped]
    lessons: list[LessonCard]
    programmes: list[Link]
    # for who has no place anywhere: the newest programme that takes her
    open_programme: Programme | None
    enrol_url: str
    calendar_url: str
    programme_url: str
    videos_url: str


def study_page(user: User, school: School, now: datetime) -> Study:
    """Return the person's own page."""
    places = enrolments_visible_to(user, school).filter(user=user, left_at=None).select_related("programme")
    programmes = [place.programme for place in places.order_by("-programme__starts_on", "-pk")]
    coming = lessons_visible_to(user, school).filter(
        cycle__programme__in=programmes, state=LessonState.ANNOUNCED, starts_at__gt=now - GOING_ON
    )
    open_programme = None
    if not programmes:
        open_programme = programmes_open_to(user, school).order_by("-starts_on", "-pk").first()
    return Study(
        stopped=stopped_films(user, school, now),
        lessons=programme_selectors.cards_of(coming.order_by("starts_at", "pk")[:SHOWN]),
        programmes=[Link(reverse("portal:year", args=[programme.token]), programme.title) for programme in programmes],
        open_programme=open_programme,
        enrol_url=reverse("programme:enrol", args=[open_programme.token]) if open_programme else "",
        calendar_url=reverse("programme:own_calendar", args=[own_calendar_key(user)]),
        programme_url=programme_url(),
        videos_url=reverse("portal:videos"),
    )


def stopped_films(user: User, school: School, now: datetime) -> list[Stopped]:
    """Return the films she began and did not finish, the last watched first."""
    positions = WatchPosition.objects.filter(user=user, video__school=school, seconds__gt=0).select_related("video")
    latest = list(positions.order_by("-updated_at")[:SHOWN])
    if not latest:
        return []
    films = {film.token: film for film in video_selectors.films_by_lesson(user, school, now).values()}
    begun = [(films[one.video.token], one.seconds) for one in latest if one.video.token in films]
    return [
        Stopped(film=film, seconds=seconds, percent=round(100 * seconds / film.duration_seconds))
        for film, seconds in begun
        if seconds < film.duration_seconds * NEARLY
    ]
