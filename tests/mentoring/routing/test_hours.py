from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.mentoring.terms import WorkingHours
from nastavnik.mentoring.terms.hours import HOUR

pytestmark = pytest.mark.own_database

MOSCOW = ZoneInfo("Europe/Moscow")
USUAL = WorkingHours(MOSCOW, time(9), time(18))


def at(text, zone=MOSCOW):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        ("2026-11-24T10:00", 3, "2026-11-27T18:00"),
        ("2026-11-24T23:50", 3, "2026-11-27T18:00"),
        # over a weekend
        ("2026-11-27T10:00", 3, "2026-12-02T18:00"),
        ("2026-11-28T10:00", 3, "2026-12-02T18:00"),
        # 31 December is moved, the year after has no decree: from 11 January on
        ("2026-12-29T10:00", 2, "2027-01-11T18:00"),
        # the eve of Unity Day ends an hour earlier
        ("2026-11-02T10:00", 1, "2026-11-03T17:00"),
        # a working Saturday
        ("2025-10-31T10:00", 1, "2025-11-01T17:00"),
    ],
)
def test_term_ends_with_its_last_working_day(asked, days, due):
    assert USUAL.end_of_term(at(asked), days) == at(due)


def test_days_of_the_school_come_before_the_country():
    hours = WorkingHours(MOSCOW, time(9), time(18), {date(2026, 11, 25): False, date(2026, 11, 28): True})

    assert hours.end_of_term(at("2026-11-24T10:00"), 3) == at("2026-11-28T18:00")


def test_own_working_eve_is_as_long_as_the_school_says():
    hours = WorkingHours(MOSCOW, time(9), time(18), {date(2026, 11, 3): True})

    assert hours.end_of_term(at("2026-11-02T10:00"), 1) == at("2026-11-03T18:00")


def test_day_of_an_hour_is_not_shortened_below_nothing():
    short = WorkingHours(MOSCOW, time(9), time(9, 30))

    assert short.span(date(2026, 11, 3)) == (at("2026-11-03T09:00"), at("2026-11-03T09:00"))


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("2026-11-24T10:00", "2026-11-24T12:30", 2.5),
        ("2026-11-24T17:00", "2026-11-25T10:00", 2),
        ("2026-11-27T17:00", "2026-11-30T10:00", 2),
        ("2026-11-24T06:00", "2026-11-24T08:00", 0),
        ("2026-11-24T20:00", "2026-11-24T22:00", 0),
        ("2026-11-25T10:00", "2026-11-24T10:00", 0),
        ("2026-11-28T10:00", "2026-11-29T10:00", 0),
    ],
)
def test_time_between_is_that_of_working_hours_alone(begin, end, hours):
    assert USUAL.between(at(begin), at(end)) == timedelta(hours=hours)


def test_hours_are_those_of_the_schools_clock():
    kamchatka = ZoneInfo("Asia/Kamchatka")
    far = WorkingHours(kamchatka, time(9), time(18))

    assert far.end_of_term(at("2026-11-24T10:00", kamchatka), 1).astimezone(UTC) == datetime(
        2026, 11, 25, 6, 0, tzinfo=UTC
    )
    assert far.between(at("2026-11-24T01:00"), at("2026-11-24T08:00")) == 7 * HOUR


MOMENTS = st.timedeltas(timedelta(), timedelta(days=1000)).map(lambda later: datetime(2025, 1, 1, tzinfo=UTC) + later)
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=200))
DAYS = st.dictionaries(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=60)


@st.composite
def schools(draw):
    opens = draw(st.integers(0, 22))
    closes = draw(st.integers(opens + 1, 23))
    zone = draw(st.sampled_from(["Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin"]))
    return WorkingHours(ZoneInfo(zone), time(opens), time(closes), draw(DAYS))


@given(schools(), MOMENTS, AMOUNTS)
def test_amount_after_a_moment_lies_between_the_two(hours, begin, amount):
    end = hours.after(begin, amount)

    assert end >= begin
    assert hours.between(begin, end) == amount


@given(schools(), MOMENTS, MOMENTS, MOMENTS)
def test_times_between_add_up(hours, one, two, three):
    first, middle, last = sorted((one, two, three))

    assert hours.between(first, middle) + hours.between(middle, last) == hours.between(first, last)
    assert hours.between(first, last) <= last - first


@given(schools(), MOMENTS, st.integers(1, 30))
def test_term_ends_on_a_working_day_and_longer_ones_later(hours, begin, days):
    end = hours.end_of_term(begin, days)

    assert end > begin
    assert hours.is_working(end.astimezone(hours.zone).date())
    assert hours.end_of_term(begin, days + 1) > end


@given(schools(), MOMENTS, AMOUNTS, st.timedeltas(timedelta(), timedelta(days=40)))
def test_what_is_left_when_a_term_stood_still_is_left_afterwards(hours, begin, amount, pause):
    due_at = hours.after(begin, amount)
    left = hours.between(begin, due_at)

    moved = hours.after(begin + pause, left)

    assert hours.between(begin + pause, moved) == left
    assert moved >= due_at
