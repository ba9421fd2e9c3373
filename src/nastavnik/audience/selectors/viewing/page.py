"""The desk's page of what the own page counted of a lesson: numbers with their rules, curves, and the tables behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.charts.curves import Curve, Stretch, curve, summits, thinned
from nastavnik.audience.models import MinuteViews, Retention
from nastavnik.audience.permissions import can_count, can_see_report
from nastavnik.audience.selectors.viewing.numbers import MINUTE, AirTime, LessonViews, air_times, viewing_of
from nastavnik.audience.selectors.viewing.plays import unpacked
from nastavnik.audience.selectors.viewing.rules import RULES
from nastavnik.learning.selectors.attendance import ScreensAndPeople, screens_and_people
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.video.models import Video

MOST_SUMMITS = 5
# rows of the table behind a curve
MOST_ROWS = 40

LABELS: dict[str, Promise] = {
    "views": _("Views in all"),
    "live_views": _("Live views"),
    "recording_views": _("Views of the recording"),
    "unique": _("Unique viewers"),
    "seconds": _("Time watched"),
    "peak": _("Most at once"),
    "average": _("At once, on average"),
    "embedded": _("On other sites"),
    "staff": _("Staff of the school"),
    "bots": _("Machines"),
}
OF_AIR = frozenset({"live_views", "peak", "average"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and how it is counted."""

    code: str
    label: str
    value: float
    rule: str

    @property
    def is_time(self) -> bool:
        """Whether it is a number of seconds."""
        return self.code == "seconds"


@dataclass(frozen=True, slots=True)
class Summit:
    """A stretch that was played again more than others, and the link that plays it."""

    begin: int
    end: int
    plays: int
    url: str


@dataclass(frozen=True, slots=True)
class CurveRow:
    """A row of the table behind a curve."""

    at: int
    value: int
    share: int


@dataclass(frozen=True, slots=True)
class FilmCurve:
    """Where people went away from a film, and what they played again."""

    title: str
    views: int
    seconds: int
    curve: Curve
    rows: list[CurveRow]
    summits: list[Summit]


@dataclass(frozen=True, slots=True)
class LiveRow:
    """So many screens from a minute of the broadcast on."""

    at: datetime
    screens: int


@dataclass(frozen=True, slots=True)
class LiveCurve:
    """How many screens showed the broadcast, minute by minute."""

    began_at: datetime
    ended_at: datetime
    curve: Curve
    rows: list[LiveRow]


@dataclass(frozen=True, slots=True)
class ViewingPage:
    """Everything the page shows."""

    lesson: Lesson
    figures: list[Figure]
    # apart from everything else
    apart: list[Figure]
    attended: ScreensAndPeople
    live: LiveCurve | None
    films: list[FilmCurve]
    can_record: bool


def lesson_at_desk(actor: Actor, school: School, uid: str) -> Lesson:
    """Return a lesson whose numbers `actor` may see. Raises `Lesson.DoesNotExist`."""
    if not can_see_report(actor, school):
        raise Lesson.DoesNotExist
    lessons = Lesson.objects.select_related("school", "cycle__programme")
    return lessons.get(school=school, removed_at=None, uid=uid)


def viewing_page(actor: Actor, school: School, uid: str, now: datetime) -> ViewingPage:
    """Return the page of a lesson. Raises `Lesson.DoesNotExist` also for who may not see it."""
    lesson = lesson_at_desk(actor, school, uid)
    views = viewing_of([lesson], now)[lesson.pk]
    figures = _figures(views)
    times = air_times([lesson.pk], now)
    return ViewingPage(
        lesson=lesson,
        figures=[one for one in figures if one.code not in {"embedded", "staff", "bots"}],
        apart=[one for one in figures if one.code in {"embedded", "staff", "bots"}],
        attended=screens_and_people(lesson.pk),
        live=_live_curve(times[0]) if times else None,
        films=_film_curves([film.video_id for film in views.films]),
        can_record=can_count(actor, school),
    )


def _figures(views: LessonViews) -> list[Figure]:
    """Return the numbers of a lesson; those of a broadcast where it had one."""
    screens = views.screens
    values = {code: getattr(views.numbers, code, 0) for code in LABELS}
    values |= {"peak": screens.peak, "average": screens.average} if screens else {}
    return [
        Figure(code, str(label), values[code], str(RULES[code]))
        for code, label in LABELS.items()
        if screens or code not in OF_AIR
    ]


# --- the broadcast -----------------------------------------------------------------------------------------------------


def _live_curve(time: AirTime) -> LiveCurve:
    rows = MinuteViews.objects.filter(video=time.video_id, minute__range=(time.first, time.last))
    counted = dict(rows.values_list("minute", "screens"))
    screens = [counted.get(minute, 0) for minute in range(time.first, time.last + 1)]
    step = -(-len(screens) // MOST_ROWS)
    table = [
        LiveRow(_moment(time.first + place), max(screens[place : place + step]))
        for place in range(0, len(screens), step)
    ]
    return LiveCurve(_moment(time.first), _moment(time.last), curve(thinned(screens)), table)


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * MINUTE, UTC)


# --- the recording -----------------------------------------------------------------------------------------------------


def _film_curves(video_ids: Sequence[int]) -> list[FilmCurve]:
    """Return the curves of films that were viewed; an older one of a lesson may have its own."""
    rows = Retention.objects.filter(video__in=video_ids, views__gt=0).select_related("video").order_by("video")
    return [_film_curve(row, row.video) for row in rows]


def _film_curve(row: Retention, video: Video) -> FilmCurve:
    length = round(video.duration_seconds or 0)
    plays = list(unpacked(row.plays))[: -(-length // row.seconds)]
    step = -(-len(plays) // MOST_ROWS) or 1
    table = [
        CurveRow(place * row.seconds, plays[place], 100 * plays[place] // row.views)
        for place in range(0, len(plays), step)
    ]
    address = reverse("video:watch", args=[video.token])
    found = [_summit(one, address, length) for one in summits(plays, row.seconds, MOST_SUMMITS)]
    return FilmCurve(video.title, row.views, row.seconds, curve(thinned(plays)), table, found)


def _summit(one: Stretch, address: str, length: int) -> Summit:
    end = min(one.end, length)
    return Summit(one.begin, end, one.plays, f"{address}?t={one.begin}-{end}")
