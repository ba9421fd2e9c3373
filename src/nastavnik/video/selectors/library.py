"""Films on the school's shelves: what anybody who looks may watch, cycle by cycle."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard, lessons_by_ids
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_visible_to
from nastavnik.video.selectors.media import POSTER_WIDTHS, signed_media


@dataclass(frozen=True, slots=True)
class FilmCard:
    """A film as a shelf shows it."""

    token: str
    title: str
    lesson: LessonCard
    # the lesson's page, where it is watched
    url: str
    # empty while there is no poster
    poster_url: str
    poster_small_url: str
    # of the poster, to keep its place on the page
    poster_width: int
    poster_height: int
    has_picture: bool
    duration_seconds: float
    playable_at: datetime | None
    is_for_enrolled: bool
    # for schema.org and other sites; leads to the poster of the day
    share_poster_path: str
    embed_path: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The films of a cycle, in the order of its lessons."""

    cycle_id: int
    number: int
    title: str
    films: tuple[FilmCard, ...]


def library(actor: Actor, school: School, now: datetime) -> list[Shelf]:
    """Return the shelves of what `actor` may watch, the newest programme first, cycles in their order."""
    order = ("-lesson__cycle__programme__starts_on", "lesson__cycle__position", "lesson__number", "created_at", "pk")
    shelves: dict[int, list[FilmCard]] = {}
    for film in _cards(actor, school, _on_shelves(actor, school).order_by(*order), now):
        shelves.setdefault(film.lesson.cycle_id, []).append(film)
    return [
        Shelf(cycle_id, films[0].lesson.cycle_number, films[0].lesson.cycle_title, tuple(films))
        for cycle_id, films in shelves.items()
    ]


def latest(actor: Actor, school: School, now: datetime) -> FilmCard | None:
    """Return the film that became watchable last, if there is any."""
    newest = _on_shelves(actor, school).order_by("-playable_at", "-pk")[:1]
    return next(iter(_cards(actor, school, newest, now)), None)


def films_by_lesson(actor: Actor, school: School, now: datetime) -> dict[int, FilmCard]:
    """Return the film that each lesson's page plays, by the numbers of the lessons."""
    films = _cards(actor, school, _on_shelves(actor, school).order_by("created_at", "pk"), now)
    return {film.lesson.id: film for film in films}


def _on_shelves(actor: Actor, school: School) -> QuerySet[Video]:
    listed = videos_visible_to(actor, school).filter(removed_at=None, lesson__removed_at=None)
    return listed.exclude(build="").exclude(lesson=None).exclude(access=Access.LINK).exclude(state=VideoState.RECORDING)


def _cards(actor: Actor, school: School, videos: QuerySet[Video], now: datetime) -> list[FilmCard]:
    """Return the films with their lessons: three queries however many there are."""
    rows = list(videos)
    lessons = lessons_by_ids(actor, school, [video.lesson_id for video in rows if video.lesson_id])
    return [_card(video, lessons[video.lesson_id], now) for video in rows if video.lesson_id in lessons]


def _card(video: Video, lesson: LessonCard, now: datetime) -> FilmCard:
    media = signed_media(video, now)
    small, usual, _large = POSTER_WIDTHS
    width, height = (video.width, video.height) if video.width and video.height else (16, 9)
    return FilmCard(
        token=video.token,
        title=video.title,
        lesson=lesson,
        url=lesson.url,
        poster_url=media.poster_url(usual) if video.has_poster else "",
        poster_small_url=media.poster_url(small) if video.has_poster else "",
        poster_width=usual,
        poster_height=round(usual * height / width),
        has_picture=video.has_picture,
        duration_seconds=video.duration_seconds or 0.0,
        playable_at=video.playable_at,
        is_for_enrolled=video.access == Access.ENROLLED,
        share_poster_path=reverse("video:poster", args=[video.token]),
        embed_path=reverse("video:embed", args=[video.token]),
    )
