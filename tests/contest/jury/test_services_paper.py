"""Marks on paper, reminders, the calibration round, forgetting."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.contest.jury.factories import (
    NOW,
    ApplicationFactory,
    JurorFactory,
    RecusalFactory,
    SheetFactory,
    finish,
    give_form,
)

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Application, Juror, MarkEntry, ScoreSheet, Submission
from nastavnik.contest.selectors.jury import sheets_for_ranking
from nastavnik.contest.services import jury
from nastavnik.contest.services.jury import refusals
from nastavnik.contest.services.snapshots import digest_of
from nastavnik.contest.tasks import remind_jurors
from nastavnik.people.models import Letter, Notice
from nastavnik.people.selectors.own_data import own_data


@pytest.fixture
def secretary(contest):
    return JurorFactory(contest=contest, is_secretary=True)


@pytest.fixture
def paper(contest, application, criteria):
    juror = JurorFactory(contest=contest, user=None, email="nina@example.ru")
    return SheetFactory(juror=juror, application=application)


@pytest.fixture
def type_in(paper, secretary, criteria):
    def call(actor=secretary.user, value=4, version=None, sheet=paper, marks=None):
        marks = {one.pk: value for one in criteria} if marks is None else marks
        version = ScoreSheet.objects.get(pk=sheet.pk).version if version is None else version
        words = jury.SheetWords(marks, {}, advice="Считайте людей")
        return jury.type_sheet(actor=actor, sheet_id=sheet.pk, words=words, version=version, now=NOW)

    return call


@pytest.fixture
def compare(paper, methodist):
    def call(actor=methodist, version=None):
        version = ScoreSheet.objects.get(pk=paper.pk).version if version is None else version
        return jury.compare_sheet(actor=actor, sheet_id=paper.pk, version=version, now=NOW)

    return call


# --- paper -----------------------------------------------------------------------------------------------------------


def test_type_sheet_does_not_count_before_another_has_compared_it(type_in, compare, paper, contest, secretary):
    type_in()
    assert sheets_for_ranking(contest) == []

    compare()

    paper.refresh_from_db()
    assert paper.state == SheetState.FINISHED
    assert (paper.typed_by, paper.compared_at) == (secretary.user, NOW)
    assert [set(one.marks.values()) for one in sheets_for_ranking(contest)] == [{4}]


def test_type_sheet_after_the_review_is_allowed(type_in, contest, paper):
    contest.review_until = NOW - timedelta(days=1)
    contest.save()

    assert type_in().typed_by is not None


def test_type_sheet_again_makes_the_corrector_the_typist(type_in, compare, methodist, paper):
    type_in()
    type_in(actor=methodist, value=5)

    with pytest.raises(refusals.TypedByYourself):
        compare()

    assert MarkEntry.objects.filter(sheet=paper, entered_by=methodist).count() == 2


def test_type_sheet_of_the_same_leaves_the_typist(type_in, methodist, paper, secretary):
    type_in()
    type_in(actor=methodist)

    paper.refresh_from_db()
    assert paper.typed_by == secretary.user


def test_type_sheet_that_is_not_whole_is_refused(type_in, criteria, paper):
    with pytest.raises(refusals.MarksMissing):
        type_in(marks={criteria[0].pk: 5})

    paper.refresh_from_db()
    assert paper.typed_by is None


def test_type_sheet_that_a_juror_has_begun_herself_is_refused(type_in, sheet, criteria):
    ScoreSheet.objects.filter(pk=sheet.pk).update(version=2)

    with pytest.raises(refusals.HasAnAccount):
        type_in(sheet=sheet)


def test_type_sheet_for_somebody_with_an_account_who_wrote_on_paper(type_in, sheet):
    assert type_in(sheet=sheet).typed_by is not None


def test_type_sheet_of_the_recused_or_a_finished_one_is_refused(type_in, compare, paper):
    type_in()
    compare()
    with pytest.raises(refusals.SheetIsFinished):
        type_in()

    RecusalFactory(juror=paper.juror, application=paper.application)
    ScoreSheet.objects.filter(pk=paper.pk).update(state=SheetState.OPEN)
    with pytest.raises(refusals.IsRecused):
        type_in()


def test_type_sheet_is_for_who_keeps_the_register(type_in, juror, outsider):
    for actor in (juror.user, outsider):
        with pytest.raises(PermissionDenied):
            type_in(actor=actor)


def test_type_sheet_waits_for_the_typist_s_own_sheet(type_in, secretary, application):
    SheetFactory(juror=secretary, application=application)

    with pytest.raises(PermissionDenied):
        type_in()


def test_compare_sheet_that_was_not_typed_is_refused(compare):
    with pytest.raises(refusals.NotTyped):
        compare()


def test_compare_sheet_of_an_old_page_is_refused(type_in, compare):
    type_in()

    with pytest.raises(refusals.SheetChangedMeanwhile):
        compare(version=0)


def test_reopened_paper_is_compared_anew(type_in, compare, paper, methodist):
    type_in()
    compare()
    jury.reopen_for_juror(actor=methodist, sheet_id=paper.pk, why="Опечатка", now=NOW)

    paper.refresh_from_db()
    assert (paper.state, paper.compared_by, paper.compared_at) == (SheetState.OPEN, None, None)


# --- reminders -------------------------------------------------------------------------------------------------------


def remind(contest, actor, now=NOW):
    return jury.remind_jurors(actor=actor, contest_id=contest.pk, now=now)


def test_remind_jurors_reaches_those_with_open_sheets_by_page_and_by_letter(contest, methodist, sheet, paper, criteria):
    finish(SheetFactory(juror=JurorFactory(contest=contest)))

    assert remind(contest, methodist) == 2

    assert Notice.objects.filter(user=sheet.juror.user).count() == 1
    assert Letter.objects.filter(to_email="nina@example.ru").count() == 1
    with pytest.raises(refusals.RemindedToday):
        remind(contest, methodist, NOW + timedelta(hours=1))
    assert remind(contest, methodist, NOW + timedelta(hours=13)) == 2


def test_remind_jurors_when_nobody_can_be_reached_is_refused(contest, methodist):
    SheetFactory(juror=JurorFactory(contest=contest, user=None))

    with pytest.raises(refusals.NobodyToRemind):
        remind(contest, methodist)


def test_remind_jurors_says_nothing_to_the_recused_and_those_who_left(contest, methodist, juror, application):
    SheetFactory(juror=juror, application=application)
    RecusalFactory(juror=juror, application=application)
    SheetFactory(juror=JurorFactory(contest=contest, left_at=NOW))

    with pytest.raises(refusals.NobodyToRemind):
        remind(contest, methodist)


def test_remind_before_the_end_comes_three_days_and_one_day_before(contest, sheet):
    end = contest.review_until
    told = [
        jury.remind_before_the_end(now=end - before)
        for before in (
            timedelta(days=4),
            timedelta(days=3),
            timedelta(days=2),
            timedelta(hours=23),
            timedelta(hours=1),
            timedelta(0),
        )
    ]

    assert told == [0, 1, 0, 1, 0, 0]


def test_the_task_reminds_and_forgets(contest, sheet, juror):
    juror.user.erased_at = NOW
    juror.user.save()

    assert remind_jurors.call() == 0

    juror.refresh_from_db()
    assert (juror.user, juror.name) == (None, "")


# --- calibration -----------------------------------------------------------------------------------------------------


def calibrate(contest, actor):
    return jury.start_calibration(actor=actor, contest_id=contest.pk, now=NOW)


def test_start_calibration_gives_two_samples_of_the_contest_s_own_form(contest, methodist, juror, colleague, criteria):
    give_form(contest)

    assert calibrate(contest, methodist) == 4

    samples = Application.objects.filter(contest=contest, is_sample=True)
    taken = [Submission.objects.get(application=sample) for sample in samples]
    assert len(samples) == 2
    assert all(sample.number is None for sample in samples)
    assert all(set(one.taken["values"]) == {"short_description", "team"} for one in taken)
    assert all(one.sha256 == digest_of(one.taken) for one in taken)
    assert Notice.objects.filter(user=juror.user).count() == 1


def test_start_calibration_again_serves_those_who_joined_since(contest, methodist, juror, criteria):
    give_form(contest)
    calibrate(contest, methodist)
    JurorFactory(contest=contest, user=None)

    assert calibrate(contest, methodist) == 2
    assert Application.objects.filter(is_sample=True).count() == 2


def test_start_calibration_without_a_form_or_a_jury_is_refused(contest, methodist, criteria):
    with pytest.raises(refusals.NobodyToSpread):
        calibrate(contest, methodist)
    JurorFactory(contest=contest)
    with pytest.raises(refusals.NoFormYet):
        calibrate(contest, methodist)


def test_samples_have_no_place_in_the_ranking(contest, juror, criteria):
    finish(SheetFactory(juror=juror, application=ApplicationFactory(contest=contest, is_sample=True, number=None)))

    assert sheets_for_ranking(contest) == []


# --- forgetting ------------------------------------------------------------------------------------------------------


def test_forget_person_takes_the_name_and_leaves_the_marks(contest, juror, application, criteria):
    sheet = finish(SheetFactory(juror=juror, application=application, notes="моё", advice="совет"))
    RecusalFactory(juror=juror)

    assert jury.forget_person(user_id=juror.user_id) == 1
    assert jury.forget_who_was_missed() == 0

    juror, sheet = Juror.objects.get(), ScoreSheet.objects.get(pk=sheet.pk)
    assert (juror.user, juror.name, juror.email, juror.position) == (None, "", "", "")
    assert (sheet.notes, sheet.advice) == ("", "совет")
    assert len(sheets_for_ranking(contest)) == 1


def test_own_data_has_what_the_juror_wrote_and_no_way_in(juror, application, criteria, colleague):
    finish(SheetFactory(juror=juror, application=application, notes="моё"))
    finish(SheetFactory(juror=colleague, application=application, notes="чужое"))

    told = own_data(juror.user, now=NOW)["records"]

    assert [sheet["notes"] for sheet in told["contest.scoresheet"]] == ["моё"]
    assert len(told["contest.mark"]) == len(criteria)
    assert "invitation_digest" not in told["contest.juror"][0]
