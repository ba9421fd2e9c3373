"""Films on the school's shelves: what anybody who looks may watch, cycle by cycle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from nastavnik.core.memory import remembered
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.programme.selectors import LessonCard, lessons_by_ids
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_of_public_lessons, videos_visible_to, watched_by
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
    shelves: dict[int, list[FilmCard]] = {}
    for film in _cards(actor, school, _films(actor, school), now):
        shelves.setdefault(film.lesson.cycle_id, []).append(film)
    return [
        Shelf(cycle_id, films[0].lesson.cycle_number, films[0].lesson.cycle_title, tuple(films))
        for cycle_id, films in shelves.items()
    ]


def latest(actor: Actor, school: School, now: datetime, lessons: Iterable[LessonCard]) -> FilmCard | None:
    """Return the film that became watchable last, if there is any; `lessons` are all that `actor` may see."""
    films = sorted(_films(actor, school), key=lambda video: (video.playable_at or video.created_at, video.pk))
    return next(iter(_cards_in(lessons, films[-1:], now)), None)


def films_by_lesson(
    actor: Actor, school: School, now: datetime, lessons: Iterable[LessonCard] | None = None
) -> dict[int, FilmCard]:
    """Return the film that each lesson's page plays, by the numbers of the lessons: of `lessons`, which `actor` may see, or of all."""
    films = sorted(_films(actor, school), key=lambda video: (video.created_at, video.pk))
    cards = _cards(actor, school, films, now) if lessons is None else _cards_in(lessons, films, now)
    return {film.lesson.id: film for film in cards}


def _films(actor: Actor, school: School) -> list[Video]:
    """Return the films on the shelves that `actor` may watch, in the order of the shelves.

    The desk is answered by the database; for everybody else the rows are remembered, the rights are asked anew.
    """
    if can_see_desk(actor, school):
        return list(_on_shelves(videos_visible_to(actor, school)))
    return watched_by(actor, _public_films(school))


@remembered
def _public_films(school: School) -> tuple[Video, ...]:
    return tuple(_on_shelves(videos_of_public_lessons(school)))


def _on_shelves(videos: QuerySet[Video]) -> QuerySet[Video]:
    listed = videos.filter(removed_at=None, lesson__removed_at=None).exclude(build="").exclude(lesson=None)
    listed = listed.exclude(access=Access.LINK).exclude(state=VideoState.RECORDING)
    order = ("-lesson__cycle__programme__starts_on", "lesson__cycle__position", "lesson__number", "created_at", "pk")
    return listed.select_related("lesson__cycle").order_by(*order)


def _cards(actor: Actor, school: School, videos: Sequence[Video], now: datetime) -> list[FilmCard]:
    """Return the films with their lessons, of which `actor` sees each."""
    lessons = lessons_by_ids(actor, school, [video.lesson_id for video in videos if video.lesson_id])
    return _cards_in(lessons.values(), videos, now)


def _cards_in(lessons: Iterable[LessonCard], videos: Sequence[Video], now: datetime) -> list[FilmCard]:
    seen = {lesson.id: lesson for lesson in lessons}
    return [_card(video, seen[video.lesson_id], now) for video in videos if video.lesson_id in seen]


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
