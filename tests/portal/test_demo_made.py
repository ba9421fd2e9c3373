"""The making of the demonstration, in a school that has none yet."""

from io import StringIO

import pytest
from django.core.management import call_command
from tests.portal.demonstrating import NOW, rows_of_all_tables

from nastavnik.portal.management.demonstration import make_demonstration
from nastavnik.portal.management.demonstration.year import Year


def test_a_run_that_is_broken_off_leaves_nothing(db, monkeypatch):
    before = rows_of_all_tables()

    def break_off(_year):
        raise ConnectionAbortedError

    monkeypatch.setattr(Year, "add_speakers", break_off)
    with pytest.raises(ConnectionAbortedError):
        make_demonstration(NOW)

    assert rows_of_all_tables() == before


def test_command_says_that_the_school_was_made(db):
    out = StringIO()

    call_command("demo", stdout=out)

    assert "is made" in out.getvalue()
