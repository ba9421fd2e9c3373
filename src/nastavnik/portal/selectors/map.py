"""What search engines are told of: every page a guest may open, in parts of a bounded size, films with what is seen in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse

from nastavnik.contest.selectors.public import public_paths
from nastavnik.mentoring.permissions import public_answers_visible_to
from nastavnik.mentoring.selectors.public.pages import public_url
from nastavnik.portal.selectors.feeds import plain
from nastavnik.portal.selectors.films import films_for_all
from nastavnik.portal.selectors.linked import absolute
from nastavnik.portal.selectors.navigation import TAB_VIEWS
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to, programmes_visible_to
from nastavnik.programme.selectors import lesson_url
from nastavnik.publishing.selectors.reading.shelf import public_paths as collection_paths
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Video

# sitemaps.org allows 50,000 pages and 50 MB; with films a page takes up to 2 KB
PART_PAGES = 10_000
MOST_TITLE, MOST_DESCRIPTION = 100, 2048
MOST_SECONDS = 28_800


@dataclass(frozen=True, slots=True)
class SiteFilm:
    """A film on a page, as Google's video sitemaps name it; addresses are absolute."""

    title: str
    description: str
    thumbnail_url: str
    player_url: str
    # 0: not to be told
    seconds: int
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class SitePage:
    """The whole address of a page, and when it was changed last if that is known."""

    url: str
    changed_at: datetime | None = None
    film: SiteFilm | None = None


@dataclass(frozen=True, slots=True)
class SiteMap:
    """A part of the map, or, when all pages do not go into one, the addresses of its parts."""

    pages: list[SitePage]
    parts: list[str]


@dataclass(frozen=True, slots=True)
class Drawer:
    """Pages of one kind: how many there are, and those from one number up to another."""

    count: int
    read: Callable[[int, int], list[SitePage]]


def site_map(school: School, now: datetime) -> SiteMap:
    """Return the pages of the school that are open to everybody at `now`, or where their lists lie."""
    drawers = _drawers(school, now)
    parts = ceil(sum(drawer.count for drawer in drawers) / PART_PAGES)
    if parts > 1:
        addresses = [reverse("portal:sitemap_part", args=[number]) for number in range(1, parts + 1)]
        return SiteMap([], [absolute(school, address) for address in addresses])
    return SiteMap(_pages(drawers, 0, PART_PAGES), [])


def site_map_part(school: School, number: int, now: datetime) -> SiteMap:
    """Return a part of the map by its number, from 1. Raises `ObjectDoesNotExist` for one that has no pages."""
    begin = (number - 1) * PART_PAGES
    pages = _pages(_drawers(school, now), begin, begin + PART_PAGES) if begin >= 0 else []
    if not pages:
        raise ObjectDoesNotExist
    return SiteMap(pages, [])


def _pages(drawers: Sequence[Drawer], begin: int, end: int) -> list[SitePage]:
    """Return the pages from `begin` up to `end` as if all drawers were one."""
    found: list[SitePage] = []
    before = 0
    for drawer in drawers:
        first, last = max(begin - before, 0), min(end - before, drawer.count)
        if first < last:
            found += drawer.read(first, last)
        before += drawer.count
    return found


def _drawers(school: School, now: datetime) -> list[Drawer]:
    guest = AnonymousUser()
    lessons = lessons_visible_to(guest, school).order_by("pk")
    answers = public_answers_visible_to(guest, school).order_by("pk").values_list("token", "published_at")
    years = programmes_visible_to(guest, school).order_by("pk").values_list("token")
    contests = public_paths(school, now)
    collections = [(path, None) for path in collection_paths(school)]
    return [
        _listed(school, [(reverse(view), None) for view in ("portal:home", *TAB_VIEWS.values())]),
        _asked(school, years, lambda token: (reverse("portal:year", args=[token]), None)),
        Drawer(lessons.count(), lambda first, last: _lesson_pages(school, lessons[first:last])),
        _asked(school, answers, lambda token, at: (public_url(token), at)),
        _listed(school, contests),
        _listed(school, collections),
    ]


def _listed(school: School, paths: Sequence[tuple[str, datetime | None]]) -> Drawer:
    pages = [SitePage(absolute(school, path), at) for path, at in paths]
    return Drawer(len(pages), lambda first, last: pages[first:last])


def _asked(school: School, rows: QuerySet[Any, Any], tell: Callable[..., tuple[str, datetime | None]]) -> Drawer:
    def read(first: int, last: int) -> list[SitePage]:
        return [SitePage(absolute(school, path), at) for path, at in (tell(*row) for row in rows[first:last])]

    return Drawer(rows.count(), read)


def _lesson_pages(school: School, wanted: QuerySet[Lesson]) -> list[SitePage]:
    """Return the pages of lessons, which come by their numbers, with their films; two queries."""
    lessons = list(wanted.select_related("cycle__programme", "school"))
    # by their numbers from and to: thousands of them are more than a query takes
    videos = films_for_all(school).filter(lesson__gte=lessons[0].pk, lesson__lte=lessons[-1].pk)
    videos = videos.exclude(state=VideoState.RECORDING)
    films = {video.lesson_id: video for video in videos.order_by("created_at", "pk")}
    return [_lesson_page(school, one, _film(school, one, films.get(one.pk))) for one in lessons]


def _lesson_page(school: School, lesson: Lesson, film: SiteFilm | None) -> SitePage:
    # the page of a lesson changes with its words, and again when its film comes
    changed_at = lesson.updated_at if film is None else max(lesson.updated_at, film.shown_at)
    return SitePage(absolute(school, lesson_url(lesson.slug)), changed_at, film)


def _film(school: School, lesson: Lesson, video: Video | None) -> SiteFilm | None:
    if video is None:
        return None
    poster = reverse("video:poster", args=[video.token])
    picture = poster if video.has_poster else reverse("portal:card", args=["lessons", lesson.slug])
    seconds = round(video.duration_seconds or 0)
    return SiteFilm(
        title=plain(lesson.title)[:MOST_TITLE],
        description=plain(lesson.summary or lesson.title)[:MOST_DESCRIPTION],
        thumbnail_url=absolute(school, picture),
        player_url=absolute(school, reverse("video:embed", args=[video.token])),
        seconds=seconds if 1 <= seconds <= MOST_SECONDS else 0,
        shown_at=video.playable_at or video.created_at,
    )
