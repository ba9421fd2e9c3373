"""What the reports of a batch add to the sums of films: views of days and months, screens of minutes, plays of stretches."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Max

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import Retention
from nastavnik.audience.selectors.viewing import plays
from nastavnik.audience.selectors.viewing.plays import Piece
from nastavnik.audience.services.viewing.passes import FIRST_DAY, Pass
from nastavnik.video.models import SourceShift

# of somebody, instead of a day: she has viewed the film ever
EVER = FIRST_DAY.isoformat()
# whose number is the same on another day
LASTING = frozenset({ViewerKind.PERSON, ViewerKind.STAFF})

# film, day, kind, live
DayKey = tuple[int, str, int, bool]
# film, day, viewer
ViewerKey = tuple[int, str, int]

MEET = """
    INSERT INTO audience_dayviewer (video_id, day, viewer) VALUES {places}
    ON CONFLICT (video_id, day, viewer) DO NOTHING RETURNING video_id, day, viewer
"""
ADD_DAYS = """
    INSERT INTO audience_dayviews AS own
        (video_id, day, kind, is_live, views, embedded_views, unique_viewers, new_viewers, seconds) VALUES {places}
    ON CONFLICT (video_id, day, kind, is_live) DO UPDATE SET
        views = own.views + excluded.views, embedded_views = own.embedded_views + excluded.embedded_views,
        unique_viewers = own.unique_viewers + excluded.unique_viewers,
        new_viewers = own.new_viewers + excluded.new_viewers, seconds = own.seconds + excluded.seconds
"""
ADD_MONTHS = """
    INSERT INTO audience_monthviews AS own (video_id, month, kind, is_live, views, new_viewers, seconds) VALUES {places}
    ON CONFLICT (video_id, month, kind, is_live) DO UPDATE SET
        views = own.views + excluded.views, new_viewers = own.new_viewers + excluded.new_viewers,
        seconds = own.seconds + excluded.seconds
"""
ADD_MINUTES = """
    INSERT INTO audience_minuteviews AS own (video_id, minute, screens) VALUES {places}
    ON CONFLICT (video_id, minute) DO UPDATE SET screens = own.screens + excluded.screens
"""


@dataclass(slots=True)
class Day:
    """What is added to a row of `DayViews`."""

    views: int = 0
    embedded: int = 0
    unique: int = 0
    new: int = 0
    seconds: int = 0


@dataclass(slots=True)
class Stretches:
    """What is added to a row of `Retention`."""

    length: int = 0
    views: int = 0
    pieces: list[Piece] = field(default_factory=list)


class Sums:
    """Gathered while reports are merged, written once."""

    def __init__(self) -> None:
        self._days = defaultdict[DayKey, Day](Day)
        # who has viewed, and the day to which it is new
        self._viewers = dict[ViewerKey, DayKey]()
        self._minutes = defaultdict[tuple[int, int], int](int)
        self._stretches = defaultdict[int, Stretches](Stretches)

    def add_view(self, one: Pass, seconds: int) -> None:
        """A viewing became a view after so many seconds."""
        key = _day_key(one)
        day = self._days[key]
        day.views += 1
        day.embedded += one.is_embedded
        day.seconds += seconds
        self._viewers.setdefault((one.video_id, one.day, one.viewer), key)
        if one.kind in LASTING:
            self._viewers.setdefault((one.video_id, EVER, one.viewer), key)
        if one.is_audience and not one.is_live:
            self._stretches[one.video_id].views += 1

    def add_seconds(self, one: Pass, seconds: int) -> None:
        """A view went on."""
        self._days[_day_key(one)].seconds += seconds

    def add_screen(self, one: Pass, minute: int) -> None:
        """A broadcast stood on a screen in a minute."""
        self._minutes[one.video_id, minute] += 1

    def add_pieces(self, one: Pass, pieces: Sequence[Piece]) -> None:
        """Pieces of a film were played."""
        of_film = self._stretches[one.video_id]
        of_film.length = max(of_film.length, one.length)
        of_film.pieces += pieces

    def write(self) -> None:
        """Write all of it, in the transaction of the batch."""
        self._meet()
        days = sorted(self._days.items())
        values = ((*key, day.views, day.embedded, day.unique, day.new, day.seconds) for key, day in days)
        _add(ADD_DAYS, 9, values)
        _add(ADD_MONTHS, 7, _months(days))
        _add(ADD_MINUTES, 3, ((*key, screens) for key, screens in sorted(self._minutes.items())))
        self._write_stretches()

    def _meet(self) -> None:
        """Find who of the viewers is new on her day, and who is new at all."""
        for video_id, day, viewer in _add(MEET, 3, sorted(self._viewers)):
            key = self._viewers[video_id, str(day), viewer]
            is_ever = str(day) == EVER
            self._days[key].unique += not is_ever
            self._days[key].new += is_ever or key[2] not in LASTING

    def _write_stretches(self) -> None:
        asked = sorted(self._stretches)
        if not asked:
            return
        rows = _locked(asked)
        missing = [pk for pk in asked if pk not in {row.video_id for row in rows}]
        if missing:
            self._make_stretches(missing)
            rows += _locked(missing)
        for row in rows:
            added = self._stretches[row.video_id]
            numbers, row.seconds = plays.grown(plays.unpacked(row.plays), row.seconds, added.length)
            plays.add(numbers, row.seconds, added.pieces)
            row.views, row.plays = row.views + added.views, plays.packed(numbers)
        rows.sort(key=lambda row: row.video_id)
        fields = ["views", "seconds", "plays"]
        Retention.objects.bulk_create(rows, update_conflicts=True, unique_fields=["video"], update_fields=fields)

    def _make_stretches(self, video_ids: Sequence[int]) -> None:
        """Make rows of films that have none; where their beginning has moved, that was before."""
        shifts = SourceShift.objects.filter(video__in=video_ids).values_list("video").annotate(last=Max("pk"))
        last = dict(shifts.order_by())
        widths = {pk: plays.width_for(self._stretches[pk].length) for pk in video_ids}
        fresh = [Retention(video_id=pk, seconds=widths[pk], last_shift=last.get(pk, 0)) for pk in video_ids]
        Retention.objects.bulk_create(fresh, ignore_conflicts=True)


def _locked(video_ids: Sequence[int]) -> list[Retention]:
    return list(Retention.objects.select_for_update().filter(video__in=video_ids).order_by("video"))


def _day_key(one: Pass) -> DayKey:
    return one.video_id, one.day, one.kind, one.is_live


def _months(days: Iterable[tuple[DayKey, Day]]) -> list[tuple[Any, ...]]:
    """Return what is added to rows of `MonthViews`, in the order of their keys."""
    months = defaultdict[DayKey, list[int]](lambda: [0, 0, 0])
    for (video_id, day, kind, is_live), added in days:
        month = months[video_id, f"{day[:-2]}01", kind, is_live]
        month[:] = month[0] + added.views, month[1] + added.new, month[2] + added.seconds
    return [(*key, *month) for key, month in sorted(months.items())]


def _add(query: str, columns: int, lines: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Write rows by one statement, and return what it tells of them."""
    values = list(lines)
    if not values:
        return []
    places = ", ".join([f"({', '.join(['%s'] * columns)})"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(query.format(places=places), [value for line in values for value in line])
        return cursor.fetchall() if cursor.description else []
