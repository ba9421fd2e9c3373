import json
from datetime import date, timedelta

import pytest

from nastavnik.mentoring.terms import is_decreed, year_of
from nastavnik.mentoring.terms.calendar import YEARS

pytestmark = pytest.mark.own_database


def days_of(number):
    first = date(number, 1, 1)
    return [first + timedelta(days=day) for day in range((date(number + 1, 1, 1) - first).days)]


def free_week_days(number):
    return [f"{day:%m-%d}" for day in days_of(number) if day.weekday() < 5 and not year_of(number).is_working(day)]


# As the ministry counts them for a week of five days.
@pytest.mark.parametrize(("number", "working_days"), [(2025, 247), (2026, 247)])
def test_year_of_a_decree_has_its_number_of_working_days(number, working_days):
    year = year_of(number)

    assert sum(year.is_working(day) for day in days_of(number)) == working_days


def test_year_2025_is_as_its_decree_says():
    assert year_of(2025).is_working(date(2025, 11, 1))
    assert {"05-02", "05-08", "06-13", "11-03", "12-31"} <= set(free_week_days(2025))
    # what the decree moved is not moved by the Code besides
    assert not {"02-24", "03-10"} & set(free_week_days(2025))
    assert sorted(f"{day:%m-%d}" for day in year_of(2025).short_days) == ["03-07", "04-30", "06-11", "11-01"]


def test_year_2026_is_as_its_decree_and_the_code_say():
    assert free_week_days(2026) == [
        *("01-01", "01-02", "01-05", "01-06", "01-07", "01-08", "01-09"),
        *("02-23", "03-09", "05-01", "05-11", "06-12", "11-04", "12-31"),
    ]
    assert sorted(f"{day:%m-%d}" for day in year_of(2026).short_days) == ["04-30", "05-08", "06-11", "11-03"]


def test_year_without_a_decree_follows_the_labour_code():
    assert (is_decreed(2026), is_decreed(2027)) == (True, False)
    assert year_of(2027).source == ""
    # 1 and 9 May, 12 June fall on weekends; days off of January are the government's to move
    assert {"05-03", "05-10", "06-14"} <= set(free_week_days(2027))
    assert year_of(2027).is_working(date(2027, 1, 11))


def test_files_name_their_decree_and_move_days_off_of_their_year():
    for file in sorted(YEARS.glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        assert said["year"] == int(file.stem)
        assert "№" in said["source"]["title"]
        assert date.fromisoformat(said["source"]["checked_on"])
        for moved in said["moved"]:
            begin, end = date.fromisoformat(moved["from"]), date.fromisoformat(moved["to"])
            assert begin.year == end.year == said["year"]
            assert not year_of(said["year"]).is_working(end)
