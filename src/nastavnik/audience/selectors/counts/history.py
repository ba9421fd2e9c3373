"""All that the ledger holds of one cell, the newest first: who wrote what, when, why, and where it stood."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from nastavnik.audience.enums import CountMethod, Metric
from nastavnik.audience.models import CountedChannel, ViewCount
from nastavnik.audience.permissions import can_count, can_see_report
from nastavnik.audience.selectors.channels.presets import rule_of
from nastavnik.audience.selectors.counts.sheet import day_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A row of the ledger."""

    id: int
    value: int
    # by the school's clock
    as_of: date
    made_at: datetime
    who: str
    how: str
    evidence_url: str
    has_file: bool
    note: str
    # the number that it mends or takes back
    was: int | None
    is_withdrawal: bool
    # nothing has mended it or taken it back
    is_standing: bool
    is_holding: bool


@dataclass(frozen=True, slots=True)
class History:
    """The cell and its rows."""

    lesson_uid: str
    lesson: str
    channel: str
    metric: Metric
    rule: str
    rows: list[HistoryRow]
    can_count: bool


def history_of(actor: Actor, school: School, lesson_uid: str, channel_token: str, metric: str) -> History:
    """Return the rows of a cell. Raises `PermissionDenied`, `Lesson.DoesNotExist`, `CountedChannel.DoesNotExist`.

    A channel or a lesson that was removed keeps its history.
    """
    if not can_see_report(actor, school):
        raise PermissionDenied
    if metric not in Metric.values:
        raise CountedChannel.DoesNotExist
    lesson = Lesson.objects.get(school=school, uid=lesson_uid)
    channel = CountedChannel.objects.get(school=school, token=channel_token)
    counts = ViewCount.objects.filter(channel=channel, lesson=lesson, metric=metric)
    found = list(counts.select_related("entered_by", "corrects").order_by("-as_of", "-pk"))
    mended = {count.corrects_id for count in found}
    standing = [count for count in found if count.pk not in mended and not count.is_withdrawal]
    holding = standing[0] if standing else None
    return History(
        lesson_uid=lesson.uid,
        lesson=lesson.title,
        channel=channel.title,
        metric=Metric(metric),
        rule=rule_of(channel.kind, channel.rule),
        rows=[_row(count, school, is_standing=count in standing, is_holding=count == holding) for count in found],
        can_count=can_count(actor, school),
    )


def _row(count: ViewCount, school: School, *, is_standing: bool, is_holding: bool) -> HistoryRow:
    return HistoryRow(
        id=count.pk,
        value=count.value,
        as_of=day_of(count, school),
        made_at=count.made_at,
        who=str(count.entered_by) if count.entered_by else "",
        how=str(CountMethod(count.method).label),
        evidence_url=count.evidence_url,
        has_file=bool(count.evidence_file),
        note=count.note,
        was=count.corrects.value if count.corrects else None,
        is_withdrawal=count.is_withdrawal,
        is_standing=is_standing,
        is_holding=is_holding,
    )


def count_to_mend(actor: Actor, school: School, count_id: int) -> ViewCount:
    """Return a row that `actor` may mend. Raises `ViewCount.DoesNotExist`, and `PermissionDenied` for the director."""
    count = count_of(actor, school, count_id)
    check_can_count(actor, school)
    return count


def count_of(actor: Actor, school: School, count_id: int) -> ViewCount:
    """Return a row of the ledger. Raises `ViewCount.DoesNotExist`."""
    if not can_see_report(actor, school):
        raise ViewCount.DoesNotExist
    return ViewCount.objects.select_related("lesson", "channel").get(school=school, pk=count_id)


def evidence_path(actor: Actor, school: School, count_id: int) -> str:
    """Return where the screenshot of a row lies. Raises `ViewCount.DoesNotExist` where there is none."""
    count = count_of(actor, school, count_id)
    if not count.evidence_file:
        raise ViewCount.DoesNotExist
    return count.evidence_file


def check_can_count(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not write into the ledger, before a form is shown to her."""
    if not can_count(actor, school):
        raise PermissionDenied


def check_can_see(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who is not of the desk, before anything is made for its pages."""
    if not can_see_report(actor, school):
        raise PermissionDenied
