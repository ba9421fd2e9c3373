"""Contests made, cloned, written, opened, taken back, removed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.contest.factories import ApplicationFactory, ContestFactory, MarkFactory, SheetFactory, complete

from nastavnik.contest.enums import Feedback, LatePolicy, TieRule
from nastavnik.contest.events import ContestOpened
from nastavnik.contest.models import Award, Contest, Criterion, Direction, FormField, FormSection
from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.selectors.setup import criteria_of, form_of
from nastavnik.contest.selectors.typed import DAYS, days_typed, rules_typed, words_typed
from nastavnik.contest.services import setup as services
from nastavnik.contest.services.setup import refusals
from nastavnik.contest.services.setup.addresses import free_address, free_key
from nastavnik.core import events, journal
from nastavnik.core.models import JournalEntry

pytestmark = pytest.mark.django_db
TITLE = "Открытая библиотека"


def make(school, actor, now, **words):
    words = {"title": TITLE, "announced_on": date(2027, 3, 1)} | words
    return services.create_contest(actor=actor, school_id=school.pk, blueprint=blueprint("district"), now=now, **words)


def verbs(contest):
    return [entry.verb for entry in reversed(journal.history_of(contest))]


def test_make_out_of_the_arrangement_gives_a_whole_contest(school, methodist, now):
    contest = make(school, methodist, now)

    assert (contest.slug, contest.opened_at) == ("otkrytaia-biblioteka", None)
    assert school.owner.name in contest.regulation
    assert (contest.jury_size, contest.sheets_each, contest.created_by) == (5, 3, methodist)
    assert Direction.objects.filter(contest=contest).count() == 4
    assert len(criteria_of(contest)) == 8
    assert len(form_of(contest).sections) == 8
    assert Award.objects.filter(contest=contest).count() == 4
    assert verbs(contest) == ["contest made"]


def test_make_counts_days_by_the_school_s_clock_past_days_off(school, methodist, now):
    contest = make(school, methodist, now)
    local = {
        name: getattr(contest, name).astimezone(school.zone) for name in ("announced_at", "intake_at", "deadline_at")
    }

    assert f"{local['announced_at']:%d.%m %H:%M}" == "01.03 09:00"
    # a holiday on Monday: the next working day
    assert f"{local['intake_at']:%d.%m %H:%M}" == "09.03 09:00"
    assert f"{local['deadline_at']:%d.%m %H:%M}" == "19.04 18:00"


def test_make_of_two_with_one_title_gives_two_addresses(school, methodist, now):
    first, second = make(school, methodist, now), make(school, methodist, now)

    assert second.slug == f"{first.slug}-2"


@pytest.mark.parametrize(
    ("title", "slug"), [("!!!", "contest"), ("Слово " * 30, "slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo")]
)
def test_address_of_odd_titles_can_be_used(school, title, slug):
    assert free_address(school, title) == slug


def test_key_of_the_school_s_own_is_never_one_of_a_fund():
    assert free_key("Кто нам помогает", {"partners"}) == "own_kto_nam_pomogaet"
    assert free_key("Цель", {"own_tsel"}) == "own_tsel_2"


@pytest.mark.parametrize("who", ["learner", "director", "outsider"])
def test_make_by_others_is_refused(school, now, request, who):
    with pytest.raises(PermissionDenied):
        make(school, request.getfixturevalue(who), now)


def test_clone_copies_what_is_set_up_and_shifts_the_days(school, methodist, now):
    source = make(school, methodist, now)
    source.opened_at = now
    source.save()
    ApplicationFactory(contest=source)
    copy = services.clone_contest(
        actor=methodist, contest_id=source.pk, title="Открытая библиотека 2028", announced_on=date(2028, 3, 6), now=now
    )

    assert (copy.cloned_from, copy.opened_at, copy.last_number) == (source, None, 0)
    assert rules_typed(copy) == rules_typed(source)
    assert (copy.short, copy.regulation) == (source.short, source.regulation)
    for model in (Direction, Criterion, Award, FormSection):
        assert model.objects.filter(contest=copy).count() == model.objects.filter(contest=source).count()
    assert [
        field.key for field in FormField.objects.filter(section__contest=copy).order_by("section__position", "position")
    ] == [
        field.key
        for field in FormField.objects.filter(section__contest=source).order_by("section__position", "position")
    ]
    local = copy.deadline_at.astimezone(school.zone)
    assert (local.hour, local.weekday() < 5) == (18, True)
    assert f"{copy.announced_at.astimezone(school.zone):%Y-%m-%d %H:%M}" == "2028-03-06 09:00"
    assert copy.defence_at is None


def test_clone_of_a_contest_without_days_has_none(school, methodist, now):
    source = ContestFactory(school=school, intake_at=None, deadline_at=None, check_until=None, review_until=None)
    copy = services.clone_contest(
        actor=methodist, contest_id=source.pk, title="Новый", announced_on=date(2028, 3, 6), now=now
    )

    assert [getattr(copy, name) for name in DAYS] == [None] * len(DAYS)


def test_clone_keeps_the_hour_over_a_change_of_the_clock(school, methodist, now):
    school.time_zone = "Europe/Berlin"
    school.save()
    source = ContestFactory(
        school=school,
        intake_at=None,
        announced_at=datetime(2027, 1, 11, 8, 0, tzinfo=UTC),
        deadline_at=datetime(2027, 2, 1, 17, 0, tzinfo=UTC),
        check_until=None,
        review_until=None,
    )
    copy = services.clone_contest(
        actor=methodist, contest_id=source.pk, title="Летом", announced_on=date(2027, 6, 14), now=now
    )

    assert copy.deadline_at.astimezone(school.zone).hour == 18


def words_of(contest, **words):
    known = words_typed(contest)
    return known | words


def test_edit_of_words_saves_and_keeps_what_was(contest, methodist, now):
    services.edit_words(actor=methodist, contest_id=contest.pk, now=now, **words_of(contest, title="Новое имя"))
    contest.refresh_from_db()
    entry = JournalEntry.objects.latest("pk")

    assert (contest.title, contest.version) == ("Новое имя", 1)
    assert entry.details["before"]["title"].startswith("Открытая")


def test_edit_that_changes_nothing_leaves_no_trace(contest, methodist, now):
    services.edit_words(actor=methodist, contest_id=contest.pk, now=now, **words_of(contest))

    assert verbs(contest) == []


def test_edit_of_what_somebody_else_saved_is_refused(contest, methodist, now):
    seen = words_of(contest, title="Моё")
    services.edit_words(actor=methodist, contest_id=contest.pk, now=now, **words_of(contest, title="Чужое"))

    with pytest.raises(refusals.ChangedMeanwhile):
        services.edit_words(actor=methodist, contest_id=contest.pk, now=now, **seen)


def test_edit_of_the_address_to_one_that_is_taken_is_refused(contest, methodist, now, school):
    other = ContestFactory(school=school)

    with pytest.raises(refusals.AddressTaken):
        services.edit_words(actor=methodist, contest_id=contest.pk, now=now, **words_of(contest, slug=other.slug))


def edit_days(contest, actor, now, **days):
    known = days_typed(contest)
    version = known.pop("version")
    return services.edit_days(actor=actor, contest_id=contest.pk, version=version, days=known | days, now=now)


def test_edit_of_days_saves_moments(contest, methodist, now):
    edit_days(contest, methodist, now, awarding_at=contest.review_until + timedelta(days=9))
    contest.refresh_from_db()

    assert contest.awarding_at == contest.review_until + timedelta(days=9)
    assert verbs(contest) == ["contest days edited"]


def test_edit_of_days_out_of_order_is_refused(contest, methodist, now):
    with pytest.raises(refusals.DaysOutOfOrder) as refused:
        edit_days(contest, methodist, now, check_until=contest.deadline_at)
    assert refused.value.names == ("check_until",)


@pytest.mark.parametrize(
    ("stage", "days", "is_refused"),
    [
        ({"intake": True}, -1, True),
        ({"intake": True}, None, True),
        ({"intake": True}, 1, False),
        ({}, -1, False),
        ({"intake": True, "deadline_at": None}, 1, False),
    ],
)
def test_edit_of_the_deadline_moves_it_only_later_once_applications_are_taken(
    school, methodist, now, stage, days, is_refused
):
    contest = ContestFactory(school=school, **stage)
    promised = contest.deadline_at or now
    wanted = None if days is None else promised + timedelta(days=days)
    if is_refused:
        with pytest.raises(refusals.DeadlineShortened):
            edit_days(contest, methodist, now, deadline_at=wanted)
    else:
        edit_days(contest, methodist, now, deadline_at=wanted)
        contest.refresh_from_db()
        assert contest.deadline_at == wanted


RULES = {
    "most_of_a_library": 2,
    "late_policy": LatePolicy.REFUSE,
    "jury_size": 5,
    "sheets_each": 3,
    "is_blind": True,
    "tie_rules": [TieRule.MEDIAN, TieRule.SHARED],
    "feedback": Feedback.MARKS,
    "has_public_vote": True,
}


def edit_rules(contest, actor, now, **rules):
    version = rules_typed(contest)["version"]
    return services.edit_rules(actor=actor, contest_id=contest.pk, version=version, now=now, **(RULES | rules))


def test_edit_of_rules_saves_them(contest, methodist, now):
    edit_rules(contest, methodist, now)
    contest.refresh_from_db()

    assert {name: getattr(contest, name) for name in RULES} == RULES


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        ({"jury_size": 4}, refusals.JuryNotOdd),
        ({"jury_size": 1}, refusals.JuryNotOdd),
        ({"sheets_each": 6}, refusals.SheetsBeyondJury),
    ],
)
def test_edit_of_rules_against_the_regulation_is_refused(contest, methodist, now, rules, refusal):
    with pytest.raises(refusal):
        edit_rules(contest, methodist, now, **rules)


def test_edit_of_rules_after_a_mark_keeps_blindness_and_ties(contest, methodist, now):
    MarkFactory(sheet=SheetFactory(juror__contest=contest))
    kept = {"is_blind": contest.is_blind, "tie_rules": contest.tie_rules}

    edit_rules(contest, methodist, now, **kept)
    contest.refresh_from_db()
    with pytest.raises(refusals.JuryHasBegun):
        edit_rules(contest, methodist, now, **(kept | {"is_blind": True}))


def test_edit_after_the_release_is_refused(school, methodist, now):
    contest = ContestFactory(school=school, released=True)

    with pytest.raises(refusals.ContestReleased):
        services.edit_words(actor=methodist, contest_id=contest.pk, now=now, **words_of(contest, title="Иначе"))


def test_open_shows_the_contest_and_tells_it(contest, methodist, now, django_capture_on_commit_callbacks, monkeypatch):
    news = []
    monkeypatch.setattr(events, "_handlers", {ContestOpened: [news.append]})
    with django_capture_on_commit_callbacks(execute=True):
        opened = services.open_contest(actor=methodist, contest_id=contest.pk, now=now)

    assert (opened.opened_at, opened.announced_at) == (now, now)
    assert news == [ContestOpened(contest.pk)]
    with pytest.raises(refusals.AlreadyOpen):
        services.open_contest(actor=methodist, contest_id=contest.pk, now=now)


def test_open_keeps_the_day_of_the_announcement(contest, methodist, now):
    contest.announced_at = now + timedelta(days=3)
    contest.save()

    assert services.open_contest(actor=methodist, contest_id=contest.pk, now=now).announced_at == now + timedelta(
        days=3
    )


def test_open_of_an_incomplete_contest_says_what_is_missing(school, methodist, now):
    contest = ContestFactory(school=school, short="")

    with pytest.raises(refusals.NotReady) as refused:
        services.open_contest(actor=methodist, contest_id=contest.pk, now=now)
    assert "направление" in str(refused.value)


@pytest.mark.parametrize("deed", [services.take_contest_back, services.remove_contest])
def test_contest_with_applications_stays(school, methodist, now, deed):
    contest = ContestFactory(school=school, intake=True)
    ApplicationFactory(contest=contest)

    with pytest.raises(refusals.ApplicationsExist):
        deed(actor=methodist, contest_id=contest.pk, now=now)


def test_take_back_hides_the_contest(school, methodist, now):
    contest = complete(ContestFactory(school=school, intake=True))
    ApplicationFactory(contest=contest, is_sample=True)

    assert services.take_contest_back(actor=methodist, contest_id=contest.pk, now=now).opened_at is None
    services.take_contest_back(actor=methodist, contest_id=contest.pk, now=now)
    assert verbs(contest) == ["contest taken back"]


def test_remove_and_bring_back_leave_it_as_it_was(contest, methodist, now):
    services.remove_contest(actor=methodist, contest_id=contest.pk, now=now)
    with pytest.raises(PermissionDenied):
        services.remove_contest(actor=methodist, contest_id=contest.pk, now=now)

    services.bring_contest_back(actor=methodist, contest_id=contest.pk, now=now)
    services.bring_contest_back(actor=methodist, contest_id=contest.pk, now=now)
    assert Contest.objects.get(pk=contest.pk).removed_at is None
    assert verbs(contest) == ["contest removed", "contest brought back"]


@pytest.mark.parametrize("deed", [services.open_contest, services.bring_contest_back])
def test_deeds_of_others_are_refused(contest, director, now, deed):
    with pytest.raises(PermissionDenied):
        deed(actor=director, contest_id=contest.pk, now=now)
