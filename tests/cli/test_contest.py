"""`nastavnik contest verify`: a changed mark is found anywhere, without the school that made the minutes."""

import json
import os
import subprocess
import sys

import pytest
from tests.contest.ranking.test_told import minutes_of
from typer.testing import CliRunner

from nastavnik.cli import contest as command
from nastavnik.cli.app import app
from nastavnik.cli.exits import Exit
from nastavnik.contest.ranking.told import file_of


@pytest.fixture
def told():
    return minutes_of([150, 100], {(1, 1): [9, 8], (2, 1): [7, 8], (1, 2): [5, 5], (2, 2): [6, 5]})


@pytest.fixture
def minutes(tmp_path, told):
    file = tmp_path / "minutes.json"
    file.write_bytes(file_of(told))
    return file


def run(file, *words):
    return CliRunner().invoke(app, ["contest", "verify", str(file), *words])


def test_right_minutes_are_said_to_be_right(minutes):
    done = run(minutes)

    assert done.exit_code == Exit.DONE
    assert "Right: 2 places" in done.output


def test_changed_mark_is_told(minutes):
    minutes.write_text(minutes.read_text().replace('"1": 9', '"1": 10'))

    done = run(minutes)

    assert done.exit_code == Exit.FAILED
    assert "not what was signed" in done.output
    assert "application 1: the total is told as 20.00; out of the marks comes 20.75" in done.output


def test_mark_that_the_scale_does_not_have_is_told(minutes, told):
    told["applications"][0]["sheets"][0]["marks"]["1"] = 40
    minutes.write_bytes(file_of(told))

    assert "application 1: a mark that cannot be counted: 40 (wanted: 0 to 10)" in run(minutes).output


def test_differences_are_told_to_programs(minutes, told):
    told["ranking"][1]["place"] = 1
    minutes.write_bytes(file_of(told))

    done = run(minutes, "--json")

    assert done.exit_code == Exit.FAILED
    assert json.loads(done.output) == [{"number": 2, "what": "place", "told": "1", "computed": "2"}]


def test_right_minutes_are_an_empty_list_to_programs(minutes):
    assert json.loads(run(minutes, "--json").output) == []


def test_other_file_is_refused_in_words(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Здравствуйте")

    done = run(file)

    assert done.exit_code == Exit.FAILED
    assert "no minutes of a contest" in done.output


def test_file_that_is_too_large_is_not_read(minutes, monkeypatch):
    monkeypatch.setattr(command, "MOST_BYTES", 10)

    done = run(minutes)

    assert done.exit_code == Exit.FAILED
    assert "larger than any minutes" in done.output


def test_missing_file_is_the_command_line_used_wrongly(tmp_path):
    assert run(tmp_path / "none.json").exit_code == Exit.USED_WRONGLY


def test_it_works_where_there_is_no_school(minutes, tmp_path):
    """As years later on another machine: no settings, nothing in the folder."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command_line = [sys.executable, "-m", "nastavnik.cli", "contest", "verify", str(minutes)]
    done = subprocess.run(command_line, cwd=tmp_path, env=kept, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == [minutes]
