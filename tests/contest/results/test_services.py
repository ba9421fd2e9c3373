"""What is decided, written down and released."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.contest.jury.factories import NOW, ApplicationFactory, RecusalFactory
from tests.contest.results.rows import DAY, judge, release
from tests.people.factories import UserFactory, grant

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.events import ResultsReleased
from nastavnik.contest.models import Author, Award, ChairVote, Decision, Minutes
from nastavnik.contest.permissions import can_see_outcome, can_vote_for_chair, contests_chaired_by
from nastavnik.contest.ranking.told import differences, digest, file_of, read_file
from nastavnik.contest.selectors.results.computed import computed_of
from nastavnik.contest.selectors.results.refusals import ReviewGoesOn
from nastavnik.contest.services import results as services
from nastavnik.contest.services.results import refusals
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Letter, Notice


@pytest.fixture
def words(methodist, contest):
    return {"actor": methodist, "contest_id": contest.pk, "now": NOW}


@pytest.fixture
def tied(applications, jurors, criteria):
    """The first two are equal by every rule but the vote of the chair."""
    for juror in jurors:
        for application, mark in zip(applications, (7, 7, 2), strict=True):
            judge(juror, application, criteria, mark)
    return applications


def of(application):
    return Decision.objects.get(application=application)


def test_take_places_gives_each_the_award_of_its_place(words, judged, awards):
    assert services.take_places(**words) == 3

    assert [of(one).place for one in judged] == [1, 2, 3]
    assert [of(one).award for one in judged] == [awards[0], None, None]
    assert services.take_places(**words) == 0


def test_take_places_keeps_special_awards_and_frees_what_lost_its_place(words, contest, judged, awards):
    services.take_places(**words)
    first, second, third = judged
    last = {"actor": words["actor"], "now": NOW, "note": "Хорошо", "version": 1}
    services.decide(application_id=second.pk, award_id=awards[1].pk, **last)
    services.decide(application_id=third.pk, award_id=awards[1].pk, **last)
    for one in (first, third):
        one.state = ApplicationState.REJECTED
        one.save()

    assert services.take_places(**words) == 3

    assert (of(first).place, of(first).award) == (None, None)
    assert (of(second).place, of(second).award, of(second).note) == (1, awards[1], "Хорошо")
    assert (of(third).place, of(third).award) == (None, awards[1])


def test_take_places_is_refused_without_a_ranking(words, applications):
    with pytest.raises(refusals.NoRanking):
        services.take_places(**words)


def test_nothing_is_decided_while_the_review_goes_on(words, contest, judged):
    contest.review_until = NOW + DAY
    contest.save()

    for service in (services.take_places, services.make_minutes, services.release_results):
        with pytest.raises(ReviewGoesOn):
            service(**words)


def test_nothing_is_decided_by_the_director(words, director, judged):
    for service in (services.take_places, services.make_minutes, services.release_results):
        with pytest.raises(PermissionDenied):
            service(**{**words, "actor": director})


def test_decide_refuses_old_versions_and_awards_that_do_not_fit(words, judged, awards):
    services.take_places(**words)
    call = {"actor": words["actor"], "application_id": judged[1].pk, "note": "", "now": NOW}
    foreign = Award.objects.create(contest=ApplicationFactory().contest, title="Чужой")

    for award, version, refusal in (
        (awards[1].pk, 0, refusals.DecidedMeanwhile),
        (foreign.pk, 1, refusals.WrongAward),
        (awards[0].pk, 1, refusals.NotRanked),
    ):
        with pytest.raises(refusal):
            services.decide(award_id=award, version=version, **call)
    services.decide(award_id=None, version=1, **{**call, "note": " Без  награды "})

    assert of(judged[1]).note == "Без награды"


def test_chair_parts_equals_and_her_later_vote_replaces_the_first(words, contest, tied, jurors):
    with pytest.raises(refusals.ChairNeeded):
        services.take_places(**words)

    services.vote_as_chair(**words, order=[2, 1], reason=" Шире  охват ")
    services.vote_as_chair(**{**words, "actor": jurors[0].user}, order=[1, 2], reason="Новизна")

    assert [one.score.application for one in computed_of(contest).places] == [1, 2, 3]
    assert set(ChairVote.objects.values_list("application__number", "rank", "reason")) == {
        (1, 1, "Новизна"),
        (2, 2, "Новизна"),
    }
    services.take_places(**words)
    assert [of(one).place for one in tied] == [1, 2, 3]


def test_chair_votes_between_equals_only_and_says_why(words, tied, jurors):
    for order in ([], [1], [1, 1], [1, 3], [1, 2, 3]):
        with pytest.raises(refusals.NotEqual):
            services.vote_as_chair(**words, order=order, reason="Так")
    with pytest.raises(refusals.ReasonNeeded):
        services.vote_as_chair(**words, order=[1, 2], reason="  ")
    with pytest.raises(PermissionDenied):
        services.vote_as_chair(**{**words, "actor": jurors[1].user}, order=[1, 2], reason="Так")
    assert not ChairVote.objects.exists()


def test_chair_has_nothing_to_decide_where_the_regulation_does_not_ask_her(words, contest, tied):
    contest.tie_rules = ["median"]
    contest.save()

    with pytest.raises(refusals.NotEqual):
        services.vote_as_chair(**words, order=[1, 2], reason="Так")
    assert services.take_places(**words) == 3
    assert [of(one).place for one in tied] == [1, 1, 3]


def test_rights_of_results_are_in_pairs(contest, school, methodist, director, outsider, learner, jurors):
    assert [can_see_outcome(one, contest) for one in (methodist, director, outsider, jurors[0].user)] == [
        True,
        True,
        False,
        False,
    ]
    people = (methodist, jurors[0].user, jurors[1].user, director, learner)
    assert [can_vote_for_chair(one, contest) for one in people] == [True, True, False, False, False]
    assert [contests_chaired_by(one, school).exists() for one in people] == [True, True, False, False, False]
    contest.removed_at = NOW
    contest.save()
    assert not any(can_see_outcome(one, contest) or can_vote_for_chair(one, contest) for one in people)
    assert not any(contests_chaired_by(one, school).exists() for one in people)


def test_minutes_tell_what_anybody_computes_anew(words, contest, judged, jurors, awards):
    RecusalFactory(juror=jurors[1], application=judged[2], reason="Моя библиотека")
    services.take_places(**words)

    minutes = services.make_minutes(**words)

    told, sha256 = read_file(file_of(minutes.told))
    assert (minutes.number, sha256) == (1, minutes.sha256)
    assert differences(told, sha256) == []
    assert [one["place"] for one in told["ranking"]] == [1, 2, 3]
    assert told["awards"][0]["award"] == "Диплом I степени"
    last = told["applications"][2]
    assert last["recused"] == [{"juror": jurors[1].pk, "reason": "Моя библиотека"}]
    assert {sheet["juror"] for sheet in last["sheets"]} == {jurors[0].pk, jurors[2].pk}
    told["applications"][0]["sheets"][0]["marks"][str(next(iter(told["criteria"]))["id"])] = 1
    assert {one.what for one in differences(told, sha256)} >= {"sha256", "total"}


def test_minutes_are_made_anew_only_when_something_has_changed(words, contest, judged, jurors, criteria):
    first = services.make_minutes(**words)
    again = services.make_minutes(**{**words, "now": NOW + DAY})
    assert (again.pk, Minutes.objects.count()) == (first.pk, 1)
    services.take_places(**words)
    RecusalFactory(juror=jurors[0], application=judged[0])

    second = services.make_minutes(**words)

    assert (second.number, second.sha256) == (2, digest(second.told))
    assert Minutes.objects.get(number=1).told == first.told


def test_release_tells_everybody_once(words, contest, judged, jurors, awards, methodist, published):
    jurors[2].accepted_at = NOW
    jurors[2].save()
    assert release(methodist, contest) == 3

    assert published == [ResultsReleased(contest_id=contest.pk)]
    assert contest.released_at == NOW
    notices = Notice.objects.filter(user__in=[author_of(one) for one in judged])
    assert notices.count() == 3
    won = notices.get(user=author_of(judged[0]))
    assert "Диплом I степени" in won.text
    assert of(judged[2]).letter
    letters = Letter.objects.count()
    assert services.release_results(**words) == 0
    assert (Letter.objects.count(), len(published)) == (letters, 1)


def author_of(application):
    return Author.objects.get(application=application).user


@pytest.fixture
def published(monkeypatch):
    found = []
    monkeypatch.setattr("nastavnik.contest.services.results.releasing.publish", found.append)
    return found


def test_release_waits_for_decisions_and_minutes(words, contest, judged, jurors):
    with pytest.raises(refusals.DecisionsMissing):
        services.release_results(**words)
    services.take_places(**words)
    with pytest.raises(refusals.MinutesMissing):
        services.release_results(**words)
    services.make_minutes(**words)
    RecusalFactory(juror=jurors[0], application=judged[0])

    with pytest.raises(refusals.MinutesMissing):
        services.release_results(**words)
    contest.refresh_from_db()
    assert contest.released_at is None


def test_nothing_is_changed_after_the_release(words, methodist, contest, judged, awards):
    release(methodist, contest)
    call = {"actor": methodist, "application_id": judged[1].pk, "version": 1, "now": NOW}

    for act in (
        lambda: services.take_places(**words),
        lambda: services.make_minutes(**words),
        lambda: services.vote_as_chair(**words, order=[1, 2], reason="Так"),
        lambda: services.decide(award_id=None, note="", **call),
        lambda: services.edit_letter(letter="Нет", **call),
    ):
        with pytest.raises(refusals.AlreadyReleased):
            act()


def test_letter_is_sent_as_a_methodist_leaves_it(words, methodist, contest, judged):
    services.take_places(**words)
    call = {"actor": methodist, "application_id": judged[1].pk, "now": NOW}
    services.edit_letter(letter=" Дорогие коллеги!\r\nСпасибо. ", version=1, **call)
    with pytest.raises(refusals.DecidedMeanwhile):
        services.edit_letter(letter="Другое", version=1, **call)

    release(methodist, contest)

    assert of(judged[1]).letter == "Дорогие коллеги!\nСпасибо."
    assert Notice.objects.get(user=author_of(judged[1])).text.startswith("Дорогие коллеги!")


def test_emptied_letter_is_written_anew(methodist, judged):
    call = {"actor": methodist, "application_id": judged[0].pk, "now": NOW}
    services.edit_letter(letter="Моё", version=0, **call)
    services.edit_letter(letter=" ", version=1, **call)

    assert (of(judged[0]).letter, of(judged[0]).letter_edited_at) == ("", None)


def test_drafts_get_no_letter(methodist, contest):
    draft = ApplicationFactory(contest=contest, state=ApplicationState.DRAFT, number=None)

    with pytest.raises(PermissionDenied):
        services.edit_letter(actor=methodist, application_id=draft.pk, letter="А", version=0, now=NOW)


def test_release_writes_to_heads_and_to_those_who_were_not_admitted(words, methodist, contest, judged):
    rejected = ApplicationFactory(contest=contest, state=ApplicationState.REJECTED, number=9)
    head = UserFactory()
    grant(head, Role.HEAD, Place(PlaceKind.LIBRARY, rejected.library_id))

    assert release(methodist, contest) == 4

    assert "техническую проверку" in Notice.objects.get(user=head).text
    assert of(rejected).place is None
