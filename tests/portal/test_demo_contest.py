"""The contest of the demonstration: 28 applications, the three winners of the case out of the marks, minutes that can be computed anew."""

from collections import Counter

import pytest
from tests.portal.demonstrating import NOW
from typer.testing import CliRunner

from nastavnik.cli.app import app
from nastavnik.contest.enums import ApplicationState, SheetState, Stage, Target
from nastavnik.contest.models import (
    Application,
    Award,
    Contest,
    Decision,
    GalleryEntry,
    Juror,
    Minutes,
    Recusal,
    ScoreSheet,
    Submission,
)
from nastavnik.contest.permissions import libraries_headed_by
from nastavnik.contest.ranking.told import file_of
from nastavnik.contest.selectors.results.computed import computed_of
from nastavnik.contest.selectors.stages import Intake, intake_of, stage_of
from nastavnik.people.models import User

# the making of it is tried on both databases (`test_demo_made.py`)
pytestmark = pytest.mark.own_database

WINNERS = {
    "Бессоновская поселенческая библиотека",
    "Пушкарская поселенческая библиотека",
    "Детская районная библиотека",
}
PRIZE = "Настольная игра «Монополия Россия»"


@pytest.fixture
def contest(demonstrated, db):
    return Contest.objects.select_related("school").get(slug="otkrytaia-biblioteka")


def applications_of(contest):
    return Application.objects.filter(contest=contest, is_sample=False)


def test_contest_has_the_applications_of_the_case(contest):
    rows = applications_of(contest).select_related("library")

    assert Counter(rows.values_list("direction__target", flat=True)) == {
        Target.FAMILY: 7,
        Target.YOUTH: 4,
        Target.CHILDREN: 15,
        Target.SENIORS: 2,
    }
    assert {row.state for row in rows} == {ApplicationState.ADMITTED}
    assert len({row.library_id for row in rows}) == len({row.title for row in rows}) == 28
    assert sorted(row.number for row in rows) == list(range(1, 29))


def test_projects_of_the_contest_are_distinct(contest):
    taken = [row.taken["values"] for row in Submission.objects.filter(application__contest=contest, turn=1)]

    assert len(taken) == 28
    for key in ("short_description", "target_group", "problem", "problem_evidence", "goal", "further_development"):
        assert len({values[key] for values in taken}) == 28, key
    assert all(values["activities"] and values["budget_lines"] for values in taken)


def test_winners_of_the_case_come_out_of_the_marks(contest):
    found = computed_of(contest)
    first = [found.applications[place.score.application] for place in found.places[:3]]

    assert {one.library.name for one in first} == WINNERS
    assert [place.place for place in found.places] == list(range(1, 29))
    assert not found.needs_chair
    decided = Decision.objects.filter(application__contest=contest, award__place__isnull=False)
    assert {row.application.library.name for row in decided} == WINNERS
    assert {row.award.prize for row in decided} == {PRIZE}
    assert Award.objects.filter(contest=contest, place__isnull=False).count() == 3


def test_jury_is_odd_and_every_application_has_three_finished_sheets(contest):
    jurors = Juror.objects.filter(contest=contest, left_at=None)
    sheets = ScoreSheet.objects.filter(juror__contest=contest)

    assert jurors.filter(is_secretary=False).count() == contest.jury_size == 5
    assert jurors.filter(is_chair=True).count() == jurors.filter(is_secretary=True).count() == 1
    assert set(Counter(sheets.values_list("application", flat=True)).values()) == {3}
    assert set(sheets.values_list("state", flat=True)) == {SheetState.FINISHED}
    assert not sheets.filter(advice="").exists()
    assert Recusal.objects.filter(juror__contest=contest).count() == 1
    assert sheets.filter(juror__user__email="juror@demo.example").count() >= 16


def test_minutes_of_the_contest_can_be_verified(contest, tmp_path):
    minutes = Minutes.objects.get(contest=contest)
    file = tmp_path / "minutes.json"
    file.write_bytes(file_of(minutes.told))

    told = CliRunner().invoke(app, ["contest", "verify", str(file)])

    assert told.exit_code == 0, told.output
    assert f"Right: 28 places come out of the marks. SHA-256 {minutes.sha256}" in told.output


def test_results_are_released_with_letters_and_ideas(contest):
    letters = Decision.objects.filter(application__contest=contest)

    assert stage_of(contest, NOW) is Stage.RELEASED
    assert letters.count() == 28
    assert not letters.filter(letter="").exists()
    assert all("второй сезон" in row.letter for row in letters)
    assert GalleryEntry.objects.filter(application__contest=contest, is_public=True).count() == 8


def test_one_application_was_returned_and_corrected(contest):
    turns = Counter(Submission.objects.filter(application__contest=contest).values_list("application", flat=True))

    assert Counter(turns.values()) == {1: 27, 2: 1}


def test_next_contest_takes_applications_and_has_drafts(contest):
    following = Contest.objects.get(cloned_from=contest)
    head = User.objects.get(email="head@demo.example")

    assert intake_of(following, NOW) is Intake.OPEN
    assert Counter(applications_of(following).values_list("state", flat=True)) == {ApplicationState.DRAFT: 2}
    assert libraries_headed_by(head, following).count() == 1
    assert not applications_of(following).filter(library__in=libraries_headed_by(head, following)).exists()
    assert applications_of(contest).filter(library__in=libraries_headed_by(head, contest)).count() == 1
