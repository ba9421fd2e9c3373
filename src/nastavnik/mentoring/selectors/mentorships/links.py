"""Where an address that was copied from the browser leads: a lesson, a film, a moment of one."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.db.models import QuerySet

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.video.enums import Access
from nastavnik.video.models import Video
from nastavnik.video.permissions import can_watch

LONGEST_LINK = 500
# Of an address that says only where the moment begins.
USUAL_SECONDS = 60.0
SHORTEST_SECONDS = 1.0
PATH = re.compile(r"/(?P<kind>lessons|videos)/(?P<name>[-\w]+)/")
# 1h2m3s, 2m, 90: as addresses of the player have it
SPELT = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?", re.ASCII)
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Target:
    """A lesson, or a piece of a film; nothing: an action without a link."""

    lesson_id: int | None = None
    video_id: int | None = None
    seconds: float = 0.0
    end_seconds: float = 0.0


def target_of(actor: Actor, school: School, link: str) -> Target | None:
    """Return where `link` leads among what `actor` may open in `school`; None where it leads nowhere."""
    try:
        address = urlsplit(link.strip()[:LONGEST_LINK])
        asked = parse_qs(address.query, max_num_fields=20)
    except ValueError:
        return None
    place = PATH.search(address.path)
    if place is None:
        return None
    span = span_of(asked.get("t", [""])[0])
    lesson = None
    if place["kind"] == "lessons":
        lesson = lessons_visible_to(actor, school).filter(slug=place["name"]).first()
        if lesson is None or span is None:
            return None if lesson is None else Target(lesson_id=lesson.pk)
        video = film_of(lesson)
    else:
        video = _joined().filter(school=school, token=place["name"]).first()
    if video is None or not video.duration_seconds or not can_watch(actor, video, has_link=True):
        return None
    return piece_of(video, span or (0.0, None), lesson)


def piece_of(video: Video, span: tuple[float, float | None], lesson: Lesson | None) -> Target | None:
    """Return a piece of a film, brought within it; None where it begins behind its end."""
    length = video.duration_seconds or 0.0
    begin, end = span
    end = min(end if end is not None and end > begin else begin + USUAL_SECONDS, length)
    if end - begin < SHORTEST_SECONDS:
        return None
    return Target(lesson.pk if lesson else video.lesson_id, video.pk, begin, end)


def film_of(lesson: Lesson) -> Video | None:
    """Return the film that plays on the page of a lesson."""
    films = _joined().filter(lesson=lesson, removed_at=None).exclude(build="").exclude(access=Access.LINK)
    return films.order_by("-created_at", "-pk").first()


def _joined() -> QuerySet[Video]:
    return Video.objects.select_related("school", "lesson__school", "lesson__cycle__programme")


def span_of(text: str) -> tuple[float, float | None] | None:
    """Return the seconds of `t=` in an address: `90`, `1m30s`, `1:30-2:10`; None for anything else."""
    first, _dash, last = text.strip().lower().partition("-")
    begin = _seconds(first)
    return None if begin is None else (begin, _seconds(last))


def _seconds(text: str) -> float | None:
    match = (CLOCK.fullmatch(text) or SPELT.fullmatch(text)) if text else None
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)
