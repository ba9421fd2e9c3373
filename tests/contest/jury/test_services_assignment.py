"""Who judges what, recusals, and what speaks against a pair."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.contest.jury.factories import (
    NOW,
    ApplicationFactory,
    AuthorFactory,
    DirectionFactory,
    JurorFactory,
    RecusalFactory,
    SheetFactory,
    finish,
)
from tests.people.factories import LibraryFactory, OrganisationFactory, UserFactory, grant

from nastavnik.contest.enums import ApplicationState, Conflict
from nastavnik.contest.models import Recusal, ScoreSheet
from nastavnik.contest.selectors.jury import sheets_for_ranking
from nastavnik.contest.selectors.jury.conflicts import conflicts_of
from nastavnik.contest.selectors.jury.needs import needs_of
from nastavnik.contest.services import jury
from nastavnik.contest.services.jury import refusals
from nastavnik.mentoring.models import Mentee, Mentorship, MentorTurn
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Notice


@pytest.fixture
def give(contest, methodist):
    def call(juror, application, actor=methodist):
        ids = {"contest_id": contest.pk, "juror_id": juror.pk, "application_id": application.pk}
        return jury.give_sheet(actor=actor, now=NOW, **ids)

    return call


@pytest.fixture
def spread(contest, methodist):
    def call(by_direction=None, now=NOW):
        return jury.spread_sheets(actor=methodist, contest_id=contest.pk, now=now, by_direction=by_direction)

    return call


@pytest.fixture
def bench(contest):
    return [JurorFactory(contest=contest) for _ in range(5)]


def loads():
    return Counter(ScoreSheet.objects.values_list("juror_id", flat=True))


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_give_sheet_once_and_tell_the_juror(give, juror, application):
    assert give(juror, application) == give(juror, application)

    assert ScoreSheet.objects.count() == 1
    assert Notice.objects.filter(user=juror.user).count() == 1


def test_give_sheet_past_a_warning(give, juror, application):
    juror.organisation = application.library.organisation
    juror.save()

    assert give(juror, application)


@pytest.mark.parametrize("changes", [{"accepted_at": None}, {"left_at": NOW}])
def test_give_sheet_to_who_does_not_judge_is_refused(give, contest, application, changes):
    with pytest.raises(refusals.NotAccepted):
        give(JurorFactory(contest=contest, **changes), application)


def test_give_sheet_of_what_is_not_admitted_is_refused(give, juror, contest):
    with pytest.raises(refusals.NotToBeJudged):
        give(juror, ApplicationFactory(contest=contest, state=ApplicationState.REJECTED))


def test_give_sheet_to_the_recused_is_refused(give, juror, application):
    RecusalFactory(juror=juror, application=application)

    with pytest.raises(refusals.IsRecused):
        give(juror, application)


def test_give_sheet_to_an_author_is_refused(give, juror, application):
    AuthorFactory(application=application, user=juror.user)

    with pytest.raises(refusals.WroteItHerself):
        give(juror, application)


def test_give_sheet_is_for_who_runs_the_contest(give, juror, application, colleague):
    with pytest.raises(PermissionDenied):
        give(juror, application, actor=colleague.user)


def test_take_sheet_takes_an_untouched_one(contest, methodist, sheet):
    jury.take_sheet(actor=methodist, contest_id=contest.pk, sheet_id=sheet.pk, now=NOW)

    assert not ScoreSheet.objects.exists()


def test_take_sheet_in_work_is_refused(contest, methodist, sheet, criteria):
    finish(sheet)

    with pytest.raises(refusals.SheetInWork):
        jury.take_sheet(actor=methodist, contest_id=contest.pk, sheet_id=sheet.pk, now=NOW)


# --- the spread ------------------------------------------------------------------------------------------------------


def test_spread_gives_each_application_its_sheets_evenly(spread, contest, bench):
    for _ in range(10):
        ApplicationFactory(contest=contest)

    done = spread()

    assert (done.given, done.lacking) == (30, {})
    assert set(loads().values()) == {6}
    assert Notice.objects.filter(user=bench[0].user).count() == 1


def test_spread_passes_over_recused_conflicting_and_the_secretary(spread, contest, application, bench):
    RecusalFactory(juror=bench[0], application=application)
    bench[1].organisation = application.library.organisation
    bench[1].save()
    bench[2].is_secretary = True
    bench[2].save()

    done = spread()

    assert set(loads()) == {bench[3].pk, bench[4].pk}
    assert done.lacking == {application.number: 1}


def test_spread_fills_up_what_was_given_before(spread, contest, application, bench):
    SheetFactory(juror=bench[0], application=application)

    spread()

    assert ScoreSheet.objects.filter(application=application).count() == 3
    with pytest.raises(refusals.NobodyToSpread):
        spread()


def test_spread_replaces_a_recused_juror_and_one_who_left(spread, contest, application, bench, criteria):
    sheets = [SheetFactory(juror=one, application=application) for one in bench[:3]]
    RecusalFactory(juror=bench[0], application=application)
    finish(sheets[1])
    for one in bench[1:3]:
        one.left_at = NOW
        one.save()

    spread()

    # the finished sheet of who left counts, the open one does not
    new = ScoreSheet.objects.filter(application=application).exclude(pk__in=[sheet.pk for sheet in sheets])
    assert set(new.values_list("juror_id", flat=True)) == {bench[3].pk, bench[4].pk}


def test_spread_by_direction_keeps_to_who_was_ticked(spread, contest, bench):
    family, youth = DirectionFactory(contest=contest), DirectionFactory(contest=contest)
    for direction in (family, youth):
        ApplicationFactory(contest=contest, direction=direction)
    ApplicationFactory(contest=contest)

    done = spread({family.pk: {one.pk for one in bench[:3]}, youth.pk: {bench[4].pk}})

    judges = set(ScoreSheet.objects.filter(application__direction=family).values_list("juror_id", flat=True))
    assert judges == {one.pk for one in bench[:3]}
    assert sorted(done.lacking.values()) == [2, 3]


def test_spread_with_nobody_is_refused(spread, application):
    with pytest.raises(refusals.NobodyToSpread):
        spread()


def test_take_spread_back_leaves_earlier_and_begun_sheets(spread, contest, methodist, application, bench):
    earlier = SheetFactory(juror=bench[0], application=application)
    done = spread()
    begun = ScoreSheet.objects.filter(given_at=done.given_at).first()
    ScoreSheet.objects.filter(pk=begun.pk).update(version=1)

    taken = jury.take_spread_back(actor=methodist, contest_id=contest.pk, given_at=done.given_at, now=NOW)

    assert taken == 1
    assert set(ScoreSheet.objects.values_list("pk", flat=True)) == {earlier.pk, begun.pk}


# --- recusals --------------------------------------------------------------------------------------------------------


def test_declare_recusal_takes_the_sheet_out_of_the_count(sheet, juror, application, criteria, methodist):
    finish(sheet)

    for reason in (" Моя   сестра ", "другое"):
        ids = {"juror_id": juror.pk, "application_id": application.pk}
        jury.declare_recusal(actor=juror.user, reason=reason, now=NOW, **ids)

    assert Recusal.objects.get().reason == "Моя сестра"
    assert sheets_for_ranking(juror.contest) == []
    assert ScoreSheet.objects.filter(pk=sheet.pk).exists()
    assert Notice.objects.filter(user=methodist).count() == 1


def test_declare_recusal_of_a_juror_by_who_runs_the_contest(juror, application, methodist):
    ids = {"juror_id": juror.pk, "application_id": application.pk}
    jury.declare_recusal(actor=methodist, reason="По письму эксперта", now=NOW, **ids)

    assert Recusal.objects.get().declared_by == methodist
    assert not Notice.objects.exists()


def test_declare_recusal_without_a_reason_is_refused(juror, application):
    with pytest.raises(refusals.ReasonMissing):
        jury.declare_recusal(actor=juror.user, juror_id=juror.pk, application_id=application.pk, reason=" ", now=NOW)


def test_declare_recusal_of_somebody_else_is_refused(juror, application, colleague):
    ids = {"juror_id": juror.pk, "application_id": application.pk}
    with pytest.raises(PermissionDenied):
        jury.declare_recusal(actor=colleague.user, reason="Так", now=NOW, **ids)


def test_take_recusal_back_is_for_who_declared_it(juror, application, methodist, colleague):
    own = RecusalFactory(juror=juror, application=application, declared_by=juror.user)
    foreign = RecusalFactory(juror=colleague, application=application, declared_by=methodist)

    for actor, recusal in ((methodist, own), (colleague.user, foreign)):
        with pytest.raises(refusals.NotYours):
            jury.take_recusal_back(actor=actor, recusal_id=recusal.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        jury.take_recusal_back(actor=colleague.user, recusal_id=own.pk, now=NOW)

    jury.take_recusal_back(actor=juror.user, recusal_id=own.pk, now=NOW)
    jury.take_recusal_back(actor=methodist, recusal_id=foreign.pk, now=NOW)
    assert not Recusal.objects.exists()


# --- conflicts -------------------------------------------------------------------------------------------------------


def found(juror, application):
    return conflicts_of([juror], [application]).get((juror.pk, application.pk), [])


def test_conflicts_of_strangers_are_none(juror, application):
    assert found(juror, application) == []


def test_conflicts_know_the_juror_s_organisation_and_her_library(juror, application, contest):
    organisation = application.library.organisation
    by_row = JurorFactory(contest=contest, user=None, organisation=organisation)
    by_account = JurorFactory(contest=contest, user=UserFactory(library=LibraryFactory(organisation=organisation)))
    of_library = JurorFactory(contest=contest, user=UserFactory(library=application.library))
    head = JurorFactory(contest=contest, organisation=OrganisationFactory())
    grant(head.user, Role.HEAD, Place(PlaceKind.LIBRARY, application.library.pk))

    assert found(by_row, application) == [Conflict.ORGANISATION]
    assert found(by_account, application) == [Conflict.ORGANISATION]
    assert found(of_library, application) == [Conflict.LIBRARY]
    assert found(head, application) == [Conflict.LIBRARY]


def test_conflicts_know_authors(juror, application):
    AuthorFactory(application=application, user=juror.user)

    assert found(juror, application) == [Conflict.AUTHOR]


@pytest.mark.parametrize("is_mentor", [True, False])
def test_conflicts_know_mentors_and_mentees_also_of_the_past(juror, application, school, is_mentor):
    author = AuthorFactory(application=application).user
    mentor, mentee = (juror.user, author) if is_mentor else (author, juror.user)
    pair = Mentorship.objects.create(school=school, mentor=mentor, created_at=NOW, origin="methodist")
    Mentee.objects.create(mentorship=pair, user=mentee, joined_at=NOW)
    ended = timezone.now() - timedelta(days=200)
    MentorTurn.objects.create(mentorship=pair, mentor=mentor, began_at=ended, ended_at=ended)

    assert found(juror, application) == [Conflict.MENTORSHIP]


def test_conflicts_of_a_sample_are_none(juror, contest):
    sample = ApplicationFactory(contest=contest, library=None, is_sample=True, number=None)
    juror.organisation = OrganisationFactory()

    assert found(juror, sample) == []


def test_needs_ask_as_often_for_one_application_as_for_many(contest, bench, django_assert_num_queries):
    for _ in range(3):
        ApplicationFactory(contest=contest)

    with django_assert_num_queries(8):
        needs_of(contest)
