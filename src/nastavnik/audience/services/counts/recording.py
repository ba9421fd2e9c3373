"""Writing numbers down. What stands in the ledger is never changed: another number is another row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.audience.enums import CountMethod, Metric
from nastavnik.audience.models import CountedChannel, ViewCount
from nastavnik.audience.permissions import can_count
from nastavnik.audience.selectors.counts.holding import counts_standing
from nastavnik.audience.services.refusals import (
    CellUnknown,
    DayAhead,
    NumberAbsurd,
    SmallerThanBefore,
    TooManyNumbers,
)
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School

MOST_ROWS = 5000
# more than people live; a number beyond it is a slip
MOST_VALUE = 10**10
# what can only grow, as long as the place takes nothing back
GROWS = frozenset({Metric.TOTAL_VIEWS})

# of a cell: a channel, a lesson, a metric
Cell = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A number to be written down."""

    channel_id: int
    lesson_id: int
    metric: Metric
    value: int
    as_of: datetime
    evidence_url: str = ""
    # in the storage
    evidence_file: str = ""
    note: str = ""

    @property
    def cell(self) -> Cell:
        """Return where it belongs."""
        return (self.channel_id, self.lesson_id, self.metric.value)


@transaction.atomic
def record_counts(
    *,
    actor: Actor,
    school: School,
    rows: Sequence[CountRow],
    now: datetime,
    method: CountMethod = CountMethod.HAND,
    is_less_meant: bool = False,
) -> list[ViewCount]:
    """Write numbers down and return the rows that are new: all of them or none.

    The number that stands there already for the same day is not written again. Another number for the very same moment corrects it.
    Raises `CellUnknown`, `NumberAbsurd`, `DayAhead`, `TooManyNumbers`, and `SmallerThanBefore` unless `is_less_meant`.
    """
    if not can_count(actor, school):
        raise PermissionDenied
    School.objects.select_for_update().get(pk=school.pk)  # two sheets are saved one after the other
    _check(school, rows, now)
    ledger = _Ledger(school, rows)
    fresh = [row for row in rows if not ledger.has(row)]
    if not is_less_meant:
        _check_growth(fresh, ledger)
    person = actor if isinstance(actor, User) else None
    made = ViewCount.objects.bulk_create(
        [
            ViewCount(
                school=school,
                channel_id=row.channel_id,
                lesson_id=row.lesson_id,
                metric=row.metric,
                value=row.value,
                as_of=row.as_of,
                method=method,
                entered_by=person,
                evidence_url=row.evidence_url,
                evidence_file=row.evidence_file,
                note=row.note,
                corrects_id=ledger.at_moment(row),
                made_at=now,
            )
            for row in fresh
        ]
    )
    if made:
        journal.record(actor=actor, verb="counts recorded", subject=school, now=now, method=method, rows=len(made))
    return made


def _check(school: School, rows: Sequence[CountRow], now: datetime) -> None:
    """Raise what keeps all of these rows out of the ledger."""
    if len(rows) > MOST_ROWS:
        raise TooManyNumbers
    if any(not 0 <= row.value <= MOST_VALUE for row in rows):
        raise NumberAbsurd
    if any(row.as_of > now for row in rows):
        raise DayAhead
    if len({row.cell for row in rows}) != len(rows):
        raise CellUnknown
    channels = dict(CountedChannel.objects.filter(school=school, removed_at=None).values_list("pk", "metrics"))
    asked = {row.lesson_id for row in rows}
    lessons = set(Lesson.objects.filter(school=school, removed_at=None, pk__in=asked).values_list("pk", flat=True))
    if asked - lessons or any(row.metric.value not in channels.get(row.channel_id, ()) for row in rows):
        raise CellUnknown


def _check_growth(rows: Iterable[CountRow], ledger: "_Ledger") -> None:
    """Raise `SmallerThanBefore` for what became fewer and cannot."""
    growing = [(row, ledger.before(row)) for row in rows if row.metric in GROWS]
    fewer = [(row.cell, was.value) for row, was in growing if was is not None and was.value > row.value]
    if fewer:
        raise SmallerThanBefore([cell for cell, _value in fewer], [value for _cell, value in fewer])


class _Ledger:
    """What stands in the ledger for the cells of a sheet."""

    def __init__(self, school: School, rows: Sequence[CountRow]) -> None:
        self.zone = school.zone
        self.counts = defaultdict[Cell, list[ViewCount]](list)
        there = counts_standing(school.pk).filter(
            channel__in={row.channel_id for row in rows}, lesson__in={row.lesson_id for row in rows}
        )
        for count in there.order_by("as_of", "pk"):
            self.counts[count.channel_id, count.lesson_id, count.metric].append(count)

    def before(self, row: CountRow) -> ViewCount | None:
        """Return the newest number that stands at a moment or before it."""
        earlier = [count for count in self.counts[row.cell] if count.as_of <= row.as_of]
        return earlier[-1] if earlier else None

    def has(self, row: CountRow) -> bool:
        """Tell whether the number of that day is this one already."""
        was = self.before(row)
        return was is not None and was.value == row.value and self.day(was.as_of) == self.day(row.as_of)

    def at_moment(self, row: CountRow) -> int | None:
        """Return the number that another one for the same moment corrects."""
        was = self.before(row)
        return was.pk if was is not None and was.as_of == row.as_of else None

    def day(self, moment: datetime) -> date:
        """Return a day by the school's clock."""
        return moment.astimezone(self.zone).date()
