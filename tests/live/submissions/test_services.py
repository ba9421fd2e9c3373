"""What is written down of submissions, and what the portal's export says of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from nastavnik.core.journal import history_of
from nastavnik.live import tasks
from nastavnik.live.enums import ChannelKind, PortalState
from nastavnik.live.models import Submission, SubmissionRule
from nastavnik.live.services import culture
from nastavnik.live.services.submissions import (
    NothingToCheck,
    NotSubmitted,
    check,
    check_due,
    note_moved,
    note_submitted,
    set_rule,
    skip,
)


@pytest.fixture
def rule(methodist, channel, portal, now):
    return set_rule(actor=methodist, channel_token=channel.token, lead_days=14, key=portal.key, now=now)


@pytest.fixture
def submitted(methodist, where, now):
    def note(number="123"):
        return note_submitted(actor=methodist, portal_id=number, page_url="", now=now, **where)

    return note


@pytest.fixture
def ask(methodist, where, now):
    def call():
        return check(actor=methodist, now=now, **where)

    return call


def test_set_rule_keeps_the_key_sealed_until_it_is_forgotten(methodist, channel, now):
    words = {"actor": methodist, "channel_token": channel.token, "now": now}
    set_rule(lead_days=200, key="secret", **words)
    kept = SubmissionRule.objects.get()
    set_rule(lead_days=7, key=None, **words)

    assert kept.lead_days == 90
    assert "secret" not in kept.sealed_key
    assert SubmissionRule.objects.get().sealed_key == kept.sealed_key
    set_rule(lead_days=7, key="", **words)
    assert SubmissionRule.objects.get().sealed_key == ""
    assert [entry.verb for entry in history_of(channel)] == ["submission rule set"] * 3
    assert "secret" not in str([entry.details for entry in history_of(channel)])


def test_note_submitted_twice_keeps_the_first_time_and_forgets_another_numbers_state(submitted, now):
    submitted("1")
    Submission.objects.update(state=PortalState.PUBLISHED, checked_at=now, asked_at=now - timedelta(days=1))

    assert submitted("1").state == PortalState.PUBLISHED
    again = submitted("2")

    assert (again.state, again.checked_at, again.asked_at) == (PortalState.UNKNOWN, None, now - timedelta(days=1))
    assert Submission.objects.count() == 1


def test_time_that_the_portal_was_told_stays_until_it_is_put_right(methodist, where, submitted, lesson, now):
    submitted()
    told, lesson.starts_at = lesson.starts_at, lesson.starts_at + timedelta(days=2)
    lesson.save()
    Submission.objects.update(state=PortalState.PUBLISHED, checked_at=now)

    assert submitted().told_starts_at == told
    moved = note_moved(actor=methodist, now=now, **where)

    assert (moved.told_starts_at, moved.state, moved.checked_at) == (lesson.starts_at, PortalState.UNKNOWN, None)
    assert note_moved(actor=methodist, now=now, **where).told_starts_at == lesson.starts_at
    assert [entry.verb for entry in history_of(lesson)].count("submission moved") == 1


def test_portal_that_was_told_nothing_needs_no_other_time(methodist, where, now):
    with pytest.raises(NotSubmitted):
        note_moved(actor=methodist, now=now, **where)


def test_skip_is_taken_back_and_by_submitting_too(methodist, where, submitted, now, lesson):
    submitted()
    skipped = skip(actor=methodist, is_skipped=True, now=now, **where)
    assert (skipped.skipped_at, skipped.told_starts_at) == (now, None)
    assert skip(actor=methodist, is_skipped=False, now=now, **where).skipped_at is None
    skip(actor=methodist, is_skipped=True, now=now, **where)

    assert submitted().skipped_at is None
    assert "submission skipped" in [entry.verb for entry in history_of(lesson)]


def test_everything_is_refused_to_who_only_looks(director, where, channel, submitted, rule, now):
    submitted()

    with pytest.raises(PermissionDenied):
        set_rule(actor=director, channel_token=channel.token, lead_days=1, key=None, now=now)
    with pytest.raises(PermissionDenied):
        note_submitted(actor=director, portal_id="", page_url="", now=now, **where)
    with pytest.raises(PermissionDenied):
        skip(actor=director, is_skipped=True, now=now, **where)
    with pytest.raises(PermissionDenied):
        note_moved(actor=director, now=now, **where)
    with pytest.raises(PermissionDenied):
        check(actor=director, now=now, **where)


@pytest.mark.parametrize(
    ("moderated", "state"),
    [("accepted", PortalState.PUBLISHED), ("rejected", PortalState.WAITING), (None, PortalState.MISSING)],
)
def test_check_tells_what_the_portal_says(rule, submitted, ask, portal, now, moderated, state):
    submitted()
    portal.events |= {"123": moderated} if moderated else {}

    assert ask() == state
    assert portal.asked == ["123"]
    assert Submission.objects.get().state == state
    assert Submission.objects.get().checked_at == now


@pytest.mark.parametrize(
    ("status", "state"), [(403, PortalState.REFUSED), (401, PortalState.REFUSED), (500, PortalState.SILENT)]
)
def test_check_of_a_portal_that_does_not_answer_says_so(rule, submitted, ask, portal, status, state):
    submitted()
    portal.down = status

    assert ask() == state


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (b"[]", PortalState.SILENT),
        (b"<html>", PortalState.SILENT),
        (b'{"event": {"_id": 5, "status": "accepted"}}', PortalState.MISSING),
        (b'{"_id": 123, "status": "accepted"}', PortalState.PUBLISHED),
    ],
)
def test_check_takes_no_other_answer_for_an_event(rule, submitted, ask, portal, said, state):
    submitted()
    portal.said = said

    assert ask() == state


def test_check_asks_no_other_address(portal):
    assert culture.state_of("../organizations", portal.key) == PortalState.MISSING
    assert portal.asked == []


def test_check_of_a_silent_portal_says_so(settings, monkeypatch):
    settings.EXCHANGE_INSIDE = True
    monkeypatch.setattr(culture, "API", "http://127.0.0.1:1")

    assert culture.state_of("123", "key") == PortalState.SILENT


def test_check_of_what_was_not_submitted_has_nothing_to_ask(rule, ask):
    with pytest.raises(NothingToCheck):
        ask()


def test_check_without_a_number_has_nothing_to_ask(rule, submitted, ask, portal):
    submitted("")

    with pytest.raises(NothingToCheck):
        ask()
    assert portal.asked == []


def test_check_without_a_key_or_of_another_portal_has_nothing_to_ask(submitted, ask, channel, rule, portal):
    submitted()
    SubmissionRule.objects.update(sealed_key="not sealed by us")
    with pytest.raises(NothingToCheck):
        ask()
    SubmissionRule.objects.all().delete()
    with pytest.raises(NothingToCheck):
        ask()
    channel.kind = ChannelKind.VK
    channel.save()
    with pytest.raises(NothingToCheck):
        ask()
    assert portal.asked == []


def test_daily_look_asks_about_what_is_not_published_yet(rule, submitted, portal, now):
    submitted()
    portal.events["123"] = "accepted"

    tasks.check_submissions.func()
    assert Submission.objects.get().state == PortalState.PUBLISHED
    assert check_due(now=now) == 0
    assert portal.asked == ["123"]


def test_daily_look_leaves_lessons_that_are_over(rule, submitted, portal, lesson, now):
    submitted()

    assert check_due(now=lesson.starts_at) == 0
    assert portal.asked == []
