"""A juror's own sheet: kept, finished, reopened; the look at others."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.contest.jury.factories import (
    NOW,
    ApplicationFactory,
    CriterionFactory,
    JurorFactory,
    RecusalFactory,
    SheetFactory,
    finish,
)

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Mark, MarkEntry, ScoreSheet
from nastavnik.contest.services import jury
from nastavnik.contest.services.jury import refusals
from nastavnik.core.models import JournalEntry
from nastavnik.people.models import Notice


@pytest.fixture
def save(sheet, juror):
    def call(marks=None, comments=None, version=None, **words):
        told = jury.SheetWords(marks or {}, comments or {}, **words)
        version = ScoreSheet.objects.get(pk=sheet.pk).version if version is None else version
        return jury.save_sheet(actor=juror.user, sheet_id=sheet.pk, words=told, version=version, now=NOW)

    return call


def marks_of(sheet):
    return dict(Mark.objects.filter(sheet=sheet).values_list("criterion_id", "value"))


def test_save_sheet_keeps_marks_comments_and_texts(save, sheet, criteria):
    save({criteria[0].pk: 7}, {criteria[0].pk: " Видно людей "}, advice="Считайте людей", notes="вернуться")

    sheet.refresh_from_db()
    mark = Mark.objects.get(sheet=sheet)
    assert (mark.value, mark.comment) == (7, "Видно людей")
    assert (sheet.advice, sheet.notes, sheet.version) == ("Считайте людей", "вернуться", 1)


def test_save_sheet_logs_each_mark_and_nothing_else(save, sheet, criteria, juror):
    save({criteria[0].pk: 7})
    save({criteria[0].pk: 7}, {criteria[0].pk: "слово"})
    save({criteria[0].pk: None})

    entries = MarkEntry.objects.filter(sheet=sheet)
    assert [entry.value for entry in entries] == [7, None]
    assert {entry.entered_by for entry in entries} == {juror.user}


def test_save_sheet_of_what_is_there_changes_nothing_whatever_the_version(save, sheet, criteria):
    save({criteria[0].pk: 7}, advice="Совет")

    save({criteria[0].pk: 7}, version=0, advice="Совет ")

    sheet.refresh_from_db()
    assert sheet.version == 1


def test_save_sheet_of_an_old_page_is_refused_and_loses_nothing(save, sheet, criteria):
    save({criteria[0].pk: 7})

    with pytest.raises(refusals.SheetChangedMeanwhile):
        save({criteria[1].pk: 3}, version=0)

    assert marks_of(sheet) == {criteria[0].pk: 7}


@pytest.mark.parametrize("value", [-1, 11])
def test_save_sheet_refuses_marks_outside_the_scale(save, sheet, criteria, value):
    with pytest.raises(refusals.NotOnScale):
        save({criteria[0].pk: value, criteria[1].pk: 3})

    assert marks_of(sheet) == {}


@pytest.mark.parametrize("words", [{"advice": "я" * 4001}, {"comments": {0: "я" * 1001}}])
def test_save_sheet_refuses_what_no_field_holds(save, criteria, words):
    with pytest.raises(refusals.TooLong):
        save(**words)


def test_save_sheet_passes_over_criteria_of_other_contests(save, sheet, criteria):
    save({CriterionFactory().pk: 5})

    assert marks_of(sheet) == {}


def test_save_sheet_of_another_juror_is_refused(sheet, colleague):
    with pytest.raises(PermissionDenied):
        jury.save_sheet(actor=colleague.user, sheet_id=sheet.pk, words=jury.SheetWords(), version=0, now=NOW)


def test_save_sheet_after_the_review_is_refused(save, contest, criteria):
    contest.review_until = NOW
    contest.save()

    with pytest.raises(refusals.ReviewOver):
        save({criteria[0].pk: 7})


def test_save_sheet_after_the_release_is_refused(save, contest, criteria):
    contest.released_at = NOW
    contest.save()

    with pytest.raises(refusals.ResultsAreOut):
        save({criteria[0].pk: 7})


def test_save_sheet_of_a_finished_one_is_refused(save, sheet, criteria):
    finish(sheet)

    with pytest.raises(refusals.SheetIsFinished):
        save({criteria[0].pk: 7})


def test_finish_sheet_lets_it_count(save, sheet, criteria, juror):
    save({one.pk: 7 for one in criteria})

    jury.finish_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW)
    jury.finish_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW + timedelta(hours=1))

    sheet.refresh_from_db()
    assert (sheet.state, sheet.finished_at) == (SheetState.FINISHED, NOW)
    assert JournalEntry.objects.filter(verb="sheet_finished", subject_id=sheet.pk).count() == 1


def test_finish_sheet_names_what_is_not_marked(save, sheet, criteria, juror):
    save({criteria[0].pk: 7})

    with pytest.raises(refusals.MarksMissing, match="Бюджет"):
        jury.finish_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW)


@pytest.mark.parametrize("extreme", [0, 10])
def test_finish_sheet_wants_a_word_for_extreme_marks(save, sheet, criteria, juror, extreme):
    save({criteria[0].pk: extreme, criteria[1].pk: 5}, {criteria[0].pk: "  "})

    with pytest.raises(refusals.WhyMissing, match="Актуальность"):
        jury.finish_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW)

    save({}, {criteria[0].pk: "Потому что"})
    assert jury.finish_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW).state == SheetState.FINISHED


def test_finish_sheet_wants_no_word_where_the_criterion_does_not(save, sheet, criteria, juror):
    criteria[0].needs_comment = False
    criteria[0].save()
    save({criteria[0].pk: 0, criteria[1].pk: 5})

    assert jury.finish_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW).state == SheetState.FINISHED


def test_finish_sheet_of_the_recused_is_refused(sheet, juror, application):
    RecusalFactory(juror=juror, application=application)

    with pytest.raises(PermissionDenied):
        jury.finish_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW)


def test_reopen_sheet_lets_it_be_changed(sheet, juror):
    finish(sheet)

    jury.reopen_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW)
    jury.reopen_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.finished_at) == (SheetState.OPEN, None)
    assert JournalEntry.objects.filter(verb="sheet_reopened").count() == 1


def test_reopen_sheet_after_a_look_at_the_others_is_refused(sheet, juror):
    finish(sheet)
    jury.look_at_others(actor=juror.user, sheet_id=sheet.pk, now=NOW)
    jury.look_at_others(actor=juror.user, sheet_id=sheet.pk, now=NOW + timedelta(hours=1))

    with pytest.raises(refusals.OthersWereSeen):
        jury.reopen_sheet(actor=juror.user, sheet_id=sheet.pk, now=NOW)

    sheet.refresh_from_db()
    assert sheet.saw_others_at == NOW


def test_reopen_sheet_of_a_sample_is_refused_once_its_spread_is_shown(contest, juror, colleague):
    sample = ApplicationFactory(contest=contest, is_sample=True, number=None)
    own, other = (finish(SheetFactory(juror=one, application=sample)) for one in (juror, colleague))

    with pytest.raises(refusals.OthersWereSeen):
        jury.reopen_sheet(actor=juror.user, sheet_id=own.pk, now=NOW)

    ScoreSheet.objects.filter(pk=other.pk).update(state=SheetState.OPEN)
    assert jury.reopen_sheet(actor=juror.user, sheet_id=own.pk, now=NOW).state == SheetState.OPEN


def test_look_at_others_wants_ones_own_sheet_first(sheet, juror):
    with pytest.raises(refusals.SheetIsOpen):
        jury.look_at_others(actor=juror.user, sheet_id=sheet.pk, now=NOW)


def test_look_at_others_is_for_the_juror_alone(sheet, methodist):
    finish(sheet)

    with pytest.raises(PermissionDenied):
        jury.look_at_others(actor=methodist, sheet_id=sheet.pk, now=NOW)


def test_reopen_for_juror_says_why(sheet, juror, methodist):
    finish(sheet)
    jury.look_at_others(actor=juror.user, sheet_id=sheet.pk, now=NOW)

    jury.reopen_for_juror(actor=methodist, sheet_id=sheet.pk, why=" Перепутаны  листы ", now=NOW)

    sheet.refresh_from_db()
    assert sheet.state == SheetState.OPEN
    assert "Перепутаны листы" in Notice.objects.get(user=juror.user).text


def test_reopen_for_juror_tells_nobody_who_has_no_account_or_nothing_new(contest, methodist, sheet):
    on_paper = finish(SheetFactory(juror=JurorFactory(contest=contest, user=None)))

    jury.reopen_for_juror(actor=methodist, sheet_id=on_paper.pk, why="Ошибка", now=NOW)
    jury.reopen_for_juror(actor=methodist, sheet_id=sheet.pk, why="Ошибка", now=NOW)

    assert not Notice.objects.exists()


def test_reopen_for_juror_without_a_reason_is_refused(sheet, methodist):
    finish(sheet)

    with pytest.raises(refusals.ReasonMissing):
        jury.reopen_for_juror(actor=methodist, sheet_id=sheet.pk, why=" ", now=NOW)


def test_reopen_for_juror_is_for_who_runs_the_contest(sheet, colleague):
    with pytest.raises(PermissionDenied):
        jury.reopen_for_juror(actor=colleague.user, sheet_id=sheet.pk, why="Так", now=NOW)
