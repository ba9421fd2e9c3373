"""What the own page counted is the same number however a period cuts months."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Sum
from tests.audience.viewing.words import view
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import DayViews
from nastavnik.audience.selectors.figures import Scope, figures_of, rows_of
from nastavnik.audience.selectors.figures.films import AUDIENCE, own_views
from nastavnik.audience.selectors.figures.reading import add_up, figure_named
from nastavnik.audience.selectors.figures.series import months_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
DAYS = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-09")


@pytest.fixture
def films(school):
    lesson = LessonFactory(cycle__programme__school=school, held=True)
    films = [VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0) for _ in range(2)]
    for number, day in enumerate(DAYS):
        at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        for viewer in range(2**number % 7 + 1):
            view(films[number % 2], at, viewer=viewer, is_live=number < 3)
        view(films[0], at, viewer=99, kind=ViewerKind.STAFF)
    return films


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, None),
        ("2026-01-01", "2026-03-31"),  # months alone
        ("2025-12-31", "2026-03-01"),  # a day before them and a day after
        ("2026-01-02", "2026-02-27"),  # ends of two months and none whole
        ("2026-02-28", "2026-02-28"),
        ("2026-01-31", None),
        (None, "2026-02-01"),
        ("2027-01-01", None),  # not begun
    ],
)
def test_own_views_of_a_period_are_those_of_its_days(films, school, first, last):
    scope = Scope(school, NOW, first and date.fromisoformat(first), last and date.fromisoformat(last))
    days = DayViews.objects.filter(kind__in=AUDIENCE, day__range=(first or DAYS[0], last or NOW.date()))
    counted = days.aggregate(views=Sum("views", default=0), new=Sum("new_viewers", default=0))
    live = days.filter(is_live=True).aggregate(views=Sum("views", default=0))["views"]
    told = {one.code: one.value for one in figures_of(scope)}
    codes = [f"views.own.{name}" for name in ("total_views", "live_views", "unique", "hours")]

    assert [told[code] for code in codes[:3]] == [counted["views"], live, counted["new"]]
    for code in codes:
        rows = rows_of(code, scope, {"export": "csv"})
        assert add_up(figure_named(code, scope)[1], rows) == told[code]
        assert len(list(rows.values())) == days.values("video").distinct().count()
    assert sum(months_of(scope).own) == counted["views"]


def test_whole_months_are_not_read_day_by_day(films, school):
    parts = own_views(Scope(school, NOW, date(2025, 12, 31)))

    assert {part: rows.count() for part, rows in parts.items()} == {"head": 1, "months": 6, "tail": 1}
