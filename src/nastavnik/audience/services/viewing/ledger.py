"""What the own page counted goes into the ledger, beside the numbers of other places: each night, or when a methodist asks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind
from nastavnik.audience.models import CountedChannel
from nastavnik.audience.permissions import can_count
from nastavnik.audience.selectors.counts.holding import counts_holding
from nastavnik.audience.selectors.viewing.numbers import LessonViews, lessons_viewed, viewing_of
from nastavnik.audience.services.channels import ensure_channels
from nastavnik.audience.services.counts.recording import CountRow, record_counts
from nastavnik.people.permissions import Actor, System
from nastavnik.programme.models import Lesson, School

LESSONS_AT_ONCE = 500


def record_everywhere(*, now: datetime) -> int:
    """Write down what changed in all schools; return how many numbers."""
    return sum(record_own(actor=System(), school=school, now=now) for school in School.objects.order_by("pk"))


def record_own(*, actor: Actor, school: School, now: datetime, lesson_ids: Sequence[int] | None = None) -> int:
    """Write down what changed of lessons of `school`, of all when none are named; return how many numbers. Safe to repeat."""
    if not can_count(actor, school):
        raise PermissionDenied
    asked = lessons_viewed(school.pk) if lesson_ids is None else sorted(lesson_ids)
    ensure_channels(school_id=school.pk)
    own = CountedChannel.objects.filter(school=school, kind=PlaceKind.OWN, removed_at=None).first()
    if own is None:
        return 0
    portions = (asked[start : start + LESSONS_AT_ONCE] for start in range(0, len(asked), LESSONS_AT_ONCE))
    return sum(_record(actor, school, own, portion, now) for portion in portions)


def _record(actor: Actor, school: School, own: CountedChannel, lesson_ids: Sequence[int], now: datetime) -> int:
    lessons = list(Lesson.objects.filter(school=school, removed_at=None, pk__in=lesson_ids).select_related("school"))
    holding = counts_holding(school.pk, now).filter(channel=own, lesson__in=lessons)
    known = {(lesson, metric): value for lesson, metric, value in holding.values_list("lesson_id", "metric", "value")}
    told = set(own.metrics)
    rows = [
        CountRow(own.pk, lesson_id, metric, value, now)
        for lesson_id, views in viewing_of(lessons, now).items()
        for metric, value in _metrics(views)
        if metric.value in told and value != known.get((lesson_id, metric.value))
    ]
    # a film that was moved to another lesson took its views along
    made = record_counts(actor=actor, school=school, rows=rows, now=now, method=CountMethod.OWN, is_less_meant=True)
    return len(made)


def _metrics(views: LessonViews) -> Iterable[tuple[Metric, int]]:
    """Return what a lesson is written down by."""
    yield Metric.TOTAL_VIEWS, views.numbers.views
    yield Metric.UNIQUE_VIEWERS, views.numbers.unique
    if views.screens is not None:
        yield Metric.LIVE_VIEWS, views.numbers.live_views
        yield Metric.PEAK, views.screens.peak
