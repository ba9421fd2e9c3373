"""`nastavnik report`, by the words that an operator types."""

import json
from datetime import datetime

import pytest
from django.utils import timezone
from tests.audience.figures.world import fill
from typer.testing import CliRunner

from nastavnik.cli.app import app
from nastavnik.cli.exits import Exit

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("nastavnik.cli.app.load_school", lambda: None)  # the tests have loaded it
    return lambda *words: CliRunner().invoke(app, ["report", *words])


def test_report_for_programs_has_numbers_as_numbers_and_dates_as_dates(run, school):
    fill(school)
    told = json.loads(run(school.slug, "--json").output)
    vk = told["figures"]["views.vk.total_views"]

    assert told["school"] == school.slug
    assert (vk["value"], vk["unit"], vk["lessons"]) == (150, "count", 2)
    assert told["figures"]["surveys.usefulness"]["value"] == 4.5
    assert datetime.fromisoformat(vk["oldest"]) < datetime.fromisoformat(vk["newest"])
    assert datetime.fromisoformat(told["as_of"]) <= timezone.now()


def test_report_for_people_stands_under_its_sections(run, school):
    fill(school)
    said = run(school.slug).output

    assert said.startswith("Занятия\n")
    assert "150  VK Видео: " in said
    assert "[views.vk.total_views]" in said


def test_report_as_of_a_day_is_of_its_end(run, school):
    told = json.loads(run(school.slug, "--as-of", "2020-05-01", "--json").output)

    assert told["as_of"] == "2020-05-01T23:59:59+03:00"


def test_report_of_no_school_ends_with_5(run, school):
    done = run("nobody")

    assert done.exit_code == Exit.NOT_FOUND
    assert school.slug in done.stderr


def test_report_of_an_odd_day_is_used_wrongly(run, school):
    assert run(school.slug, "--as-of", "вчера").exit_code == Exit.USED_WRONGLY
