"""What a mentor takes on, themes, rules and days."""

from datetime import date, time, timedelta
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.mentoring.factories import ThemeFactory

from nastavnik.core.journal import history_of
from nastavnik.core.ordering import moved
from nastavnik.mentoring.models import CalendarDay, ConsultationSettings, MentorProfile, Theme
from nastavnik.mentoring.permissions import can_edit_mentor, mentors_edited_by
from nastavnik.mentoring.selectors.terms import Rules, rules_of
from nastavnik.mentoring.services import profiles, rules, themes
from nastavnik.mentoring.services.profiles import Offer
from nastavnik.mentoring.services.routing_refusals import (
    RulesChangedMeanwhile,
    ThemeTaken,
    TooManyDays,
    TooManyThemes,
)

# --- profiles --------------------------------------------------------------------------------------------------------


def offer(**changes):
    usual = {
        "about": "Двадцать лет с подростками",
        "theme_ids": [],
        "capacity": 3,
        "mentee_capacity": 1,
        "away_until": None,
        "version": 0,
    }
    return Offer(**usual | changes)


def test_mentor_says_what_she_takes_on(school, mentor, now):
    own, strange = ThemeFactory(school=school), ThemeFactory()

    profile = profiles.change_profile(
        actor=mentor, school_id=school.pk, mentor_id=mentor.pk, offer=offer(theme_ids=[own.pk, strange.pk]), now=now
    )

    profile.refresh_from_db()
    assert (profile.about, profile.capacity, profile.version) == ("Двадцать лет с подростками", 3, 1)
    assert list(profile.themes.all()) == [own]
    assert [entry.verb for entry in history_of(profile)] == ["mentor_profile_changed"]


def test_absence_is_dated_when_it_is_said(school, methodist, mentor, now):
    change = partial(profiles.change_profile, actor=methodist, school_id=school.pk, mentor_id=mentor.pk)

    away = change(offer=offer(away_until=date(2026, 12, 1)), now=now)
    assert away.away_said_at == now
    # what else changes does not move it
    later = now + timedelta(hours=1)
    assert change(offer=offer(away_until=date(2026, 12, 1), version=1, capacity=1), now=later).away_said_at == now
    assert change(offer=offer(version=2), now=now).away_said_at is None


def test_profile_that_was_changed_meanwhile_is_not_overwritten(school, mentor, now):
    change = partial(profiles.change_profile, actor=mentor, school_id=school.pk, mentor_id=mentor.pk, now=now)
    change(offer=offer())

    with pytest.raises(RulesChangedMeanwhile):
        change(offer=offer(capacity=9))
    assert MentorProfile.objects.get().capacity == 3


def test_profile_is_changed_by_herself_and_methodists_alone(
    school, mentor, make_mentor, methodist, director, learner, outsider, now
):
    for actor in (make_mentor(), director, learner, outsider):
        with pytest.raises(PermissionDenied):
            profiles.change_profile(actor=actor, school_id=school.pk, mentor_id=mentor.pk, offer=offer(), now=now)
    # nobody is a mentor by her profile
    with pytest.raises(PermissionDenied):
        profiles.change_profile(actor=methodist, school_id=school.pk, mentor_id=learner.pk, offer=offer(), now=now)


def test_pair_of_permissions_of_profiles_agrees(school, mentor, make_mentor, methodist, director, learner, outsider):
    people = [mentor, make_mentor(), methodist, director, learner, outsider]
    for actor in (*people, AnonymousUser()):
        seen = set(mentors_edited_by(actor, school))
        assert {person for person in people if can_edit_mentor(actor, person, school)} == seen


# --- themes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def add(school, methodist, now):
    return partial(themes.add_theme, actor=methodist, school_id=school.pk, now=now)


def test_theme_stands_behind_the_others(school, add):
    titles = ["Квесты", "Блоги"]
    for title in titles:
        add(title=title)

    assert [theme.title for theme in Theme.objects.filter(school=school)] == titles
    assert history_of(Theme.objects.first())[0].verb == "theme_added"


def test_theme_of_a_title_that_is_there_is_refused(add):
    add(title="Квесты")

    with pytest.raises(ThemeTaken):
        add(title="Квесты")


def test_retired_theme_comes_back_under_its_title(add, methodist, now):
    theme = add(title="Квесты")
    themes.retire_theme(actor=methodist, theme_id=theme.pk, now=now)
    themes.retire_theme(actor=methodist, theme_id=theme.pk, now=now)
    theme.refresh_from_db()
    assert theme.retired_at == now

    again = add(title="Квесты")

    assert (again.pk, again.retired_at) == (theme.pk, None)


def test_restored_theme_is_offered_again(add, methodist, now):
    theme = add(title="Квесты")
    themes.retire_theme(actor=methodist, theme_id=theme.pk, now=now)

    for _ in range(2):
        restored = themes.restore_theme(actor=methodist, theme_id=theme.pk, now=now)
    assert restored.retired_at is None


def test_themes_have_an_end(add, methodist, monkeypatch, now):
    monkeypatch.setattr(themes, "MOST_THEMES", 1)
    retired = add(title="Квесты")
    themes.retire_theme(actor=methodist, theme_id=retired.pk, now=now)
    add(title="Блоги")

    with pytest.raises(TooManyThemes):
        add(title="Выставки")
    with pytest.raises(TooManyThemes):
        themes.restore_theme(actor=methodist, theme_id=retired.pk, now=now)


def test_renamed_theme_has_a_title_of_its_own(add, methodist, now):
    theme = add(title="Квесты")
    add(title="Блоги")

    renamed = themes.rename_theme(actor=methodist, theme_id=theme.pk, title="Игры", now=now)
    assert renamed.title == "Игры"
    with pytest.raises(ThemeTaken):
        themes.rename_theme(actor=methodist, theme_id=theme.pk, title="Блоги", now=now)


def test_themes_are_put_in_order(school, add, methodist, now):
    first, second = add(title="Квесты"), add(title="Блоги")

    themes.reorder_themes(
        actor=methodist, school_id=school.pk, rearrange=lambda order: moved(order, f"{second.token}:up"), now=now
    )

    assert list(Theme.objects.filter(school=school)) == [second, first]


def test_themes_are_the_methodists(school, add, mentor, director, outsider, now):
    theme = add(title="Квесты")

    for actor in (mentor, director, outsider):
        with pytest.raises(PermissionDenied):
            themes.add_theme(actor=actor, school_id=school.pk, title="Блоги", now=now)
        with pytest.raises(PermissionDenied):
            themes.rename_theme(actor=actor, theme_id=theme.pk, title="Игры", now=now)


# --- rules -----------------------------------------------------------------------------------------------------------


def test_rules_are_the_usual_until_they_are_changed(school, methodist, now):
    assert rules_of(school) == Rules(3, 8, time(9), time(18), 0)

    changed = Rules(5, 16, time(10), time(19), 0)
    rules.change_rules(actor=methodist, school_id=school.pk, rules=changed, now=now)

    assert rules_of(school) == Rules(5, 16, time(10), time(19), 1)
    with pytest.raises(RulesChangedMeanwhile):
        rules.change_rules(actor=methodist, school_id=school.pk, rules=changed, now=now)
    assert ConsultationSettings.objects.get().version == 1


def test_rules_leave_terms_that_run(school, question, methodist, now):
    due_at = question.due_at

    rules.change_rules(actor=methodist, school_id=school.pk, rules=Rules(term_days=1), now=now)

    question.refresh_from_db()
    assert question.due_at == due_at


def test_day_of_the_schools_own_is_set_once_and_removed(school, methodist, now):
    day = date(2026, 12, 1)
    put = partial(rules.set_day, actor=methodist, school_id=school.pk, day=day, now=now)

    put(is_working=False, note="Санитарный день")
    put(is_working=True, note="")
    assert list(CalendarDay.objects.values_list("day", "is_working", "note")) == [(day, True, "")]

    for _ in range(2):
        rules.remove_day(actor=methodist, school_id=school.pk, day=day, now=now)
    assert not CalendarDay.objects.exists()
    assert [entry.verb for entry in history_of(school)][:1] == ["calendar_day_removed"]
    assert len(history_of(school)) == 3


def test_days_of_the_schools_own_have_an_end(school, methodist, monkeypatch, now):
    monkeypatch.setattr(rules, "MOST_DAYS", 1)
    put = partial(rules.set_day, actor=methodist, school_id=school.pk, is_working=False, note="", now=now)
    put(day=date(2026, 12, 1))
    put(day=date(2026, 12, 1))

    with pytest.raises(TooManyDays):
        put(day=date(2026, 12, 2))


def test_rules_and_days_are_the_methodists(school, mentor, director, outsider, now):
    for actor in (mentor, director, outsider):
        with pytest.raises(PermissionDenied):
            rules.change_rules(actor=actor, school_id=school.pk, rules=Rules(), now=now)
        with pytest.raises(PermissionDenied):
            rules.remove_day(actor=actor, school_id=school.pk, day=date(2026, 12, 1), now=now)


@pytest.mark.parametrize(
    ("opens_at", "closes_at"),
    [(time(9), time(9, 59)), (time(9), time(9, 0, 0, 1000)), (time(18), time(9)), (time(23, 30), time(0, 30))],
)
def test_database_keeps_no_working_day_shorter_than_an_hour(school, opens_at, closes_at):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultationSettings.objects.create(school=school, opens_at=opens_at, closes_at=closes_at)


def test_database_keeps_a_working_day_of_an_hour(school):
    assert ConsultationSettings.objects.create(school=school, opens_at=time(0, 5), closes_at=time(1, 5)).pk
