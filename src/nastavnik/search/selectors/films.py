"""The films in which something was found: where each is watched, and the slide that is shown at a second."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard
from nastavnik.programme.selectors.lessons import card_of
from nastavnik.search.selectors.scope import videos_to_find
from nastavnik.video.enums import Access
from nastavnik.video.models import Deck, Slide, Video
from nastavnik.video.selectors import signed_media

SLIDE_WIDTH = 640


@dataclass(frozen=True, slots=True)
class Film:
    """A film that may be found."""

    id: int
    title: str
    # without its speakers
    lesson: LessonCard | None
    # where it is watched: the page of its lesson, or its own
    url: str
    duration_seconds: float
    # where its slides lie; expires
    base_url: str
    # the player alone, to play in place; empty for films that it does not show: it knows nobody
    embed_url: str


def films_by_id(
    actor: Actor, school: School, ids: Iterable[int], playing: frozenset[int], now: datetime
) -> dict[int, Film]:
    """Return those of the films that `actor` may find. Rights are asked of the database, whatever was remembered before.

    `playing` are the films that the page of their lesson plays.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    videos = videos_to_find(actor, school).filter(pk__in=wanted).select_related("lesson__cycle__programme")
    return {video.pk: _film(video, school, now, is_playing=video.pk in playing) for video in videos}


def _film(video: Video, school: School, now: datetime, *, is_playing: bool) -> Film:
    if video.lesson is not None:
        video.lesson.school = school
    lesson = card_of(video.lesson, ()) if video.lesson else None
    return Film(
        id=video.pk,
        title=video.title,
        lesson=lesson,
        url=lesson.url if lesson and is_playing else reverse("video:watch", args=[video.token]),
        duration_seconds=video.duration_seconds or 0.0,
        base_url=signed_media(video, now).base_url,
        embed_url=reverse("video:embed", args=[video.token]) if video.access == Access.OPEN else "",
    )


class SlidePictures:
    """The pictures of the slides of some films, read at once: the sharp page of the talk's file, else the still."""

    def __init__(self, films: Iterable[Film]) -> None:
        self._films = {film.id: film for film in films}
        self._slides: dict[int, list[tuple[float, str]]] = {}
        shown = Slide.objects.filter(video__in=list(self._films)).order_by("seconds", "pk")
        slides = list(shown.only("video_id", "seconds", "still", "page")) if self._films else []
        has_pages = {slide.video_id for slide in slides if slide.page}
        pages = dict(Deck.objects.filter(video__in=has_pages).values_list("video", "pages")) if has_pages else {}
        for slide in slides:
            picture = _page_picture(slide, pages.get(slide.video_id, [])) or slide.still
            self._slides.setdefault(slide.video_id, []).append((slide.seconds, picture))

    def at(self, video_id: int, seconds: float) -> str:
        """Return the address of the slide that is shown at a second; empty when there is none."""
        slides = self._slides.get(video_id, [])
        place = bisect_right(slides, seconds, key=lambda slide: slide[0])
        picture = slides[place - 1][1] if place else ""
        return f"{self._films[video_id].base_url}{picture}-{SLIDE_WIDTH}.webp" if picture else ""


def _page_picture(slide: Slide, pages: Sequence[dict[str, Any]]) -> str:
    is_there = slide.page is not None and 0 < slide.page <= len(pages)
    return str(pages[slide.page - 1].get("picture", "")) if is_there and slide.page else ""
