"""What pages say that they play is counted here: many reports in one transaction, without instances of models.

All that is written is written in the order of its keys, and the tables always in the same order, so that two processes never wait for
each other crosswise; what everybody writes to (the sums of a film) comes last and is locked for the shortest time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction

from nastavnik.audience.selectors.viewing.plays import Piece
from nastavnik.audience.services.viewing.passes import Pass
from nastavnik.audience.services.viewing.sums import Sums

# a view is so many seconds played, or this part of a film that is shorter than twice that
VIEW_SECONDS = 10
VIEW_PART = 0.5
# The player offers twice as fast at most; the rest is for clocks and rounding.
FASTEST = 2.5
SLACK_SECONDS = 30.0
# of reports: all numbers of one viewing
MOST_SECONDS = 2**31 - 1

READ = (
    "SELECT key, seconds, is_view, live_minute, last_report FROM audience_viewing WHERE key IN ({places}) ORDER BY key"
)
WRITE = """
    INSERT INTO audience_viewing (
        key, school_id, video_id, kind, viewer, day, began_at, is_live, is_embedded,
        seconds, is_view, live_minute, last_report
    ) VALUES {places} ON CONFLICT (key) DO {deed}
"""
UPDATE = """UPDATE SET seconds = excluded.seconds, is_view = excluded.is_view,
    live_minute = excluded.live_minute, last_report = excluded.last_report"""
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


class Answer(Enum):
    """What became of a report."""

    TAKEN = "taken"
    # more was played than there was time for: nothing of it is counted until it is said again later
    TOO_FAST = "too fast"
    # the film or its school is not there any more
    GONE = "gone"


class Report(NamedTuple):
    """That so much of a film was played since the last report of the same page. Everything in it was checked but the pace."""

    allowed: Pass
    # which report of its page it is; one that was heard already is not counted again
    number: int
    pieces: Sequence[Piece]

    @property
    def seconds(self) -> int:
        """How much was played, repeats too."""
        return round(sum(end - begin for begin, end in self.pieces))


@dataclass(slots=True)
class Row:
    """A viewing while a batch is being merged."""

    allowed: Pass
    seconds: int = 0
    is_view: bool = False
    live_minute: int = 0
    last_report: int = 0
    is_changed: bool = False

    @property
    def values(self) -> tuple[Any, ...]:
        """What is written, in the order of `WRITE`."""
        one = self.allowed
        began = connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(one.issued_at, UTC))
        begin = (one.key, one.school_id, one.video_id, one.kind, one.viewer, one.day, began)
        grows = (self.seconds, self.is_view, self.live_minute, self.last_report)
        return (*begin, one.is_live, bool(one.is_embedded), *grows)


def take_reports(reports: Sequence[Report], *, now: datetime) -> list[Answer]:
    """Count reports in one transaction and return an answer to each. When one of them cannot be written the others are."""
    try:
        return _take(reports, now)
    except IntegrityError:  # a film went for good while somebody watched it
        if len(reports) == 1:
            return [Answer.GONE]
        return [answer for report in reports for answer in take_reports([report], now=now)]


@transaction.atomic
def _take(reports: Sequence[Report], now: datetime) -> list[Answer]:
    rows = _rows_for(reports)
    sums = Sums()
    answers = [_merge(rows[report.allowed.key], report, sums, now.timestamp()) for report in reports]
    changed = [row for _key, row in sorted(rows.items()) if row.is_changed]
    if changed:
        _write(changed, UPDATE)
        sums.write()
    return answers


def _rows_for(reports: Iterable[Report]) -> dict[int, Row]:
    """Return the viewings that the reports are about, locked; made where there was none yet."""
    passes = {report.allowed.key: report.allowed for report in reports}
    rows = _read(passes, sorted(passes))
    missing = [key for key in sorted(passes) if key not in rows]
    if missing:
        _write([Row(passes[key]) for key in missing], "NOTHING")
        rows |= _read(passes, missing)
    return rows


def _read(passes: dict[int, Pass], keys: Sequence[int]) -> dict[int, Row]:
    # SQLite has one writer at a time
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(READ.format(places=", ".join(["%s"] * len(keys))) + lock, keys)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return {key: Row(passes[key], seconds, bool(is_view), *rest) for key, seconds, is_view, *rest in found}


def _merge(row: Row, report: Report, sums: Sums, now: float) -> Answer:
    """Take a report into its viewing and into the sums, if it is new and there was time for it."""
    if report.number <= row.last_report:
        return Answer.TAKEN
    one, added = report.allowed, report.seconds
    if row.seconds + added > (now - one.issued_at) * FASTEST + SLACK_SECONDS:
        return Answer.TOO_FAST
    row.seconds, row.last_report, row.is_changed = row.seconds + added, report.number, True
    if row.is_view:
        sums.add_seconds(one, added)
    elif _is_view(row.seconds, one.length):
        row.is_view = True
        sums.add_view(one, row.seconds)
    if row.is_view and one.is_audience:
        _merge_curves(row, report, sums, int(now) // 60)
    return Answer.TAKEN


def _merge_curves(row: Row, report: Report, sums: Sums, minute: int) -> None:
    """Count where a film was played, or that a broadcast stood on this screen in this minute."""
    if not report.allowed.is_live:
        sums.add_pieces(report.allowed, report.pieces)
    elif row.live_minute < minute:
        row.live_minute = minute
        sums.add_screen(report.allowed, minute)


def _is_view(seconds: int, length: int) -> bool:
    return seconds >= VIEW_SECONDS or 0 < length * VIEW_PART <= seconds


def _write(rows: Sequence[Row], deed: str) -> None:
    query = WRITE.format(places=", ".join([ROW] * len(rows)), deed=deed)
    with connection.cursor() as cursor:
        cursor.execute(query, [value for row in rows for value in row.values])
