"""The matching of a network as a methodist has it: read, run in the background, decided on pair by pair."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.mentorships.factories import (
    FeedbackFactory,
    MatchProposalFactory,
    MatchRunFactory,
    MenteeFactory,
    MentorshipFactory,
    WishFactory,
)
from tests.people.factories import LibraryFactory

from nastavnik.mentoring import tasks
from nastavnik.mentoring.enums import Decision, MatchScope, MatchState, MentorshipEnd, MentorshipOrigin
from nastavnik.mentoring.matching import Earlier
from nastavnik.mentoring.models import MatchProposal, MatchRun, Mentorship, Practice, SettlementPoint, Wish
from nastavnik.mentoring.selectors.mentorships.network import how_it_went, read_network, sides_of
from nastavnik.mentoring.selectors.mentorships.reasons import Side, reason_rows, theme_titles
from nastavnik.mentoring.selectors.mentorships.runs import run_page, run_state
from nastavnik.mentoring.services.mentorships import matching, wishes
from nastavnik.mentoring.services.mentorships.refusals import AlreadyDecided, MatchGoesOn, NobodyToMatch, NoMentor
from nastavnik.mentoring.services.mentorships.wishes import Place
from nastavnik.people.models import Notice
from nastavnik.people.permissions import SYSTEM


@pytest.fixture
def wish(school, mentee, theme, now):
    def wished(user=mentee, themes=(theme,), goal="", since=None):
        return wishes.wish(
            actor=user, school=school, theme_ids=[one.pk for one in themes], goal=goal, since_year=since, now=now
        )

    return wished


@pytest.fixture
def run(school, methodist, now, monkeypatch):
    """Start a matching and make it at once."""

    def ran(scope=MatchScope.WISHES, actor=methodist):
        started = matching.start_run(actor=actor, school=school, scope=scope, now=now)
        matching.make_run(run_id=started.pk, clock=lambda: now)
        started.refresh_from_db()
        return started

    return ran


def test_wish_is_kept_once_and_the_methodist_is_told_once(wish, school, mentee, methodist, theme, outsider, now):
    wish(goal=" Учиться ", since=2015)
    row = wish(goal="Иначе", since=None)

    assert (row.goal, list(row.themes.all()), Practice.objects.count()) == ("Иначе", [theme], 0)
    assert Notice.objects.filter(user=methodist).count() == 1
    with pytest.raises(PermissionDenied):
        wish(user=outsider)
    assert wishes.take_wish_back(actor=mentee, school=school, now=now)
    assert not wishes.take_wish_back(actor=mentee, school=school, now=now)
    assert not Wish.objects.exists()


def test_practice_is_said_by_people_of_the_school(school, mentor, outsider):
    wishes.set_practice(actor=mentor, school=school, since_year=1999)
    assert Practice.objects.get().since_year == 1999
    wishes.set_practice(actor=mentor, school=school, since_year=None)
    assert not Practice.objects.exists()
    with pytest.raises(PermissionDenied):
        wishes.set_practice(actor=outsider, school=school, since_year=1999)


def test_settlements_replace_those_before(school, methodist, director, now):
    wishes.set_settlements(actor=methodist, school=school, places=[Place("Старое", 1, 1)], now=now)
    places = [Place("Кинель", 53.2, 50.6), Place("КИНЕЛЬ", 53.3, 50.7)]

    assert wishes.set_settlements(actor=methodist, school=school, places=places, now=now) == 1
    assert [(row.key, row.latitude) for row in SettlementPoint.objects.all()] == [("кинель", 53.3)]
    with pytest.raises(PermissionDenied):
        wishes.set_settlements(actor=director, school=school, places=[], now=now)


def test_network_is_those_who_wish_or_all_learners_without_a_mentor(
    school, wish, mentor, mentee, methodist, person, make_mentor, pair, now
):
    pair.mentees.all().delete()
    idle = person("Вторая Дарья")
    make_mentor("Без мест", mentee_capacity=0)
    make_mentor("В отъезде", away_until=now.date())
    wish()

    few = read_network(school, MatchScope.WISHES, now.date())
    all_of_them = read_network(school, MatchScope.EVERYBODY, now.date())

    assert ([one.id for one in few.mentors], few.places) == ([mentor.pk], 1)
    assert [one.id for one in few.mentees] == [mentee.pk]
    assert [one.id for one in all_of_them.mentees] == [mentee.pk, idle.pk]


def test_network_leaves_out_who_has_a_mentor(school, pair, person, now):
    free = person("Вторая Дарья")

    found = read_network(school, MatchScope.EVERYBODY, now.date())

    assert [one.id for one in found.mentees] == [free.pk]


def test_network_knows_homes_practice_and_earlier_pairs(school, mentor, mentee, library, make_mentor, methodist, now):
    mentee.library = library
    mentee.save()
    wishes.set_settlements(actor=methodist, school=school, places=[Place("Отрадное", 53.4, 51.3)], now=now)
    wishes.set_practice(actor=mentee, school=school, since_year=2020)
    good = MentorshipFactory(school=school, mentor=mentor, ended=True)
    MenteeFactory(mentorship=good, user=mentee)
    nobody = MentorshipFactory(school=school, mentor=None, ended=True)
    MenteeFactory(mentorship=nobody, user=mentee)

    found = read_network(school, MatchScope.EVERYBODY, now.date())

    [side] = [one for one in found.mentees if one.id == mentee.pk]
    assert (side.home.point, side.since_year) == ((53.4, 51.3), 2020)
    assert found.earlier == {(mentee.pk, mentor.pk): Earlier.GOOD}
    assert found.mentors[0].led_well == 1


@pytest.mark.parametrize(
    ("why", "marks", "how"),
    [
        (MentorshipEnd.COMPLETED, [], Earlier.GOOD),
        (MentorshipEnd.EARLY, [], None),
        (MentorshipEnd.COMPLETED, [5, 3], None),
        (MentorshipEnd.EARLY, [4, 5], Earlier.GOOD),
        (MentorshipEnd.COMPLETED, [5, 2], Earlier.BAD),
        (MentorshipEnd.NO_FIT, [], Earlier.BAD),
    ],
)
def test_earlier_pair_is_judged_by_its_end_and_its_marks(why, marks, how):
    assert how_it_went(why, marks) is how


def test_marks_of_both_sides_count(school, mentor, mentee, now):
    row = MentorshipFactory(school=school, mentor=mentor, ended=True)
    MenteeFactory(mentorship=row, user=mentee)
    FeedbackFactory(mentorship=row, made_by=mentor, mark=1)
    so_so = MentorshipFactory(school=school, ended=True, end=MentorshipEnd.TERM)
    MenteeFactory(mentorship=so_so)

    assert read_network(school, MatchScope.WISHES, now.date()).earlier == {(mentee.pk, mentor.pk): Earlier.BAD}


def test_run_suggests_a_pair_with_its_reasons(run, wish, mentor, mentee, theme, school, library, methodist):
    mentee.library = library
    mentee.save()
    wish()

    done = run()

    [proposal] = MatchProposal.objects.all()
    assert (done.state, done.matched, done.mentees, proposal.mentor, proposal.decision) == (
        MatchState.DONE,
        1,
        1,
        mentor,
        Decision.OPEN,
    )
    rows = reason_rows(proposal.reasons, theme_titles(school))
    assert [row.side for row in rows] == [Side.FOR, Side.NEITHER, Side.NEITHER]


def test_run_says_who_found_nobody(run, wish, person, mentor, make_mentor):
    for name in ("Первая Мария", "Вторая Дарья", "Третья Вера"):
        wish(user=person(name))

    done = run()

    assert (done.mentees, done.matched) == (3, 2)
    assert MatchProposal.objects.filter(mentor=None).count() == 1


def test_run_of_others_or_of_nobody_is_refused(run, wish, school, mentor, director):
    with pytest.raises(PermissionDenied):
        run(actor=director)
    with pytest.raises(NobodyToMatch):
        run()


def test_second_run_at_a_time_is_refused_and_a_silent_one_given_up(wish, school, mentor, methodist, now):
    wish()
    first = matching.start_run(actor=SYSTEM, school=school, scope=MatchScope.WISHES, now=now)

    with pytest.raises(MatchGoesOn):
        matching.start_run(actor=methodist, school=school, scope=MatchScope.WISHES, now=now)
    assert matching.give_up_silent_runs(now=now + timedelta(minutes=9)) == 0
    assert matching.give_up_silent_runs(now=now + timedelta(minutes=11)) == 1

    first.refresh_from_db()
    assert (first.state, first.started_by) == (MatchState.FAILED, None)


def test_run_that_is_through_or_gone_is_not_made_again(run, wish, mentor, now):
    wish()
    done = run()
    MatchProposal.objects.all().delete()

    matching.make_run(run_id=done.pk, clock=lambda: now)
    matching.make_run(run_id=0, clock=lambda: now)

    assert not MatchProposal.objects.exists()


def test_run_whose_mentors_have_gone_meanwhile_finds_nobody(wish, school, mentor, methodist, now):
    wish()
    started = matching.start_run(actor=methodist, school=school, scope=MatchScope.WISHES, now=now)
    mentor.is_active = False
    mentor.save()

    matching.make_run(run_id=started.pk, clock=lambda: now)

    started.refresh_from_db()
    assert (started.state, started.matched) == (MatchState.DONE, 0)


def test_run_tells_how_far_it_is_once_a_second(school, methodist, now):
    row = MatchRunFactory(school=school, state=MatchState.READING, progressed_at=now)
    moments = iter([now, now + timedelta(milliseconds=500), now + timedelta(seconds=2)])
    teller = matching.Teller(row, lambda: next(moments))

    told = []
    for done in (1, 2, 3):
        teller(matching.Step.COMPARING, done, 4)
        told.append((run_state(methodist, school, row.token).percent, row.done))

    assert told == [(19, 1), (19, 1), (46, 3)]


def test_approve_asks_the_mentor_with_the_reasons(run, wish, methodist, mentor, mentee, now):
    wish()
    run()
    proposal = MatchProposal.objects.get()

    row = matching.approve(actor=methodist, proposal_id=proposal.pk, now=now)

    assert (row.decision, row.decided_by) == (Decision.APPROVED, methodist)
    assert (row.mentorship.mentor, row.mentorship.origin) == (mentor, MentorshipOrigin.MATCHING)
    assert row.mentorship.reasons == proposal.reasons != []
    with pytest.raises(AlreadyDecided):
        matching.approve(actor=methodist, proposal_id=proposal.pk, now=now)


def test_change_takes_another_mentor_with_her_own_reasons(run, wish, methodist, mentor, make_mentor, now):
    wish()
    run()
    other = make_mentor("Другая Вера", mentee_capacity=1)
    full = make_mentor("Без мест", mentee_capacity=0)
    first, second, third = (MatchProposal.objects.get(), MatchProposalFactory(run=MatchRun.objects.get()), None)

    changed = matching.change(actor=methodist, proposal_id=first.pk, mentor_id=other.pk, now=now)

    assert (changed.decision, changed.mentor) == (Decision.CHANGED, other)
    assert changed.mentorship.reasons != []
    assert third is None
    assert matching.reasons_for(second, full.pk, now) == []


def test_change_to_the_suggested_mentor_is_an_approval(run, wish, methodist, mentor, now):
    wish()
    run()
    proposal = MatchProposal.objects.get()

    assert matching.change(actor=methodist, proposal_id=proposal.pk, mentor_id=mentor.pk, now=now).decision == (
        Decision.APPROVED
    )


def test_drop_can_be_taken_back(school, methodist, director, now):
    proposal = MatchProposalFactory(run__school=school)

    with pytest.raises(PermissionDenied):
        matching.drop(actor=director, proposal_id=proposal.pk, now=now)
    assert matching.drop(actor=methodist, proposal_id=proposal.pk, now=now).decided_at == now
    assert matching.undrop(actor=methodist, proposal_id=proposal.pk, now=now).decided_by is None
    with pytest.raises(AlreadyDecided):
        matching.undrop(actor=methodist, proposal_id=proposal.pk, now=now)
    with pytest.raises(NoMentor):
        matching.approve(actor=methodist, proposal_id=proposal.pk, now=now)


def test_approve_many_passes_over_what_cannot_be_approved(run, wish, person, mentor, methodist, now):
    for name in ("Первая Мария", "Вторая Дарья", "Третья Вера"):
        wish(user=person(name))
    done = run()
    tokens = list(MatchProposal.objects.values_list("token", flat=True))

    counted = matching.approve_many(actor=methodist, run_id=done.pk, tokens=tokens, now=now)

    assert counted == (2, 1)
    assert Mentorship.objects.count() == 2


def test_run_page_parts_the_suggestions(school, methodist, director, mentor):
    row = MatchRunFactory(school=school)
    MatchProposalFactory.create_batch(31, run=row, mentor=mentor)
    MatchProposalFactory(run=row)

    first = run_page(methodist, school, row.token, {"show": "no such", "page": "1"})
    alone = run_page(methodist, school, row.token, {"show": "alone"})

    assert ([tab.count for tab in first.tabs], len(first.rows), first.has_open_pairs) == ([31, 1, 0, 0, 0], 30, True)
    assert (first.paging.previous, first.paging.following, [link.number for link in first.paging.links]) == (
        "",
        "?show=open&page=2",
        [1, 2],
    )
    assert (len(alone.rows), alone.has_open_pairs, alone.paging.following) == (1, False, "")
    second = run_page(methodist, school, row.token, {"page": "2"})
    assert (second.paging.previous, second.paging.following) == ("?show=open&page=1", "")
    with pytest.raises(MatchRun.DoesNotExist):
        run_page(director, school, row.token, {})


def test_long_list_of_pages_has_gaps(school, methodist, mentor):
    row = MatchRunFactory(school=school)
    MatchProposalFactory.create_batch(300, run=row, mentor=mentor)

    page = run_page(methodist, school, row.token, {"page": "5"})

    assert None in [link.number for link in page.paging.links]


def test_sides_of_a_person_who_is_gone_are_empty(school, mentor, now):
    proposal = MatchProposalFactory(run__school=school, mentee__is_active=False)

    assert sides_of(school, proposal.mentee, now.date()).mentee is None
    assert matching.reasons_for(proposal, mentor.pk, now) == []


def test_every_reason_has_its_words(school, theme):
    kinds = [
        {"kind": "themes", "points": 20.0, "number": 0, "themes": [theme.pk, 0], "wanted": 3},
        {"kind": "themes", "points": 0.0, "number": 0, "themes": [theme.pk], "wanted": 1},
        {"kind": "practice", "points": 0.0, "number": 7, "themes": [], "wanted": 0},
        {"kind": "practice", "points": 15.0, "number": -3, "themes": [], "wanted": 0},
        {"kind": "km", "points": 18.0, "number": 90, "themes": [], "wanted": 0},
        *(
            {"kind": kind, "points": 1.0, "number": 2, "themes": [], "wanted": 0}
            for kind in ("no_theme", "led", "load", "kept", "forbidden", "far", "any_theme", "same_settlement")
        ),
    ]

    rows = reason_rows(kinds, theme_titles(school))

    assert len({row.text for row in rows}) == len(kinds)
    assert theme.title in rows[0].text
    assert [row.side for row in rows[:5]] == [Side.FOR, Side.FOR, Side.FOR, Side.AGAINST, Side.AGAINST]


def test_network_is_read_in_the_same_number_of_queries(school, assert_flat, person, make_mentor, now, network):
    def grow():
        user = person(library=LibraryFactory(organisation=network))
        WishFactory(school=school, user=user)
        make_mentor("Ещё Одна", mentee_capacity=3)

    assert_flat(lambda: read_network(school, MatchScope.EVERYBODY, now.date()), grow, ceiling=7)


def test_tasks_call_their_services(monkeypatch, db):
    called = []
    monkeypatch.setattr(matching, "make_run", lambda **words: called.append(words["run_id"]))

    tasks.match_network.call(7)

    assert called == [7]
    assert tasks.look_after_matchings.call() == 0
    assert tasks.wake_mentorships.call() == 0
