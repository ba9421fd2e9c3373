"""What follows from coverage, not in the second in which it is reported: lessons that count, films that became others."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from nastavnik.learning.models import FollowedShift, WatchCoverage
from nastavnik.learning.selectors.progress import rule_percents
from nastavnik.learning.services import completion, quizzes
from nastavnik.learning.watching.seconds import cut, length_of, packed, percent_of, second_of, shifted, unpacked
from nastavnik.video.models import SourceShift, Video

SWEPT_AT_ONCE = 2000
SETTLED_AT_ONCE = 200
SETTLE = "UPDATE learning_watchcoverage SET settled_seconds = %s WHERE id = %s"
REWRITE = "UPDATE learning_watchcoverage SET seconds = %s, watched_seconds = %s, updated_at = %s WHERE id = %s"


def settle_film(*, user_id: int, video_id: int, now: datetime) -> None:
    """Look whether a film that somebody has played makes its lesson count."""
    lesson_id = Video.objects.filter(pk=video_id, removed_at=None).values_list("lesson", flat=True).first()
    if lesson_id is not None:
        completion.settle(user_id=user_id, lesson_id=lesson_id, now=now)


def settle_watched(*, now: datetime) -> int:
    """Look at the rows that have grown since they were last looked at, the longest waiting first; return how many.

    Only those are asked about further whose film was played to as much as its lesson wants.
    """
    unsettled = WatchCoverage.objects.filter(~Q(settled_seconds=F("watched_seconds"))).order_by("updated_at")
    fields = ("pk", "user_id", "video_id", "watched_seconds", "video__lesson", "video__duration_seconds")
    rows = list(unsettled.values_list(*fields)[:SWEPT_AT_ONCE])
    percents = rule_percents({lesson_id for *_rest, lesson_id, _duration in rows if lesson_id is not None})
    reached: dict[int, list[int]] = defaultdict(list)
    for _pk, user_id, _video_id, watched, lesson_id, duration in rows:
        if lesson_id is not None and percent_of(watched, length_of(duration or 0.0)) >= percents[lesson_id]:
            reached[lesson_id].append(user_id)
    for lesson_id, user_ids in sorted(reached.items()):
        for begin in range(0, len(user_ids), SETTLED_AT_ONCE):
            people = user_ids[begin : begin + SETTLED_AT_ONCE]
            completion.settle_people(lesson_id=lesson_id, user_ids=people, now=now)
    # what has grown meanwhile stays unsettled; in the order in which reports lock the rows
    in_order = sorted(rows, key=lambda row: (row[1], row[2]))
    _write_lines(SETTLE, [(watched, pk) for pk, _user, _video, watched, *_rest in in_order])
    return len(rows)


@transaction.atomic
def _write_lines(query: str, lines: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(query, lines)


def follow_shifts(*, now: datetime) -> int:
    """Let what was played, and the questions about it, follow films that got another source; return how many shifts were followed.

    Safe to repeat: each shift is followed once, in the order in which they were made.
    """
    new = SourceShift.objects.filter(~Exists(FollowedShift.objects.filter(shift=OuterRef("pk")))).order_by("pk")
    return sum(_follow(shift, now) for shift in new)


@transaction.atomic
def _follow(shift: SourceShift, now: datetime) -> bool:
    """Follow a shift unless another process does, which this one has waited for then."""
    _mark, is_ours = FollowedShift.objects.get_or_create(shift=shift, defaults={"followed_at": now})
    if is_ours:
        _rewrite(shift.video_id, second_of(shift.by_seconds), now)
        quizzes.move_moments(video_id=shift.video_id, by_seconds=shift.by_seconds)
    return is_ours


@transaction.atomic
def fit_coverage(*, video_id: int, now: datetime) -> int:
    """Count anew of how much of a film was played: its length has become known, or is another. Return of how many people."""
    return _rewrite(video_id, 0, now)


def _rewrite(video_id: int, by_seconds: int, now: datetime) -> int:
    duration = Video.objects.filter(pk=video_id).values_list("duration_seconds", flat=True).first()
    length = length_of(duration or 0.0)
    locked = WatchCoverage.objects.select_for_update().filter(video=video_id).order_by("user_id")
    moment = connection.ops.adapt_datetimefield_value(now)
    lines: list[tuple[Any, ...]] = []
    for pk, kept, watched in locked.values_list("pk", "seconds", "watched_seconds").iterator():
        bits = shifted(unpacked(kept), by_seconds)
        count = cut(bits, length).bit_count() if length else bits.bit_count()
        if count != watched or by_seconds:
            lines.append((packed(bits), count, moment, pk))
    _write_lines(REWRITE, lines)
    return len(lines)
