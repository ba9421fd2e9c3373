"""Recordings that are shown, and what the school's own page counted of them."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import DayViews
from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.core.tables import Column, Table
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video

SECONDS = 3600
# Staff and machines are counted apart and are no audience.
AUDIENCE = (ViewerKind.GUEST, ViewerKind.PERSON)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What the own page counted of a film."""

    title: str
    token: str
    told_views: int
    told_live: int
    told_viewers: int
    told_seconds: int


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


def own_days(scope: Scope) -> QuerySet[DayViews]:
    """Return what the school's own page counted on the days of the period, of its audience."""
    zone = scope.school.zone
    first, last = (moment.astimezone(zone).date() for moment in scope.moments)
    days = DayViews.objects.filter(video__school=scope.school, kind__in=AUDIENCE, day__range=(first, last))
    return days.filter(video__lesson__cycle__programme=scope.programme) if scope.programme else days


def _film_rows(scope: Scope) -> Rows:
    return FILMS, films(scope).select_related("lesson")


def _own_rows(scope: Scope) -> Rows:
    days = own_days(scope).order_by().values("video")
    told = days.annotate(
        told_views=Sum("views"),
        told_live=Sum("views", filter=Q(is_live=True), default=0),
        told_viewers=Sum("new_viewers"),
        told_seconds=Sum("seconds"),
        title=Max("video__title"),
        token=Max("video__token"),
    )
    fields = tuple(OwnRow.__dataclass_fields__)
    return OWN_VIEWS, [OwnRow(*row) for row in told.values_list(*fields)]


SOURCES = (
    Source("films", lambda scope: numbers(films(scope), Count("pk"), Sum("duration_seconds"))),
    Source("own", lambda scope: numbers(own_days(scope), Sum("views"), Sum("new_viewers"), Sum("seconds"))),
    Source("own_live", lambda scope: numbers(own_days(scope).filter(is_live=True), Sum("views"))),
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
        read=("own_live", 1),
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
