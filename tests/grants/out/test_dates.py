"""Days that applications have before them: on a person's page, and as a calendar that programs subscribe to."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar
from tests.grants.factories import GrantFactory, GrantProjectFactory
from tests.people.factories import UserFactory, grant

from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantApplication, ReportDue
from nastavnik.grants.selectors.out.calendar import calendar_key
from nastavnik.grants.selectors.out.dates import own_dates
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors.calendar import own_calendar_key

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def dated(application, now):
    closes_at = (now + 10 * DAY).replace(microsecond=0)
    GrantApplication.objects.filter(pk=application.pk).update(closes_at=closes_at, results_on=date(2027, 4, 30))
    application.refresh_from_db()
    return application


@pytest.fixture
def stranger(school, now):
    """An application of somebody else's project."""
    return GrantFactory(project=GrantProjectFactory(school=school, title="Чужой"), closes_at=now + 3 * DAY)


def feed(client, user):
    answer = client.get(reverse("grants:calendar", args=[calendar_key(user)]))
    return list(Calendar.from_ical(answer.content).walk("VEVENT")), answer


def test_own_dates_are_of_own_projects_in_the_order_of_time(school, dated, stranger, author, won, now, project):
    sooner = GrantFactory(project=project, closes_at=now + 2 * DAY, fund="pfci")
    ReportDue.objects.create(grant=won, title="Отчёт", due_on=(now + 3 * DAY).astimezone(school.zone).date())
    ReportDue.objects.create(grant=won, title="Отправлен", due_on=now.date(), sent_on=now.date())
    GrantApplication.objects.filter(pk=dated.pk).update(state=GrantState.DRAFT)

    dates = own_dates(author, school, now)

    assert [one.grant.pk for one in dates.deadlines] == [sooner.pk, dated.pk]
    assert dates.deadlines[0].fund == "Президентский фонд культурных инициатив"
    assert [one.days for one in dates.reports] == []
    assert bool(dates) is True


def test_reports_that_are_due_come_after_a_win(school, won, author, now):
    ReportDue.objects.create(grant=won, title="Отчёт", due_on=(now - 2 * DAY).astimezone(school.zone).date())

    dates = own_dates(author, school, now)

    assert [(one.report.title, one.days) for one in dates.reports] == [("Отчёт", -2)]
    assert dates.deadlines == ()


def test_nothing_is_before_whoever_writes_nothing(school, dated, learner, now):
    assert not own_dates(learner, school, now)


def test_own_dates_ask_twice(school, dated, author, now, django_assert_num_queries):
    own_dates(author, school, now)

    with django_assert_num_queries(2):
        own_dates(author, school, now)


def test_calendar_has_own_deadlines_with_their_margin_and_the_results(client, dated, stranger, author):
    events, answer = feed(client, author)
    submit, results = events

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert submit["summary"] == "Подать: Читаем вместе → Районный конкурс"
    assert submit["dtend"].dt == dated.closes_at
    assert submit["dtstart"].dt == dated.closes_at - DAY
    assert submit["dtend"].params["TZID"] == "Europe/Moscow"
    assert submit["transp"] == "TRANSPARENT"
    assert (results["dtstart"].dt, results["dtend"].dt) == (date(2027, 4, 30), date(2027, 5, 1))


def test_calendar_of_the_desk_has_the_whole_network(client, school, dated, stranger):
    methodist = UserFactory()
    grant(methodist, Role.METHODIST, place_of(school))

    events, _answer = feed(client, methodist)

    assert sorted(str(event["summary"]) for event in events)[1:] == [
        "Подать: Читаем вместе → Районный конкурс",
        "Подать: Чужой → Районный конкурс",
    ]


def test_calendar_has_reports_and_says_which_were_sent(client, won, author):
    ReportDue.objects.create(grant=won, title="Первый", due_on=date(2027, 7, 1), sent_on=date(2027, 6, 30))
    ReportDue.objects.create(grant=won, title="Второй", due_on=date(2027, 12, 1))

    events, _answer = feed(client, author)

    assert [str(event["summary"]) for event in events] == [
        "✓ Отчёт: Первый, Районный конкурс",
        "Отчёт: Второй, Районный конкурс",
    ]
    assert "Читаем вместе" in events[0]["description"]


def test_calendar_of_what_was_submitted_has_the_results_alone(client, dated, author):
    GrantApplication.objects.filter(pk=dated.pk).update(state=GrantState.SUBMITTED)

    events, _answer = feed(client, author)

    assert [str(event["summary"]) for event in events] == ["Итоги: Читаем вместе, Районный конкурс"]


def test_calendar_of_nothing_is_empty(client, author):
    assert feed(client, author)[0] == []


def test_calendar_that_has_not_changed_is_not_sent_again(client, dated, author):
    _events, answer = feed(client, author)

    again = client.get(answer.wsgi_request.path, headers={"If-None-Match": answer.headers["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize("key", [own_calendar_key, lambda user: user.token, lambda _user: "x:y"])
def test_key_of_something_else_opens_no_calendar(client, dated, author, key):
    assert client.get(reverse("grants:calendar", args=[key(author)])).status_code == 404


def test_calendar_of_a_closed_account_is_gone(client, dated, author):
    author.is_active = False
    author.save()

    assert client.get(reverse("grants:calendar", args=[calendar_key(author)])).status_code == 404
