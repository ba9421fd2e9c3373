"""Reports are sent by themselves when a period is over: once, and to those alone who may see them."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nastavnik.audience import tasks
from nastavnik.audience.enums import Every
from nastavnik.audience.models import Report, ReportSchedule
from nastavnik.audience.selectors.reports.schedules import schedule_for, schedules_page
from nastavnik.audience.services.reports import (
    add_schedule,
    due_schedules,
    keep_paper,
    posting,
    send_scheduled,
    switch_schedule,
    tell_receivers,
)
from nastavnik.audience.services.reports.refusals import NobodyReceives
from nastavnik.audience.services.reports.schedules import next_day, period_before
from nastavnik.people.models import Letter, Notice, RoleAssignment
from nastavnik.people.services.outbox import send_due_letters

# by the clock of Moscow the month is over
DECEMBER = datetime(2026, 11, 30, 21, 30, tzinfo=UTC)

NOT_ATTACHED = "PDF к письму не приложен"


@pytest.fixture
def schedule(methodist, director, school, now):
    tokens = [methodist.token, director.token]
    return add_schedule(actor=methodist, school=school, every=Every.MONTH, receiver_tokens=tokens, now=now)


@pytest.mark.parametrize(
    ("every", "following", "period"),
    [
        (Every.MONTH, date(2026, 12, 1), (date(2026, 10, 1), date(2026, 10, 31))),
        (Every.QUARTER, date(2027, 1, 1), (date(2026, 7, 1), date(2026, 9, 30))),
        (Every.YEAR, date(2027, 1, 1), (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_next_day_and_period_before_are_whole_periods(every, following, period):
    assert next_day(every, date(2026, 11, 20)) == following
    assert period_before(every, date(2026, 11, 20)) == period


def post(schedule, report, now=DECEMBER):
    """Do what the task does after a report was frozen."""
    keep_paper(report_id=report.pk)
    return tell_receivers(schedule_id=schedule.pk, report_id=report.pk, now=now)


def test_send_scheduled_freezes_the_period_and_tells_each_receiver_once(schedule, methodist, director, lesson):
    assert due_schedules(now=DECEMBER) == [schedule.pk]
    report = send_scheduled(schedule_id=schedule.pk, now=DECEMBER)
    again = send_scheduled(schedule_id=schedule.pk, now=DECEMBER)
    assert [post(schedule, report), post(schedule, report)] == [2, 0]

    assert again is None
    assert (report.begins_on, report.ends_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert Report.objects.count() == 1
    notices = Notice.objects.filter(key__startswith="report.")
    assert {one.user for one in notices} == {methodist, director}
    assert notices.first().link.endswith(f"/desk/reports/frozen/{report.token}/")
    letters = Letter.objects.filter(key__startswith="report.")
    assert letters.count() == 2
    assert f"/desk/reports/frozen/{report.token}/files/pdf/" in letters.first().text
    schedule.refresh_from_db()
    assert (schedule.next_on, schedule.sent_at) == (date(2027, 1, 1), DECEMBER)


def test_letter_carries_the_note_of_its_report(schedule, methodist, lesson):
    report = send_scheduled(schedule_id=schedule.pk, now=DECEMBER)
    post(schedule, report)
    send_due_letters(clock=lambda: datetime(2026, 12, 1, 9, 0, tzinfo=UTC))

    letter = next(one for one in mail.outbox if one.to == [methodist.email])
    ((name, content, media_type),) = letter.attachments
    assert (name, media_type) == (f"{report.title}.pdf", "application/pdf")
    assert len(pypdfium2.PdfDocument(content)) >= 1
    assert name in letter.body
    assert NOT_ATTACHED not in letter.body


def test_letter_with_a_note_that_is_too_large_has_its_address_alone(schedule, methodist, lesson, monkeypatch):
    monkeypatch.setattr(posting, "MOST_FILE_BYTES", 100)
    report = send_scheduled(schedule_id=schedule.pk, now=DECEMBER)
    post(schedule, report)
    send_due_letters(clock=lambda: datetime(2026, 12, 1, 9, 0, tzinfo=UTC))

    letter = next(one for one in mail.outbox if one.to == [methodist.email])
    assert not letter.attachments
    assert f"/desk/reports/frozen/{report.token}/files/pdf/" in letter.body
    assert NOT_ATTACHED in letter.body


def test_task_sends_the_letter_of_a_note_that_cannot_be_set(schedule, lesson, monkeypatch):
    def fail(**_words):
        raise RuntimeError

    report = send_scheduled(schedule_id=schedule.pk, now=DECEMBER)
    monkeypatch.setattr("nastavnik.audience.services.reports.keep_paper", fail)
    tasks.send_letters_of_report.call(schedule.pk, report.pk)

    assert {one.file for one in Letter.objects.filter(key__startswith="report.")} == {""}


def test_send_scheduled_waits_for_its_day_by_the_clock_of_the_school(schedule, lesson):
    early = datetime(2026, 11, 30, 20, 30, tzinfo=UTC)

    assert due_schedules(now=early) == [schedule.pk]
    assert send_scheduled(schedule_id=schedule.pk, now=early) is None
    assert not Report.objects.exists()


def test_send_scheduled_tells_nobody_who_may_not_see_the_report_any_more(schedule, methodist, director, lesson):
    RoleAssignment.objects.filter(user=director).delete()
    post(schedule, send_scheduled(schedule_id=schedule.pk, now=DECEMBER))
    assert {one.user for one in Notice.objects.filter(key__startswith="report.")} == {methodist}

    type(methodist).objects.filter(pk=methodist.pk).update(is_active=False)
    assert send_scheduled(schedule_id=schedule.pk, now=datetime(2027, 1, 2, tzinfo=UTC)) is None
    assert Report.objects.count() == 1


def test_switch_schedule_stops_it_and_goes_on_with_the_next_period(schedule, methodist, director, now):
    switch_schedule(actor=methodist, schedule_id=schedule.pk, is_on=False, now=now)
    assert due_schedules(now=DECEMBER) == []
    assert send_scheduled(schedule_id=schedule.pk, now=DECEMBER) is None

    switch_schedule(actor=methodist, schedule_id=schedule.pk, is_on=True, now=DECEMBER)
    assert ReportSchedule.objects.get().next_on == date(2027, 1, 1)
    with pytest.raises(PermissionDenied):
        switch_schedule(actor=director, schedule_id=schedule.pk, is_on=False, now=now)


def test_add_schedule_takes_people_of_the_desk_alone(methodist, director, learner, school, now):
    with pytest.raises(NobodyReceives):
        add_schedule(actor=methodist, school=school, every=Every.YEAR, receiver_tokens=[learner.token], now=now)
    with pytest.raises(PermissionDenied):
        add_schedule(actor=director, school=school, every=Every.YEAR, receiver_tokens=[director.token], now=now)
    with pytest.raises(PermissionDenied):
        schedules_page(director, school)


def test_schedule_for_is_for_methodists_alone(schedule, methodist, director, school):
    assert schedule_for(methodist, school, schedule.token) == schedule
    for actor, token in ((director, schedule.token), (methodist, "nosuch")):
        with pytest.raises(Http404):
            schedule_for(actor, school, token)


def test_schedules_page_adds_stops_and_resumes(enter, methodist, director, school):
    client = enter(methodist)
    assert client.post("/desk/reports/schedules/", {"every": "month"}).context["form"].errors
    client.post("/desk/reports/schedules/", {"every": "month", "receivers": [director.token]})
    schedule = ReportSchedule.objects.get()
    assert director.full_name in client.get("/desk/reports/schedules/").content.decode()

    client.post(f"/desk/reports/schedules/{schedule.token}/stop/")
    assert not ReportSchedule.objects.get().is_on
    client.post(f"/desk/reports/schedules/{schedule.token}/resume/")
    assert ReportSchedule.objects.get().is_on


def test_tasks_send_what_is_due(schedule, lesson, monkeypatch):
    monkeypatch.setattr("nastavnik.core.clock.now", lambda: DECEMBER)

    tasks.send_due_reports.call()
    tasks.send_report.call(schedule.pk)

    assert Report.objects.count() == 1
