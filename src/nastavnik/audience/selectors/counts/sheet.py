"""The sheet: all lessons of a programme by all channels, with the number that holds in each cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext

from nastavnik.audience.enums import Metric, PlaceKind
from nastavnik.audience.models import CountedChannel, ViewCount
from nastavnik.audience.permissions import can_count, can_see_report, channels_visible_to
from nastavnik.audience.selectors.channels.presets import rule_of
from nastavnik.audience.selectors.counts.holding import counts_holding
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson, Programme, School
from nastavnik.programme.permissions import lessons_visible_to, programmes_visible_to

UNSEEN = frozenset({LessonState.DRAFT, LessonState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Column:
    """A channel and one thing that it counts."""

    channel_id: int
    token: str
    title: str
    metric: Metric
    rule: str
    sum: int
    # of the numbers in the sum, the oldest and the newest
    oldest: date | None
    newest: date | None

    @property
    def key(self) -> str:
        """Return its part of the names of its cells."""
        return f"{self.token}-{self.metric.value}"

    @property
    def head(self) -> str:
        """Return how it is called in a table that travels."""
        return f"{self.title}: {self.metric.label}"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A number that holds, and what is being typed in its place."""

    name: str
    key: str
    # of its column; of itself
    head: str
    label: str
    url: str
    value: int | None
    # by the school's clock
    as_of: date | None
    typed: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A lesson."""

    lesson_id: int
    uid: str
    title: str
    starts_at: datetime | None
    cells: list[SheetCell]


@dataclass(frozen=True, slots=True)
class Choice:
    """Another sheet to go to."""

    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types into a sheet, by the names of its cells, and what is wrong with some of it."""

    texts: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it. `address` is its own, with what was chosen."""

    programme: str
    programmes: list[Choice]
    metric: str
    metrics: list[Choice]
    columns: list[Column]
    rows: list[SheetRow]
    can_count: bool
    has_channels: bool
    rules: list[tuple[str, str]]

    @property
    def query(self) -> str:
        """Return what was chosen, for the address of a form."""
        return f"programme={self.programme}&metric={self.metric}"


def sheet_of(
    actor: Actor, school: School, asked: Mapping[str, str], now: datetime, typed: Typed | None = None
) -> Sheet:
    """Return the sheet that `asked` names by `programme` and `metric`; the newest year and everything without.

    Raises `PermissionDenied` for who is not of the desk.
    """
    if not can_see_report(actor, school):
        raise PermissionDenied
    programmes = list(programmes_visible_to(actor, school).order_by("-starts_on", "-pk"))
    programme = _chosen(programmes, asked.get("programme", ""), now)
    outside = channels_visible_to(actor, school).exclude(kind=PlaceKind.OWN)
    channels = list(outside.select_related("school").order_by("position", "pk"))
    metric = asked.get("metric", "")
    metric = metric if metric in Metric.values else ""
    lessons = lessons_of(actor, school, programme)
    counts = _counts(school, lessons, now)
    columns = _columns(channels, metric, counts)
    told = {metric for channel in channels for metric in channel.metrics}
    return Sheet(
        programme=programme.token if programme else "",
        programmes=[Choice(one.token, one.title, one == programme) for one in programmes],
        metric=metric,
        metrics=_metrics(told, metric),
        columns=columns,
        rows=[_row(lesson, columns, counts, typed or Typed()) for lesson in lessons],
        can_count=can_count(actor, school),
        has_channels=bool(channels),
        rules=[(one.title, rule_of(one.kind, one.rule)) for one in channels if one.pk in _shown(columns)],
    )


def lessons_of(actor: Actor, school: School, programme: Programme | None) -> list[Lesson]:
    """Return the lessons of a programme that somebody could have watched, in their order."""
    if programme is None:
        return []
    lessons = lessons_visible_to(actor, school).filter(cycle__programme=programme, cycle__removed_at=None)
    return list(
        lessons.exclude(state__in=UNSEEN)
        .select_related("school")
        .order_by("cycle__position", "cycle_id", "number", "starts_at", "pk")
    )


def _chosen(programmes: list[Programme], token: str, now: datetime) -> Programme | None:
    """Return the programme that was asked for, else the newest that has begun, else the newest."""
    named = next((one for one in programmes if one.token == token), None)
    begun = next((one for one in programmes if one.starts_on <= now.date()), None)
    return named or begun or next(iter(programmes), None)


def _counts(school: School, lessons: Iterable[Lesson], now: datetime) -> dict[tuple[int, int, str], ViewCount]:
    holding = counts_holding(school.pk, now).filter(lesson__in=list(lessons))
    return {(count.channel_id, count.lesson_id, count.metric): count for count in holding}


def _columns(
    channels: Iterable[CountedChannel], metric: str, counts: Mapping[tuple[int, int, str], ViewCount]
) -> list[Column]:
    by_column = defaultdict[tuple[int, str], list[ViewCount]](list)
    for count in counts.values():
        by_column[count.channel_id, count.metric].append(count)
    return [
        _column(channel, Metric(one), by_column[channel.pk, one])
        for channel in channels
        for one in Metric.values
        if one in channel.metrics and metric in {"", one}
    ]


def _column(channel: CountedChannel, metric: Metric, counts: list[ViewCount]) -> Column:
    days = [day_of(count, channel.school) for count in counts]
    return Column(
        channel_id=channel.pk,
        token=channel.token,
        title=channel.title,
        metric=metric,
        rule=rule_of(channel.kind, channel.rule),
        sum=sum(count.value for count in counts),
        oldest=min(days, default=None),
        newest=max(days, default=None),
    )


def _row(
    lesson: Lesson, columns: Iterable[Column], counts: Mapping[tuple[int, int, str], ViewCount], typed: Typed
) -> SheetRow:
    cells = [_cell(lesson, column, counts, typed) for column in columns]
    return SheetRow(lesson.pk, lesson.uid, lesson.title, lesson.starts_at, cells)


def _cell(lesson: Lesson, column: Column, counts: Mapping[tuple[int, int, str], ViewCount], typed: Typed) -> SheetCell:
    count = counts.get((column.channel_id, lesson.pk, column.metric.value))
    name = cell_name(lesson.uid, column.key)
    return SheetCell(
        name=name,
        key=column.key,
        head=column.head,
        label=f"{lesson.title}, {column.head}",
        url=reverse("audience:count", args=[lesson.uid, column.token, column.metric.value]),
        value=count.value if count else None,
        as_of=day_of(count, lesson.school) if count else None,
        typed=typed.texts.get(name, ""),
        wrong=typed.wrong.get(name, ""),
    )


def day_of(count: ViewCount, school: School) -> date:
    """Return the day of a number by the school's clock, whatever the clock of who looks at it."""
    return count.as_of.astimezone(school.zone).date()


def cell_name(lesson_uid: str, column_key: str) -> str:
    """Return the name of a cell in the form of the sheet."""
    return f"n-{lesson_uid}-{column_key}"


def _metrics(told: Iterable[str], metric: str) -> list[Choice]:
    every = Choice("", gettext("All that is counted"), not metric)
    return [every, *[Choice(one.value, str(one.label), one.value == metric) for one in Metric if one.value in told]]


def _shown(columns: Iterable[Column]) -> set[int]:
    return {column.channel_id for column in columns}
