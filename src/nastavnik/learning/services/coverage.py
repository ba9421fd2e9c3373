"""What people play of films is written here: many reports in one transaction, without instances of models.

The rows of a batch are read and written in the order of their keys, so that two processes never wait for each other crosswise;
a row is made before it is locked, so that two that see it for the first time lose nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction

from nastavnik.learning import tasks
from nastavnik.learning.models import WatchCoverage, WatchPace
from nastavnik.learning.watching.pace import MOST_SAVED_SECONDS, TooFast, paid
from nastavnik.learning.watching.seconds import cut, length_of, packed, unpacked

Key = tuple[int, int]

# The keys come first: SQLite would go through the whole table to see which rows are among them.
READ = """
    WITH asked (user_id, video_id) AS (VALUES {places})
    SELECT own.user_id, own.video_id, own.seconds, own.watched_seconds, own.paid_until, film.duration_seconds, pace.paid_until
    FROM asked CROSS JOIN learning_watchcoverage own CROSS JOIN people_user person CROSS JOIN video_video film
        LEFT JOIN learning_watchpace pace ON pace.user_id = person.id
    WHERE own.user_id = asked.user_id AND own.video_id = asked.video_id
        AND person.id = asked.user_id AND person.is_active AND film.id = asked.video_id
    ORDER BY own.user_id, own.video_id
"""
# Only for people and films that are there: one that is gone must not undo what all others of the batch report.
MAKE = """
    INSERT INTO learning_watchcoverage
        (user_id, video_id, seconds, watched_seconds, settled_seconds, paid_until, first_at, updated_at)
    SELECT people_user.id, video_video.id, %s, 0, 0, %s, %s, %s FROM people_user, video_video
    WHERE people_user.id = %s AND people_user.is_active AND video_video.id = %s AND video_video.removed_at IS NULL
    ON CONFLICT (user_id, video_id) DO NOTHING
"""
# Every row is there already and locked. One statement: a statement for each row would let go of the interpreter each time.
WRITE = """
    INSERT INTO learning_watchcoverage
        (user_id, video_id, seconds, watched_seconds, settled_seconds, paid_until, first_at, updated_at)
    VALUES {places} ON CONFLICT (user_id, video_id) DO UPDATE SET
        seconds = excluded.seconds, watched_seconds = excluded.watched_seconds,
        paid_until = excluded.paid_until, updated_at = excluded.updated_at
"""


# Two processes that write the same person's films at once may forget the pace of one of them: it is a bound, no account.
WRITE_PACES = """
    INSERT INTO learning_watchpace (user_id, paid_until) VALUES {places}
    ON CONFLICT (user_id) DO UPDATE SET paid_until = excluded.paid_until
"""


class Report(NamedTuple):
    """That somebody played some seconds of a film. Everything in it was checked but the pace."""

    user_id: int
    video_id: int
    # second n is bit n
    bits: int
    # of the film, in seconds, when the page was made
    length: int
    # so many seconds played may make its lesson count; 0: none is waiting
    counts_at: int
    # from when on the viewer had time to play, in seconds since 1970
    since: float

    @property
    def key(self) -> Key:
        """The row it is written to."""
        return self.user_id, self.video_id


class Taken(NamedTuple):
    """The report is written for good; so many seconds were played in all."""

    watched_seconds: int


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing of the report was taken: it fits into the viewer's time in so many seconds."""

    wait_seconds: float


@dataclass(frozen=True, slots=True)
class Gone:
    """The person or the film is not there any more, or her account is closed."""


Answer = Taken | Later | Gone
# of people, up to when their time is used up: seconds since 1970
Paces = dict[int, float]


@dataclass(slots=True)
class Row:
    """A row while a batch is being merged. `paid_until` is in seconds since 1970."""

    bits: int
    # of the bits those that the film has
    watched: int
    paid_until: float
    # of the film as it is now, in seconds; nothing while it is not known
    length: int
    is_changed: bool = False
    may_count: bool = False


def take_reports(reports: Sequence[Report], *, now: datetime) -> list[Answer]:
    """Write reports in one transaction and return an answer to each. When one of them cannot be written the others are."""
    try:
        return _take(reports, now)
    except IntegrityError:  # a person or a film went while we wrote
        if len(reports) == 1:
            return [Gone()]
        return [answer for report in reports for answer in take_reports([report], now=now)]


@transaction.atomic
def _take(reports: Sequence[Report], now: datetime) -> list[Answer]:
    paces = Paces()
    rows = _rows_for(reports, paces, now)
    moment = now.timestamp()
    answers = [_merge(rows.get(report.key), report, paces, moment) for report in reports]
    changed = [(key, row) for key, row in sorted(rows.items()) if row.is_changed]
    if changed:
        _write(changed, paces, now)
    for (user_id, video_id), row in changed:
        if row.may_count:
            tasks.settle_film.enqueue(user_id, video_id)
    return answers


def _rows_for(reports: Sequence[Report], paces: Paces, now: datetime) -> dict[Key, Row]:
    """Return the rows that the reports are about, locked; made where there was none and there may be one. Note the paces of people."""
    since = {report.key: report.since for report in reversed(reports)}
    keys = sorted(since)
    rows = _read(keys, paces)
    missing = [key for key in keys if key not in rows]
    if missing:
        moment = connection.ops.adapt_datetimefield_value(now)
        lines = [(b"", since[key], moment, moment, *key) for key in missing]
        with connection.cursor() as cursor:
            cursor.executemany(MAKE, lines)
        rows |= _read(missing, paces)
    return rows


def _read(keys: Sequence[Key], paces: Paces) -> dict[Key, Row]:
    # SQLite has one writer at a time
    lock = " FOR UPDATE OF own" if connection.features.has_select_for_update else ""
    query = READ.format(places=_places(len(keys), "(%s, %s)")) + lock
    with connection.cursor() as cursor:
        cursor.execute(query, [number for key in keys for number in key])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    paces |= {user_id: pace for user_id, *_rest, pace in found if pace is not None}
    return {
        (user_id, video_id): Row(unpacked(kept), watched, paid_until, length_of(duration or 0.0))
        for user_id, video_id, kept, watched, paid_until, duration, _pace in found
    }


def _places(count: int, row: str) -> str:
    return ", ".join([row] * count)


def _merge(row: Row | None, report: Report, paces: Paces, now: float) -> Answer:
    """Take a report into its row, if it fits into the viewer's time for this film and for all of them."""
    if row is None:
        return Gone()
    bits = row.bits | report.bits
    added = (bits ^ row.bits).bit_count()
    if added == 0:
        return Taken(row.watched)
    own = paces.get(report.user_id, report.since)
    try:
        until = paid(row.paid_until, seconds=added, since=report.since, most=report.length, now=now)
        paces[report.user_id] = paid(own, seconds=added, since=own, most=MOST_SAVED_SECONDS, now=now)
    except TooFast as error:
        return Later(error.wait_seconds)
    row.paid_until = until
    # the film may have become another since the page was made
    before, row.watched = row.watched, cut(bits, row.length or report.length).bit_count()
    row.may_count |= before < report.counts_at <= row.watched
    row.bits, row.is_changed = bits, True
    return Taken(row.watched)


def _write(rows: Sequence[tuple[Key, Row]], paces: Paces, now: datetime) -> None:
    moment = connection.ops.adapt_datetimefield_value(now)
    values: list[Any] = []
    for key, row in rows:
        values += (*key, packed(row.bits), row.watched, 0, row.paid_until, moment, moment)
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(places=_places(len(rows), "(%s, %s, %s, %s, %s, %s, %s, %s)")), values)
        people = sorted({user_id for (user_id, _video_id), _row in rows})
        lines = [number for user_id in people for number in (user_id, paces[user_id])]
        cursor.execute(WRITE_PACES.format(places=_places(len(people), "(%s, %s)")), lines)


def forget_person(*, user_id: int) -> None:
    """Delete what somebody has played: she asked to be forgotten. Reports that still come make no new row of her."""
    WatchCoverage.objects.filter(user=user_id).delete()
    WatchPace.objects.filter(user=user_id).delete()
