"""Sums of months are written with those of days; a sweep looks whether they are what the days come to."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum

from nastavnik.audience.models import DayViews, MonthViews

DAY = timedelta(days=1)
FILMS_AT_ONCE = 200

KEY = ("video_id", "kind", "is_live")
# film, kind, live
Key = tuple[int, int, bool]
# views, new viewers, seconds
Told = tuple[int, int, int]
NOTHING: Told = (0, 0, 0)


def mend_months(*, now: datetime) -> int:
    """Mend the sums of this month and the last where they differ from their days; return how many.

    They do when an older version of the program still ran, and wrote days alone, while a new one had begun. Safe to repeat.
    """
    # tomorrow has begun somewhere
    latest = (now + DAY).date().replace(day=1)
    return sum(_mend(month) for month in ((latest - DAY).replace(day=1), latest))


def _mend(month: date) -> int:
    days, held = _days(month), _held(month)
    films = sorted({key[0] for key in days.keys() | held.keys() if days.get(key, NOTHING) != held.get(key, NOTHING)})
    portions = (films[start : start + FILMS_AT_ONCE] for start in range(0, len(films), FILMS_AT_ONCE))
    return sum(_mend_films(month, portion) for portion in portions)


@transaction.atomic
def _mend_films(month: date, films: list[int]) -> int:
    """Add the days of some films up anew. Who counts meanwhile has written days and waits for the months, or has written neither."""
    fresh = [
        MonthViews(month=month, video_id=key[0], kind=key[1], is_live=key[2]) for key in sorted(_days(month, films))
    ]
    MonthViews.objects.bulk_create(fresh, ignore_conflicts=True)
    locked = MonthViews.objects.select_for_update().filter(month=month, video__in=films)
    rows = list(locked.order_by("video_id", "kind", "is_live"))
    days, wrong = _days(month, films), list[MonthViews]()
    for row in rows:
        told = days.get((row.video_id, row.kind, row.is_live), NOTHING)
        if told != (row.views, row.new_viewers, row.seconds):
            row.views, row.new_viewers, row.seconds = told
            wrong.append(row)
    MonthViews.objects.bulk_update(wrong, ["views", "new_viewers", "seconds"], batch_size=FILMS_AT_ONCE)
    return len(wrong)


def _days(month: date, films: Iterable[int] | None = None) -> dict[Key, Told]:
    """Return what the days of a month come to."""
    following = (month + timedelta(days=31)).replace(day=1)
    days = DayViews.objects.filter(day__gte=month, day__lt=following)
    if films is not None:
        days = days.filter(video__in=films)
    told = days.order_by().values_list(*KEY).annotate(Sum("views"), Sum("new_viewers"), Sum("seconds"))
    return _by_key(told)


def _held(month: date) -> dict[Key, Told]:
    rows = MonthViews.objects.filter(month=month)
    return _by_key(rows.values_list(*KEY, "views", "new_viewers", "seconds"))


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[Key, Told]:
    return {(video, kind, is_live): (views, new, seconds) for video, kind, is_live, views, new, seconds in rows}
