"""Sums of months are what their days come to: written with them, filled from them once, mended where they differ."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from tests.audience.viewing.words import pass_of, told, view

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import DayViews, MonthViews
from nastavnik.audience.services.viewing.months import mend_months

pytestmark = pytest.mark.django_db

NEW_YEAR = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)
EVE = NEW_YEAR - timedelta(days=1)


def months():
    fields = ("month", "kind", "is_live", "views", "new_viewers", "seconds")
    return [(f"{month:%Y-%m-%d}", *rest) for month, *rest in MonthViews.objects.order_by(*fields).values_list(*fields)]


@pytest.fixture
def watched(film):
    """Two days at the turn of the year, and a viewing that goes on over midnight."""
    view(film, EVE)
    view(film, EVE - timedelta(days=20), is_live=True, kind=ViewerKind.GUEST)
    late = view(film, EVE, viewer=2)
    told(late, (20, 60), number=2, now=NEW_YEAR)
    view(film, NEW_YEAR)
    return [
        ("2026-12-01", 0, True, 1, 1, 20),
        ("2026-12-01", 1, False, 2, 2, 80),
        ("2027-01-01", 1, False, 1, 0, 20),
    ]


def test_months_grow_with_their_days(watched):
    assert months() == watched


def test_months_are_filled_from_the_days_that_were_there_before(watched):
    MonthViews.objects.all().delete()
    migration = import_module("nastavnik.audience.migrations.0006_views_of_months")
    with connection.cursor() as cursor:
        migration.fill(None, SimpleNamespace(connection=connection, execute=cursor.execute))
    assert months() == watched


def test_months_that_differ_from_their_days_are_mended(watched, film):
    assert mend_months(now=NEW_YEAR) == 0

    # one was never written, one was not added to, one has no day
    MonthViews.objects.filter(month="2027-01-01").delete()
    MonthViews.objects.filter(is_live=True).update(seconds=1)
    MonthViews.objects.create(video=film, month="2026-12-01", kind=ViewerKind.BOT, views=7)

    assert mend_months(now=NEW_YEAR) == 3
    assert months() == [*watched[:2], ("2026-12-01", 3, False, 0, 0, 0), watched[2]]
    assert mend_months(now=NEW_YEAR) == 0


def test_month_before_is_mended_on_the_first_days_of_the_next(watched):
    MonthViews.objects.filter(month="2026-12-01").update(views=0)
    assert mend_months(now=NEW_YEAR + timedelta(days=1)) == 2
    assert months() == watched


def test_months_long_past_are_left_alone(watched):
    DayViews.objects.filter(day__lt="2027-01-01").delete()
    assert mend_months(now=NEW_YEAR + timedelta(days=60)) == 0
    assert months() == watched


def test_report_refused_for_its_pace_adds_nothing_to_a_month(film):
    told(pass_of(film, NEW_YEAR), (0, 900), (0, 900), number=1, now=NEW_YEAR - timedelta(minutes=59))
    assert months() == []
