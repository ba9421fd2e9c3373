"""Who writes is reminded before the safe moment, each time once; of reports too."""

from datetime import timedelta

import pytest
from tests.grants.factories import GrantFactory

from nastavnik.grants import tasks
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantApplication, ReportDue
from nastavnik.grants.services import onward
from nastavnik.grants.services.onward import reminders
from nastavnik.people.models import Notice

pytestmark = pytest.mark.django_db
DAY, MARGIN = timedelta(days=1), timedelta(hours=24)


def closing(grant, at, **changes):
    GrantApplication.objects.filter(pk=grant.pk).update(closes_at=at, **changes)


def titles(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def test_reminders_come_fourteen_seven_three_days_and_a_day_before_the_safe_moment(
    application, author, head, mentor, now
):
    closes_at = now + 20 * DAY + MARGIN
    closing(application, closes_at)

    told = [onward.remind_of_deadlines(now=now + days * DAY + timedelta(minutes=1)) for days in range(21)]

    assert [day for day, count in enumerate(told) if count] == [6, 13, 17, 19]
    assert len(titles(author)) == len(titles(head)) == len(titles(mentor)) == 4
    assert titles(author)[0].startswith("Осталось 14 дней")
    assert titles(author)[-1].startswith("Остался 1 день")


def test_nearest_of_several_days_is_told_alone(application, author, now):
    closing(application, now + 2 * DAY + MARGIN)

    assert onward.remind_of_deadlines(now=now) == 1
    assert onward.remind_of_deadlines(now=now) == 0
    assert titles(author)[0].startswith("Осталось 3 дня")


def test_deadline_that_was_moved_later_is_told_anew(application, now):
    closing(application, now + 2 * DAY + MARGIN)
    onward.remind_of_deadlines(now=now)
    closing(application, now + 30 * DAY + MARGIN)

    assert onward.remind_of_deadlines(now=now) == 0
    assert onward.remind_of_deadlines(now=now + 28 * DAY) == 1


@pytest.mark.parametrize(
    "changes",
    [{"state": GrantState.SUBMITTED}, {"removed_at": "now"}, {"closes_at": None}],
    ids=["submitted", "removed", "not known"],
)
def test_nobody_is_reminded_of_what_needs_nothing(application, now, changes):
    at = now + 2 * DAY + MARGIN
    known = {key: now if value == "now" else value for key, value in changes.items()}
    GrantApplication.objects.filter(pk=application.pk).update(**{"closes_at": at, **known})

    assert onward.remind_of_deadlines(now=now) == 0


def test_nobody_is_reminded_when_the_intake_is_over_or_the_project_is_removed(application, project, now):
    closing(application, now - DAY)
    assert onward.remind_of_deadlines(now=now) == 0

    closing(application, now + 2 * DAY)
    project.removed_at = now
    project.save()
    assert onward.remind_of_deadlines(now=now) == 0


def test_application_that_was_submitted_meanwhile_is_left_alone(application, now):
    closing(application, now + 2 * DAY, state=GrantState.SUBMITTED)

    assert reminders._remind_of_deadline(application.pk, now) is False


def test_reports_are_reminded_of_until_they_are_due(won, author, now):
    due_on = (now + 8 * DAY).astimezone(won.project.school.zone).date()
    ReportDue.objects.create(grant=won, title="Отчёт", due_on=due_on)

    told = [onward.remind_of_reports(now=now + days * DAY) for days in range(10)]

    assert [day for day, count in enumerate(told) if count] == [0, 1, 5, 7]
    assert "Отчёт" in titles(author)[0]


def test_report_that_was_sent_meanwhile_is_left_alone(won, now):
    report = ReportDue.objects.create(grant=won, title="Отчёт", due_on=now.date(), sent_on=now.date())

    assert onward.remind_of_reports(now=now) == 0
    assert reminders._remind_of_report(report.pk, now) is False


def test_task_reminds_of_both(application, won, project, author, now):
    closing(GrantFactory(project=project), now + 2 * DAY)
    ReportDue.objects.create(grant=won, title="Отчёт", due_on=(now + 2 * DAY).date())

    assert tasks.remind_of_days.func() == 2


def test_project_without_a_library_has_its_members_alone_to_remind(application, project, author, head, now):
    project.library = None
    project.save()
    closing(application, now + 2 * DAY)

    onward.remind_of_deadlines(now=now)

    assert len(titles(author)) == 1
    assert titles(head) == []
