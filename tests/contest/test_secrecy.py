"""What somebody could try to learn or to change around the rules: each attempt, and that it comes to nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.contest.applications.conftest import head_of
from tests.contest.factories import FormFieldFactory, FormSectionFactory
from tests.contest.jury.factories import (
    NOW,
    ApplicationFactory,
    ContestFactory,
    CriterionFactory,
    JurorFactory,
    RecusalFactory,
    SheetFactory,
    finish,
)
from tests.contest.results.rows import DAY, judge
from tests.people.factories import LibraryFactory, UserFactory

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import (
    FormField,
    GalleryEntry,
    Juror,
    ReaderVote,
    Recusal,
    ScoreSheet,
    SectionText,
    Submission,
)
from nastavnik.contest.permissions import marks_visible_to
from nastavnik.contest.selectors.applications.reading import application_to_read
from nastavnik.contest.selectors.jury import paper as papers
from nastavnik.contest.selectors.jury.desk import desk_page
from nastavnik.contest.selectors.results.decisions import chair_page
from nastavnik.contest.services import applications, jury, results, snapshots
from nastavnik.contest.services.applications.refusals import JuryHasBegun
from nastavnik.contest.services.results import gallery
from nastavnik.contest.services.results.refusals import NotEqual, TooManyVotes
from nastavnik.core import pace

PAPER = {"user": None, "name": "Бумажная Нина"}


@pytest.fixture
def contest(school):
    return ContestFactory(school=school, is_blind=True)


@pytest.fixture
def criterion(contest):
    return CriterionFactory(contest=contest)


@pytest.fixture
def application(contest):
    return ApplicationFactory(contest=contest)


def test_juror_recused_after_finishing_sees_no_marks_of_others(contest, criterion, application):
    juror, other = JurorFactory(contest=contest), JurorFactory(contest=contest)
    own, others = (finish(SheetFactory(juror=one, application=application)) for one in (juror, other))
    assert set(marks_visible_to(juror.user, contest, NOW)) == {own, others}

    RecusalFactory(juror=juror, application=application)

    assert set(marks_visible_to(juror.user, contest, NOW)) == {own}


def test_juror_recused_by_others_learns_the_number_alone(contest, application, school, methodist):
    juror = JurorFactory(contest=contest)
    RecusalFactory(juror=juror, application=application, declared_by=methodist, reason="Работает с Коваль")
    (shown,) = desk_page(juror.user, school, contest.token, {}, NOW).recusals
    assert (shown.number, shown.title, shown.reason, shown.is_own) == (application.number, "", "", False)

    contest.is_blind = False
    contest.save()
    Recusal.objects.update(declared_by=juror.user)

    (shown,) = desk_page(juror.user, school, contest.token, {}, NOW).recusals
    assert (shown.title, shown.reason, shown.is_own) == (application.title, "Работает с Коваль", True)


def test_juror_who_left_sees_no_marks_and_a_methodist_in_the_jury_none_before_the_end(contest, application, methodist):
    left = JurorFactory(contest=contest, left_at=NOW)
    runner = JurorFactory(contest=contest, user=methodist)
    finish(SheetFactory(juror=left, application=application))
    SheetFactory(juror=runner, application=application)

    assert not marks_visible_to(left.user, contest, NOW).exists()
    assert [sheet.juror for sheet in marks_visible_to(methodist, contest, NOW)] == [runner]


def test_field_that_is_said_to_tell_who_applies_only_afterwards_is_hidden_from_a_blind_jury(contest):
    field = FormFieldFactory(section=FormSectionFactory(contest=contest, key="about"), key="team")
    application = ApplicationFactory(contest=contest, snapshot=None)
    SectionText.objects.create(application=application, key="about", values={"team": "Коваль"}, changed_at=NOW)
    taken, digest = snapshots.take(application)
    Submission.objects.filter(application=application).update(taken=taken, sha256=digest)
    submission = Submission.objects.get(application=application)
    assert "Коваль" in str(application_to_read(submission, is_blind=True))

    FormField.objects.filter(pk=field.pk).update(tells_who=True)

    assert "Коваль" not in str(application_to_read(submission, is_blind=True))
    assert "Коваль" in str(application_to_read(submission, is_blind=False))


# --- paper -----------------------------------------------------------------------------------------------------------


def typed(methodist, sheet, criterion, **words):
    given = jury.SheetWords({criterion.pk: 4}, {}, **words)
    return jury.type_sheet(actor=methodist, sheet_id=sheet.pk, words=given, version=sheet.version, now=NOW)


def test_typist_writes_no_private_notes(contest, criterion, application, methodist):
    sheet = SheetFactory(juror=JurorFactory(contest=contest, **PAPER), application=application)

    typed(methodist, sheet, criterion, notes="Чужое", advice="Совет")

    sheet.refresh_from_db()
    assert (sheet.notes, sheet.advice) == ("", "Совет")


def test_typed_sheet_that_its_juror_goes_on_with_is_no_paper_any_more(
    contest, criterion, application, methodist, school
):
    juror = JurorFactory(contest=contest)
    sheet = typed(methodist, SheetFactory(juror=juror, application=application), criterion)
    seen = papers.typing_page(methodist, school, contest.token, sheet.token, NOW)
    assert seen.rows[0].mark == 4

    words = jury.SheetWords({criterion.pk: 9}, {})
    jury.save_sheet(actor=juror.user, sheet_id=sheet.pk, words=words, version=sheet.version, now=NOW)

    with pytest.raises(ScoreSheet.DoesNotExist):
        papers.typing_page(methodist, school, contest.token, sheet.token, NOW)


def test_typed_sheet_that_its_juror_saves_unchanged_is_paper_still(contest, criterion, application, methodist):
    juror = JurorFactory(contest=contest)
    sheet = typed(methodist, SheetFactory(juror=juror, application=application), criterion)

    jury.save_sheet(actor=juror.user, sheet_id=sheet.pk, words=jury.SheetWords(), version=sheet.version, now=NOW)

    sheet.refresh_from_db()
    assert sheet.typed_by == methodist


def test_compared_paper_is_closed_until_the_review_is_over(client, contest, criterion, application, methodist, school):
    sheet = SheetFactory(juror=JurorFactory(contest=contest, **PAPER), application=application)
    typed(methodist, sheet, criterion)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.FINISHED)

    page = papers.typing_page(methodist, school, contest.token, sheet.token, NOW)
    later = papers.typing_page(methodist, school, contest.token, sheet.token, contest.review_until)

    assert page.rows == []
    assert later.rows[0].mark == 4
    client.force_login(methodist)
    said = client.get(f"/desk/contests/{contest.token}/jury/paper/{sheet.token}/").content.decode()
    assert "Экспертиза идёт" in said or "экспертиза" in said.lower()


# --- results ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def tie(school):
    """Two applications that are equal, and the chair who is to decide between them."""
    contest = ContestFactory(school=school, review_until=NOW - DAY, tie_rules=["chair"])
    criteria = [CriterionFactory(contest=contest)]
    chair, applications = JurorFactory(contest=contest, is_chair=True), []
    for number in (1, 2):
        applications.append(ApplicationFactory(contest=contest, number=number))
        judge(JurorFactory(contest=contest), applications[-1], criteria, 7)
    return contest, chair, applications


def test_chair_recused_of_one_of_equals_neither_sees_them_nor_decides(tie, school, methodist):
    contest, chair, applications = tie
    act = {"contest_id": contest.pk, "order": [1, 2], "reason": "Шире охват", "now": NOW}
    assert len(chair_page(chair.user, school, contest.token, NOW).groups) == 1

    RecusalFactory(juror=chair, application=applications[0])

    assert chair_page(chair.user, school, contest.token, NOW).groups == []
    with pytest.raises(NotEqual):
        results.vote_as_chair(actor=chair.user, **act)
    results.vote_as_chair(actor=methodist, **act)


@pytest.fixture
def shown(school):
    contest = ContestFactory(school=school, review_until=NOW - DAY, released_at=NOW, has_public_vote=True)
    entry = GalleryEntry.objects.create(
        application=ApplicationFactory(contest=contest), summary="Вечер", is_public=True, changed_at=NOW
    )
    return entry.application


def vote(application, guest, address):
    who = {"actor": AnonymousUser(), "guest": guest, "address": address}
    return results.vote_for_idea(application_id=application.pk, now=NOW, **who)


def test_votes_of_one_household_are_counted_together_whatever_address_it_takes(shown, monkeypatch):
    monkeypatch.setattr(gallery, "MOST_GUEST_VOTES", 2)

    for number in (1, 2):
        vote(shown, f"guest {number}", f"2001:db8:1:2::{number}")
    with pytest.raises(TooManyVotes):
        vote(shown, "guest 3", "2001:db8:1:2:ffff::3")

    vote(shown, "guest 4", "2001:db8:1:3::1")
    vote(shown, "guest 5", "")
    assert ReaderVote.objects.count() == 4


def test_vote_at_the_end_of_the_hour_is_counted(shown, monkeypatch):
    def gone(_key):
        raise ValueError

    monkeypatch.setattr(pace.cache, "incr", gone)

    assert vote(shown, "guest", "10.0.0.1")


# --- applications ----------------------------------------------------------------------------------------------------


def test_what_the_jury_marks_is_not_withdrawn_to_be_written_anew(school, criterion):
    now = timezone.now()
    contest = ContestFactory(school=school, deadline_at=now + DAY)
    library = LibraryFactory(organisation=school.owner)
    head = head_of(library, school)
    application = ApplicationFactory(contest=contest, library=library)
    sheet = SheetFactory(juror=JurorFactory(contest=contest), application=application)
    withdraw = {"actor": head, "application_id": application.pk, "now": now}

    ScoreSheet.objects.filter(pk=sheet.pk).update(version=1)
    with pytest.raises(JuryHasBegun):
        applications.withdraw_application(**withdraw)

    ScoreSheet.objects.filter(pk=sheet.pk).update(version=0)
    assert applications.withdraw_application(**withdraw).state == "withdrawn"


def test_link_of_a_juror_is_used_once_and_not_after_she_was_let_go(contest, methodist):
    words = jury.MemberWords("Нина", "", None, "", is_chair=False, is_secretary=False)
    invited = jury.invite_juror(actor=methodist, contest_id=contest.pk, words=words, now=NOW)
    secret = invited.link.rstrip("/").rpartition("/")[2]
    jury.accept_with_account(actor=UserFactory(), secret=secret, now=NOW)
    with pytest.raises(Juror.DoesNotExist):
        jury.accept_with_account(actor=UserFactory(), secret=secret, now=NOW)

    other = jury.invite_juror(actor=methodist, contest_id=contest.pk, words=words, now=NOW)
    jury.remove_juror(actor=methodist, juror_id=other.juror.pk, now=NOW)
    for answer in (jury.decline, jury.accept_on_paper):
        with pytest.raises(Juror.DoesNotExist):
            answer(secret=other.link.rstrip("/").rpartition("/")[2], now=NOW)


def test_juror_who_was_let_go_judges_no_more(contest, application, methodist, criterion):
    juror = JurorFactory(contest=contest)
    sheet = SheetFactory(juror=juror, application=application, version=1)
    jury.remove_juror(actor=methodist, juror_id=juror.pk, now=NOW)

    for call in (jury.finish_sheet, jury.reopen_sheet, jury.look_at_others):
        with pytest.raises(PermissionDenied):
            call(actor=juror.user, sheet_id=sheet.pk, now=NOW)
