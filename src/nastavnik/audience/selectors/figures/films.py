"""Recordings that are shown, and what the school's own page counted of them."""

from dataclasses import astuple, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.audience.models import DayViews, MonthViews
from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.audience.selectors.viewing.numbers import AUDIENCE
from nastavnik.core.tables import Column, Table
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video

SECONDS = 3600
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What the own page counted of a film."""

    title: str
    token: str
    told_views: int = 0
    told_live: int = 0
    told_viewers: int = 0
    told_seconds: int = 0


FILMS = Table[Video](
    name="recordings",
    columns=(
        Column("since", _("Shown since"), lambda one: one.playable_at, order=("playable_at",)),
        Column(
            "title",
            _("Recording"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("video:film", args=[one.token]),
        ),
        Column("lesson", _("Lesson"), lambda one: one.lesson.title if one.lesson else "", order=("lesson__title",)),
        Column("access", _("Who may watch"), lambda one: Access(one.access).label, order=("access",)),
        number_column("seconds", _("Seconds"), lambda one: one.duration_seconds, "duration_seconds"),
    ),
    order="since",
    caption=_("Recordings that can be watched"),
)

OWN_VIEWS = Table[OwnRow](
    name="own-views",
    columns=(
        Column(
            "title",
            _("Recording"),
            lambda one: one.title,
            order=("title",),
            link=lambda one: reverse("video:film", args=[one.token]),
        ),
        number_column("views", pgettext_lazy("report", "Views"), lambda one: one.told_views, "told_views"),
        number_column("live", _("Live views"), lambda one: one.told_live, "told_live"),
        number_column("viewers", _("Viewers"), lambda one: one.told_viewers, "told_viewers"),
        number_column("seconds", _("Seconds watched"), lambda one: one.told_seconds, "told_seconds"),
    ),
    order="-views",
    caption=_("Views on the school’s own page by recording"),
)


def films(scope: Scope) -> QuerySet[Video]:
    """Return the films that became watchable within the period and still are."""
    shown = Video.objects.filter(school=scope.school, removed_at=None, playable_at__range=scope.moments)
    shown = shown.exclude(build="").exclude(state=VideoState.RECORDING)
    return shown.filter(lesson__cycle__programme=scope.programme) if scope.programme else shown


def own_views(scope: Scope) -> dict[str, QuerySet[Any]]:
    """Return what the school's own page counted in the period, of its audience: every view is in one of the parts.

    Months that lie wholly within the period are read as months, its ends as days: the days of a thousand films and of three
    years are a million rows.
    """
    zone = scope.school.zone
    first, last = (moment.astimezone(zone).date() for moment in scope.moments)
    begin, end = first_of_month(first - DAY, 1), first_of_month(last + DAY)
    if begin >= end:
        begin = end = last + DAY
    parts: dict[str, QuerySet[Any]] = {
        "head": DayViews.objects.filter(day__gte=first, day__lt=begin),
        "months": MonthViews.objects.filter(month__gte=begin, month__lt=end),
        "tail": DayViews.objects.filter(day__gte=end, day__lte=last),
    }
    return {part: _of_audience(rows, scope) for part, rows in parts.items()}


def first_of_month(day: date, later: int = 0) -> date:
    """Return the first day of the month of `day`, or of one so many months later."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _of_audience(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    own = rows.filter(video__school=scope.school, kind__in=AUDIENCE)
    return own.filter(video__lesson__cycle__programme=scope.programme) if scope.programme else own


def _film_rows(scope: Scope) -> Rows:
    return FILMS, films(scope).select_related("lesson")


def _own_rows(scope: Scope) -> Rows:
    films = dict[str, OwnRow]()
    for rows in own_views(scope).values():
        told = (
            rows.order_by()
            .values("video")
            .annotate(
                told_views=Sum("views"),
                told_live=Sum("views", filter=Q(is_live=True), default=0),
                told_viewers=Sum("new_viewers"),
                told_seconds=Sum("seconds"),
                title=Max("video__title"),
                token=Max("video__token"),
            )
        )
        for title, token, *numbered in told.values_list(*OwnRow.__dataclass_fields__):
            before = films.get(token, OwnRow(title, token))
            added = (one + more for one, more in zip(astuple(before)[2:], numbered, strict=True))
            films[token] = OwnRow(title, token, *added)
    return OWN_VIEWS, list(films.values())


def _own_source(part: str) -> Source:
    live = Sum("views", filter=Q(is_live=True))
    values = Sum("views"), Sum("new_viewers"), Sum("seconds"), live
    return Source("own", lambda scope: numbers(own_views(scope)[part], *values, part=part))


SOURCES = (
    Source("films", lambda scope: numbers(films(scope), Count("pk"), Sum("duration_seconds"))),
    _own_source("head"),
    _own_source("months"),
    _own_source("tail"),
)

SECTION = Section(
    "films",
    _("Recordings"),
    SOURCES[:1],
    (
        Figure(
            "films.published",
            title=_("Recordings published"),
            rule=_("Films of the school that became watchable within the period and have not been removed."),
            rows=_film_rows,
            read=("films", 1),
        ),
        Figure(
            "films.hours",
            title=_("Hours of recordings"),
            rule=_("The length of these recordings together, in hours of 60 minutes."),
            rows=_film_rows,
            read=("films", 2),
            unit=Unit.HOURS,
            adds=Adds.SUM,
            column="seconds",
            scale=SECONDS,
        ),
    ),
)

OWN_FIGURES = (
    Figure(
        "views.own.total_views",
        title=_("Views on the school’s own page"),
        rule=_(
            "A view is a film played for 10 seconds, or half of a shorter one, on a day of the period. Staff and machines are not counted."
        ),
        rows=_own_rows,
        read=("own", 1),
        adds=Adds.SUM,
        column="views",
    ),
    Figure(
        "views.own.live_views",
        title=_("Live views on the school’s own page"),
        rule=_("Those of these views that began while the lesson was on air."),
        rows=_own_rows,
        read=("own", 4),
        adds=Adds.SUM,
        column="live",
    ),
    Figure(
        "views.own.unique",
        title=_("Viewers on the school’s own page"),
        rule=_(
            "Viewers of each recording, added up: who watched two counts twice. A guest is known for a day only and counts anew on the next."
        ),
        rows=_own_rows,
        read=("own", 2),
        adds=Adds.SUM,
        column="viewers",
    ),
    Figure(
        "views.own.hours",
        title=_("Hours watched on the school’s own page"),
        rule=_("What was really played, repeats too, in hours of 60 minutes."),
        rows=_own_rows,
        read=("own", 3),
        unit=Unit.HOURS,
        adds=Adds.SUM,
        column="seconds",
        scale=SECONDS,
    ),
)
