"""Stages, intake and deadlines are told by days alone: rows are built and never saved."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.contest.factories import ApplicationFactory, ContestFactory

from nastavnik.contest.enums import ApplicationState, LatePolicy, Stage
from nastavnik.contest.selectors.stages import (
    Intake,
    IntakeNotBegun,
    IntakeOver,
    NotOpenForWriting,
    ReturnOver,
    intake_of,
    is_late,
    may_submit,
    stage_of,
)
from nastavnik.contest.selectors.timeline import timeline_of

SECOND = timedelta(seconds=1)
# the deadline is 18:00 in Moscow
ANNOUNCED, INTAKE, DEADLINE, CHECK, REVIEW, DEFENCE, MINUTES, AWARDING = (
    datetime(2027, month, 1, 15, 0, tzinfo=UTC) for month in range(1, 9)
)
DAYS = {
    "opened_at": ANNOUNCED,
    "announced_at": ANNOUNCED,
    "intake_at": INTAKE,
    "deadline_at": DEADLINE,
    "check_until": CHECK,
    "review_until": REVIEW,
    "minutes_at": MINUTES,
    "awarding_at": AWARDING,
}
LATE = {"late_policy": LatePolicy.MARK, "late_until": DEADLINE + timedelta(days=2)}


def contest_of(**days):
    return ContestFactory.build(school=None, **(DAYS | days))


def application_of(contest=None, **values):
    return ApplicationFactory.build(contest=contest or contest_of(), library=None, **values)


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (ANNOUNCED - SECOND, Stage.PREPARED),
        (ANNOUNCED, Stage.ANNOUNCED),
        (INTAKE - SECOND, Stage.ANNOUNCED),
        (INTAKE, Stage.INTAKE),
        (DEADLINE - SECOND, Stage.INTAKE),
        (DEADLINE, Stage.CHECK),
        (CHECK, Stage.REVIEW),
        (REVIEW, Stage.MINUTES),
        (AWARDING, Stage.MINUTES),
    ],
)
def test_tell_of_the_stage_changes_at_the_second(now, stage):
    assert stage_of(contest_of(), now) is stage


def test_tell_of_the_stage_knows_the_defence():
    contest = contest_of(defence_at=DEFENCE)

    assert stage_of(contest, REVIEW) is Stage.DEFENCE
    assert stage_of(contest, DEFENCE) is Stage.MINUTES


def test_tell_of_the_stage_before_it_is_opened_is_that_it_is_prepared():
    assert stage_of(contest_of(opened_at=None), REVIEW) is Stage.PREPARED


def test_tell_of_the_stage_after_the_release_is_that_results_are_public():
    assert stage_of(contest_of(released_at=MINUTES), MINUTES) is Stage.RELEASED


def test_tell_of_the_stage_without_an_announcement_begins_when_it_is_opened():
    assert stage_of(contest_of(announced_at=None), ANNOUNCED) is Stage.ANNOUNCED


def test_tell_of_the_stage_counts_late_days_as_intake():
    assert stage_of(contest_of(**LATE), DEADLINE) is Stage.INTAKE


@pytest.mark.parametrize(
    ("days", "now", "intake"),
    [
        ({"opened_at": None}, INTAKE, Intake.NOT_YET),
        ({"intake_at": None}, INTAKE, Intake.NOT_YET),
        ({}, INTAKE - SECOND, Intake.NOT_YET),
        ({"opened_at": INTAKE + SECOND}, INTAKE, Intake.NOT_YET),
        ({}, INTAKE, Intake.OPEN),
        ({"deadline_at": None}, REVIEW, Intake.OPEN),
        ({}, DEADLINE - SECOND, Intake.OPEN),
        ({}, DEADLINE, Intake.CLOSED),
        (LATE, DEADLINE, Intake.LATE),
        (LATE, LATE["late_until"], Intake.CLOSED),
        (LATE | {"late_until": None}, DEADLINE, Intake.CLOSED),
        (LATE | {"late_policy": LatePolicy.REFUSE}, DEADLINE, Intake.CLOSED),
        ({"released_at": INTAKE}, INTAKE, Intake.CLOSED),
    ],
)
def test_intake_is_told_by_the_days(days, now, intake):
    assert intake_of(contest_of(**days), now) is intake


@pytest.mark.parametrize(
    ("values", "now", "refusal"),
    [
        ({}, INTAKE - SECOND, IntakeNotBegun),
        ({}, DEADLINE - SECOND, None),
        ({}, DEADLINE, IntakeOver),
        ({"state": ApplicationState.WITHDRAWN}, DEADLINE - SECOND, None),
        ({"state": ApplicationState.SUBMITTED}, INTAKE, NotOpenForWriting),
        ({"is_sample": True}, INTAKE, NotOpenForWriting),
        ({"state": ApplicationState.RETURNED, "return_until": CHECK}, CHECK - SECOND, None),
        ({"state": ApplicationState.RETURNED, "return_until": CHECK}, CHECK, ReturnOver),
        ({"state": ApplicationState.RETURNED}, DEADLINE, ReturnOver),
        ({"typed_by_id": 1}, CHECK - SECOND, None),
        ({"typed_by_id": 1}, CHECK, IntakeOver),
    ],
)
def test_submit_is_allowed_by_time(values, now, refusal):
    found = may_submit(application_of(**values), now)

    assert found is None if refusal is None else isinstance(found, refusal)


def test_submit_of_a_typed_one_without_a_day_of_the_check_ends_with_the_deadline():
    assert isinstance(may_submit(application_of(contest_of(check_until=None), typed_by_id=1), DEADLINE), IntakeOver)


def test_submit_after_the_release_is_refused_also_of_a_returned_one():
    application = application_of(
        contest_of(released_at=MINUTES), state=ApplicationState.RETURNED, return_until=AWARDING
    )

    assert isinstance(may_submit(application, MINUTES), ReturnOver)


def test_late_is_what_comes_after_the_deadline():
    late = contest_of(**LATE)

    assert is_late(application_of(late), DEADLINE)
    assert not is_late(application_of(late), DEADLINE - SECOND)
    assert not is_late(application_of(late, state=ApplicationState.RETURNED), DEADLINE)
    assert not is_late(application_of(late, typed_by_id=1), DEADLINE)


def test_timeline_says_where_the_contest_is():
    steps = timeline_of(contest_of(), INTAKE)

    assert [str(step.label) for step in steps if step.is_here] == [str(Stage.INTAKE.label)]
    assert [step.is_past for step in steps] == [True, False, False, False, False, False]
    assert (steps[1].begins_at, steps[1].ends_at) == (INTAKE, DEADLINE)


def test_timeline_is_past_to_the_end_after_the_awarding():
    steps = timeline_of(contest_of(released_at=MINUTES), AWARDING)

    assert [step.is_past for step in steps] == [True] * 5 + [False, True]
    assert steps[-2].is_here


def test_timeline_of_a_contest_without_days_is_empty():
    contest = ContestFactory.build(
        school=None, intake_at=None, deadline_at=None, check_until=None, review_until=None, tie_rules=[]
    )

    assert timeline_of(contest, INTAKE) == []
