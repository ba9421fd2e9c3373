"""Reports that are frozen and sent by themselves: on the first day after a month, a quarter or a year, each once."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from nastavnik.audience import tasks
from nastavnik.audience.enums import Every
from nastavnik.audience.models import Report, ReportSchedule
from nastavnik.audience.permissions import can_freeze, can_see_report
from nastavnik.audience.selectors.figures import Scope
from nastavnik.audience.selectors.reports.schedules import people_of_desk
from nastavnik.audience.services.reports.freezing import write_down
from nastavnik.audience.services.reports.refusals import NobodyReceives
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.programme.models import School

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
MONTHS_OF_YEAR = 12
DAY = timedelta(days=1)


@transaction.atomic
def add_schedule(
    *, actor: User, school: School, every: Every, receiver_tokens: Collection[str], now: datetime
) -> ReportSchedule:
    """Have the report sent to people of the desk from now on. Raises `PermissionDenied`, `NobodyReceives`."""
    if not can_freeze(actor, school):
        raise PermissionDenied
    receivers = [one for one in people_of_desk(school) if one.token in receiver_tokens]
    if not receivers:
        raise NobodyReceives
    schedule = ReportSchedule.objects.create(
        school=school, every=every, next_on=next_day(every, today_of(school, now)), made_by=actor, made_at=now
    )
    schedule.receivers.set(receivers)
    journal.record(actor=actor, verb="scheduled", subject=schedule, now=now, every=every.value, people=len(receivers))
    return schedule


@transaction.atomic
def switch_schedule(*, actor: User, schedule_id: int, is_on: bool, now: datetime) -> ReportSchedule:
    """Stop sending a report, or go on with the next period. Raises `PermissionDenied`."""
    schedule = _locked(schedule_id)
    if not can_freeze(actor, schedule.school):
        raise PermissionDenied
    schedule.is_on = is_on
    if is_on:
        schedule.next_on = next_day(Every(schedule.every), today_of(schedule.school, now))
    schedule.save(update_fields=["is_on", "next_on"])
    journal.record(actor=actor, verb="resumed" if is_on else "stopped", subject=schedule, now=now)
    return schedule


def due_schedules(*, now: datetime) -> list[int]:
    """Return the schedules whose day may have come; `send_scheduled` looks at the school's own clock."""
    day = now.date() + DAY
    return list(ReportSchedule.objects.filter(is_on=True, next_on__lte=day).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def send_scheduled(*, schedule_id: int, now: datetime) -> Report | None:
    """Freeze the report of the period that has ended and have its receivers told, if its day has come; otherwise do nothing.

    Run twice, it freezes once: the day moves on in the same transaction. Where nobody is left to tell nothing is frozen.
    """
    schedule = _locked(schedule_id)
    today = today_of(schedule.school, now)
    if not schedule.is_on or schedule.next_on > today:
        return None
    every = Every(schedule.every)
    first, last = period_before(every, today)
    has_receivers = bool(receivers_of(schedule))
    schedule.next_on = next_day(every, today)
    schedule.save(update_fields=["next_on"])
    if not has_receivers:
        return None
    report = _frozen(schedule, Scope(schedule.school, now, first, last), now)
    schedule.sent_at = now
    schedule.save(update_fields=["sent_at"])
    # the note is set apart from here: it takes a moment, and nothing else could be written meanwhile
    tasks.send_letters_of_report.enqueue(schedule.pk, report.pk)
    return report


def receivers_of(schedule: ReportSchedule) -> list[User]:
    """Return to whom the report goes: those who may still see it."""
    return [one for one in schedule.receivers.filter(is_active=True) if can_see_report(one, schedule.school)]


def _locked(schedule_id: int) -> ReportSchedule:
    rows = ReportSchedule.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("school", "made_by").get(pk=schedule_id)


def _frozen(schedule: ReportSchedule, scope: Scope, now: datetime) -> Report:
    with translation.override(settings.LANGUAGE_CODE):
        title = gettext("Report %(period)s") % {"period": scope.words}
        return write_down(frozen_by=schedule.made_by, scope=scope, title=title, now=now)


def today_of(school: School, now: datetime) -> date:
    """Return the day by the school's clock."""
    return now.astimezone(school.zone).date()


def period_begins(every: Every, day: date) -> date:
    """Return the first day of the period in which `day` is."""
    months = MONTHS[every]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def next_day(every: Every, today: date) -> date:
    """Return the first day of the next period: then this one has ended."""
    begins = period_begins(every, today)
    year, month = divmod(begins.year * MONTHS_OF_YEAR + begins.month - 1 + MONTHS[every], MONTHS_OF_YEAR)
    return date(year, month + 1, 1)


def period_before(every: Every, today: date) -> tuple[date, date]:
    """Return the first and the last day of the last period that has ended."""
    last = period_begins(every, today) - DAY
    return period_begins(every, last), last
