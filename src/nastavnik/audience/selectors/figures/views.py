"""Views by channel and metric. Unlike metrics are never added up, and what cannot be added is not."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind
from nastavnik.audience.models import CountedChannel, ViewCount
from nastavnik.audience.selectors.counts.holding import counts_holding
from nastavnik.audience.selectors.figures.films import OWN_FIGURES
from nastavnik.audience.selectors.figures.films import SOURCES as FILM_SOURCES
from nastavnik.audience.selectors.figures.lessons import held_lessons
from nastavnik.audience.selectors.figures.plan import ChannelTold, Figure, Rows, Section, Told, number_column
from nastavnik.audience.selectors.figures.values import Adds, Scope
from nastavnik.core.tables import Column, Table

# Added up over lessons; of the others the greatest stands for all.
ADDED = (Metric.LIVE_VIEWS, Metric.TOTAL_VIEWS, Metric.UNIQUE_VIEWERS)

RULES = {
    Metric.LIVE_VIEWS: _("Live views of all lessons that the channel told of, added up."),
    Metric.TOTAL_VIEWS: _("Views in all, live and later, of all lessons that the channel told of, added up."),
    Metric.UNIQUE_VIEWERS: _("Viewers of each lesson, added up: who watched two lessons counts twice."),
    Metric.PEAK: _("The most viewers at once of any lesson. Numbers of several lessons are not added up."),
}

COUNTS = Table[ViewCount](
    name="counts",
    columns=(
        Column("lesson", _("Lesson"), lambda one: one.lesson.title, order=("lesson__title",)),
        Column("starts", _("Held"), lambda one: one.lesson.starts_at, order=("lesson__starts_at",)),
        Column("channel", _("Channel"), lambda one: one.channel.title, order=("channel__title",)),
        number_column("value", _("Value"), lambda one: one.value, "value"),
        Column("as_of", _("As of"), lambda one: one.as_of, order=("as_of",)),
        Column("method", _("How it came in"), lambda one: CountMethod(one.method).label, order=("method",)),
        Column(
            "evidence",
            _("Evidence"),
            lambda one: one.evidence_url or one.evidence_file or "",
            link=lambda one: one.evidence_url,
            show=lambda one: gettext("look there") if one.evidence_url else "—",
        ),
    ),
    order="starts",
    caption=_("Counts that hold"),
)


def counts_told(scope: Scope) -> QuerySet[ViewCount]:
    """Return the counts that hold of the lessons of the period, but for the own page, which counts by itself."""
    counts = counts_holding(scope.school.pk, scope.as_of).exclude(channel__kind=PlaceKind.OWN)
    return counts.filter(lesson__in=held_lessons(scope).values("pk"))


def channel_counts(scope: Scope) -> list[ChannelTold]:
    """Return what each kind of channel tells by each metric; one query."""
    rows = counts_told(scope).order_by().values("channel", "metric")
    told = rows.annotate(
        added=Sum("value"),
        most=Max("value"),
        lessons=Count("lesson", distinct=True),
        oldest=Min("as_of"),
        newest=Max("as_of"),
        kind=Max("channel__kind"),
        token=Max("channel__token"),
        title=Max("channel__title"),
        rule=Max("channel__rule"),
        position=Min("channel__position"),
    )
    alike: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(told, key=lambda row: (row["position"], row["title"])):
        alike[_place(row["kind"], row["token"]), row["metric"]].append(dict(row))
    order = [metric.value for metric in Metric]
    pairs = sorted(alike.items(), key=lambda pair: (pair[1][0]["position"], pair[0][0], order.index(pair[0][1])))
    return [_told(place, metric, rows) for (place, metric), rows in pairs]


def _place(kind: str, token: str) -> str:
    """Return what stands for a channel in a code: its kind; of a place that is like no other its own token too."""
    return f"{kind}.{token}" if kind == PlaceKind.OTHER else kind


def _told(place: str, metric: str, rows: list[dict[str, Any]]) -> ChannelTold:
    return ChannelTold(
        code=f"views.{place}.{metric}",
        kind=rows[0]["kind"],
        token=rows[0]["token"],
        titles=", ".join(row["title"] for row in rows),
        rule=" ".join(row["rule"] for row in rows if row["rule"]),
        metric=metric,
        value=sum(row["added"] for row in rows) if metric in ADDED else max(row["most"] for row in rows),
        # of several channels of a kind: of the one that tells of the most
        lessons=max(row["lessons"] for row in rows),
        oldest=min(row["oldest"] for row in rows),
        newest=max(row["newest"] for row in rows),
    )


def _rows_of(told: ChannelTold) -> Callable[[Scope], Rows]:
    def rows(scope: Scope) -> Rows:
        channels = CountedChannel.objects.filter(school=scope.school, kind=told.kind)
        if told.kind == PlaceKind.OTHER:
            channels = channels.filter(token=told.token)
        counts = counts_told(scope).filter(metric=told.metric, channel__in=channels.values("pk"))
        return COUNTS, counts.select_related("lesson", "channel")

    return rows


def _figures(told: Told) -> list[Figure]:
    return [_figure(one) for one in told.channels.values()]


def _figure(one: ChannelTold) -> Figure:
    metric = Metric(one.metric)
    words = gettext("%(channel)s: %(metric)s") % {"channel": one.titles, "metric": metric.label}
    return Figure(
        one.code,
        title=words,
        rule=f"{RULES[metric]} {one.rule}".strip(),
        rows=_rows_of(one),
        read=(one.code, 1),
        adds=Adds.SUM if metric in ADDED else Adds.MOST,
        column="value",
    )


SECTION = Section("views", _("Views by channel"), FILM_SOURCES[1:], OWN_FIGURES, more=_figures)
