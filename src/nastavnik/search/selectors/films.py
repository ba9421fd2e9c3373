"""The films in which something was found: where each is watched, and the slide that is shown at a second."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.urls import get_script_prefix

from nastavnik.core.connections import places_for, rows_of
from nastavnik.programme.models import School
from nastavnik.search.selectors.lessons import FIELDS, FIELDS_COUNT, LessonHeading, heading_of
from nastavnik.search.selectors.scope import Facts, Scope
from nastavnik.video.enums import Access
from nastavnik.video.models import Video
from nastavnik.video.selectors import signed_media

SLIDE_WIDTH = 640
OWN_FIELDS = 6
# of a film its own fields, then the facts of `scope`, then what `heading_of` takes, in their orders
FILMS = """
    SELECT film.id, film.token, film.build, film.title, film.access, film.duration_seconds,
        film.lesson_id, film.access, film.state, film.build, film.removed_at, lesson.state, lesson.removed_at,
        programme.id, programme.is_public, {heading}
    FROM video_video film
    LEFT JOIN programme_lesson lesson ON lesson.id = film.lesson_id
    LEFT JOIN programme_cycle cycle ON cycle.id = lesson.cycle_id
    LEFT JOIN programme_programme programme ON programme.id = cycle.programme_id
    WHERE film.school_id = %s AND film.id IN ({ids})
"""
# first the decks (before the first second), and only of films of which a slide is a page of the talk's file
SLIDES = """
    SELECT video_id, seconds, still, page, NULL AS pages FROM video_slide WHERE video_id IN ({ids})
    UNION ALL
    SELECT deck.video_id, -1, '', NULL, deck.pages FROM video_deck deck WHERE deck.video_id IN ({ids})
        AND EXISTS (SELECT 1 FROM video_slide paged WHERE paged.video_id = deck.video_id AND paged.page IS NOT NULL)
    ORDER BY 2
"""


@dataclass(frozen=True, slots=True)
class Film:
    """A film that may be found."""

    id: int
    token: str
    build: str
    title: str
    access: str
    duration_seconds: float
    lesson: LessonHeading | None
    # the page of its lesson plays it
    is_playing: bool

    @property
    def url(self) -> str:
        """Return where it is watched: the page of its lesson, or its own."""
        return self.lesson.url if self.lesson and self.is_playing else f"{get_script_prefix()}videos/{self.token}/"

    @property
    def embed_url(self) -> str:
        """Return the player alone, to play in place; empty for films that it does not show: it knows nobody."""
        return f"{get_script_prefix()}embed/{self.token}/" if self.access == Access.OPEN else ""

    def media_url(self, now: datetime) -> str:
        """Return where its slides lie; expires."""
        return signed_media(Video(token=self.token, build=self.build), now).base_url


def films_by_id(school: School, scope: Scope, ids: Iterable[int]) -> dict[int, Film]:
    """Return those of the films that may be found, if the database still says of them what it said when the scope was read.

    Rows, not models, and the facts compared, not the rights asked anew: either would take longer than the index.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = rows_of(FILMS.format(ids=places_for(wanted), heading=FIELDS), [school.pk, *wanted])
    films = (_film(row[:OWN_FIELDS], row[OWN_FIELDS:-FIELDS_COUNT], row[-FIELDS_COUNT:], scope) for row in rows)
    return {film.id: film for film in films if film}


def _film(row: tuple[Any, ...], facts: Facts, lesson: tuple[Any, ...], scope: Scope) -> Film | None:
    pk, token, build, title, access, duration = row
    if scope.films.get(pk) != facts:
        return None  # a fact that SQLite tells in its own way, a time, is none of what may be found
    heading = heading_of(lesson) if lesson[0] else None
    return Film(pk, token, build, title, access, duration or 0.0, heading, is_playing=pk in scope.playing)


class Pictured(Protocol):
    """A film of which slides are shown."""

    @property
    def id(self) -> int:
        """Return its number."""

    def media_url(self, now: datetime) -> str:
        """Return where its slides lie; expires."""


class SlidePictures:
    """The pictures of the slides of some films, read at once: the sharp page of the talk's file, else the still."""

    def __init__(
        self, films: Iterable[Pictured], now: datetime, *, rows: Iterable[tuple[Any, ...]] | None = None
    ) -> None:
        """`rows`: what `SLIDES` tells of these films, if it was asked beside something else."""
        self._films = {film.id: film for film in films}
        self._now = now
        self._slides: dict[int, list[tuple[float, str]]] = {}
        pages: dict[int, list[dict[str, Any]]] = {}
        for video_id, seconds, still, page, of_deck in _slides(list(self._films)) if rows is None else rows:
            if of_deck is not None:
                pages[video_id] = json.loads(of_deck)
                continue
            picture = _page_picture(page, pages.get(video_id, [])) or still
            self._slides.setdefault(video_id, []).append((seconds, picture))

    def at(self, video_id: int, seconds: float) -> str:
        """Return the address of the slide that is shown at a second; empty when there is none."""
        slides = self._slides.get(video_id, [])
        place = bisect_right(slides, seconds, key=lambda slide: slide[0])
        picture = slides[place - 1][1] if place else ""
        return f"{self._films[video_id].media_url(self._now)}{picture}-{SLIDE_WIDTH}.webp" if picture else ""


def _slides(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return rows_of(SLIDES.format(ids=places_for(ids)), [*ids, *ids]) if ids else []


def _page_picture(page: int | None, pages: Sequence[dict[str, Any]]) -> str:
    is_there = page is not None and 0 < page <= len(pages)
    return str(pages[page - 1].get("picture", "")) if is_there and page else ""
