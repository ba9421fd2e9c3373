"""Kept rows come back as they were: words, numbers, days, moments."""

import gzip
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext_lazy

from nastavnik.audience.papers import kept
from nastavnik.audience.papers.kept import KeptRows, read_all, read_rows, write_rows
from nastavnik.audience.papers.persons import OfPerson, Persons, read_persons

ROW = ["слово\n«x»", 7, 1.5, Decimal("12.50"), date(2026, 1, 31), datetime(2026, 1, 31, 9, 30, tzinfo=UTC), None, True]


def table(code, rows):
    return KeptRows(code, tuple("abcdefgh"), (False,) * 8, rows)


def test_read_rows_gives_back_values_of_every_kind():
    file = BytesIO()
    write_rows(file, [table("one", [["нет"] * 8]), table("two", [ROW, [gettext_lazy("yes"), *ROW[1:]]])], Persons())

    found = read_rows(file, "two", Persons())

    assert found.rows[0] == ROW
    assert isinstance(found.rows[1][0], str)
    assert found.heads == tuple("abcdefgh")
    file.seek(0)
    assert [one.code for one in read_all(file, Persons())] == ["one", "two"]
    file.seek(0)
    assert read_rows(file, 'thr"ee', Persons()) is None


def test_write_rows_gives_the_same_hash_for_the_same_rows_and_another_for_others():
    first, same, other = (write_rows(BytesIO(), [table("one", rows)], Persons()) for rows in ([ROW], [ROW], [ROW, ROW]))

    assert first == same != other


def test_write_rows_keeps_no_more_than_it_bears_and_says_so(monkeypatch):
    monkeypatch.setattr(kept, "MOST_ROWS", 2)
    file = BytesIO()
    write_rows(file, [table("long", [ROW] * 3), table("full", [ROW] * 2)], Persons())

    long = read_rows(file, "long", Persons())
    file.seek(0)

    assert (len(long.rows), long.is_cut) == (2, True)
    assert not read_rows(file, "full", Persons()).is_cut


def test_rows_name_nobody_who_was_forgotten():
    file, persons = BytesIO(), Persons()
    write_rows(file, [KeptRows("one", ("a", "b"), (False,) * 2, [[OfPerson(7, "Анна"), OfPerson(8, "Яна")]])], persons)
    assert "Анна" not in gzip.decompress(file.getvalue()).decode()
    before, after = (read_persons(BytesIO(persons.packed())) for _ in range(2))

    assert after.forget([7, 9])
    assert not after.forget([9])

    assert read_rows(file, "one", before).rows == [["Анна", "Яна"]]
    file.seek(0)
    assert read_rows(file, "one", after).rows == [["—", "Яна"]]
    assert (before.has_forgotten, after.has_forgotten) == (False, True)
