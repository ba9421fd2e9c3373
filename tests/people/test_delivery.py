"""In which ways a notice reaches a reader: the rules of `services/delivery.py`, one by one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from tests.people.factories import UserFactory

from nastavnik.people.enums import MailManner, NoticeKind
from nastavnik.people.models import Letter, NoticeHours, User
from nastavnik.people.selectors.hours import Hours, hours_of
from nastavnik.people.selectors.notices import Manner
from nastavnik.people.services.delivery import LETTERS_AN_HOUR, NOWHERE_ELSE, Delivery, Ways, delivery

MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = Hours(22, 7, 9, MOSCOW)
AT_ONCE = Manner(MailManner.AT_ONCE, is_pushed=True)
HOUR = timedelta(hours=1)


def moscow(hour, minute=0, day=1):
    return datetime(2026, 9, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def decide(at, kind=NoticeKind.LESSONS, manner=AT_ONCE, hours=HOURS, useless_at=None, *, is_flooded=False):
    return delivery(kind, manner, hours, now=at, useless_at=useless_at, is_flooded=is_flooded)


def test_by_day_everything_comes_at_once():
    assert decide(moscow(12)) == Delivery(letter_at=moscow(12), is_pushed=True)


@pytest.mark.parametrize("at", [moscow(22), moscow(23, 59), moscow(0, day=2), moscow(6, 59, day=2)])
def test_in_quiet_hours_letters_wait_and_browsers_stay_silent(at):
    assert decide(at) == Delivery(letter_at=moscow(7, day=2), is_pushed=False)


@pytest.mark.parametrize("at", [moscow(21, 59), moscow(7)])
def test_borders_of_quiet_hours_are_not_quiet(at):
    assert decide(at) == Delivery(letter_at=at, is_pushed=True)


def test_what_is_useless_after_the_quiet_hours_does_not_come():
    assert decide(moscow(6), useless_at=moscow(6, 30)) == NOWHERE_ELSE
    assert decide(moscow(6), useless_at=moscow(7)) == NOWHERE_ELSE
    assert decide(moscow(6), useless_at=moscow(7, 30)) == Delivery(letter_at=moscow(7))


def test_account_comes_at_any_hour_and_in_any_flood():
    at = moscow(3)
    manner = Manner(MailManner.OFF, is_pushed=False)
    assert decide(at, NoticeKind.ACCOUNT, manner, is_flooded=True) == Delivery(letter_at=at)


def test_without_quiet_hours_nothing_waits():
    hours = Hours(None, None, 9, MOSCOW)
    assert decide(moscow(3), hours=hours) == Delivery(letter_at=moscow(3), is_pushed=True)


def test_kind_that_waits_comes_with_the_next_summary():
    manner = Manner(MailManner.DIGEST, is_pushed=False)
    assert decide(moscow(8), NoticeKind.VIDEOS, manner) == Delivery(digest_at=moscow(9))
    assert decide(moscow(9), NoticeKind.VIDEOS, manner) == Delivery(digest_at=moscow(9, day=2))


def test_summary_at_a_quiet_hour_comes_when_it_ends():
    manner = Manner(MailManner.DIGEST, is_pushed=False)
    hours = Hours(22, 7, 5, MOSCOW)
    assert decide(moscow(12), NoticeKind.VIDEOS, manner, hours) == Delivery(digest_at=moscow(7, day=2))


def test_what_cannot_wait_for_the_summary_comes_at_once():
    manner = Manner(MailManner.DIGEST, is_pushed=False)
    assert decide(moscow(12), NoticeKind.VIDEOS, manner, useless_at=moscow(20)) == Delivery(letter_at=moscow(12))


def test_flood_becomes_a_summary_an_hour_later():
    assert decide(moscow(12), is_flooded=True) == Delivery(digest_at=moscow(13), is_pushed=True)
    assert decide(moscow(21, 30), is_flooded=True) == Delivery(digest_at=moscow(7, day=2), is_pushed=True)
    soon = moscow(12, 30)
    assert decide(moscow(12), is_flooded=True, useless_at=soon) == Delivery(letter_at=moscow(12), is_pushed=True)


def test_kind_that_is_off_comes_only_to_browsers():
    assert decide(moscow(12), manner=Manner(MailManner.OFF, is_pushed=True)) == Delivery(is_pushed=True)


@given(
    quiet=st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda hours: hours[0] != hours[1]),
    minutes=st.integers(0, 60 * 24 * 400),
    zone=st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "Asia/Yekaterinburg"]),
    manner=st.sampled_from(MailManner),
    left=st.none() | st.integers(1, 60 * 48),
    is_flooded=st.booleans(),
)
def test_whatever_the_hours_no_letter_comes_in_quiet_ones_or_too_late(quiet, minutes, zone, manner, left, is_flooded):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    hours = Hours(*quiet, 9, ZoneInfo(zone))
    useless_at = None if left is None else now + timedelta(minutes=left)
    way = decide(now, NoticeKind.VIDEOS, Manner(manner, is_pushed=True), hours, useless_at, is_flooded=is_flooded)
    for at in filter(None, (way.letter_at, way.digest_at)):
        assert at >= now
        assert hours.quiet_end(at) is None
        assert useless_at is None or at < useless_at
    assert not (way.letter_at and way.digest_at)
    assert not (way.is_pushed and hours.quiet_end(now))
    assert manner is not MailManner.OFF or (way.letter_at, way.digest_at) == (None, None)


@pytest.mark.django_db
def test_hours_are_those_of_the_readers_clock(settings):
    here, there, silent = UserFactory(), UserFactory(time_zone="Asia/Omsk"), UserFactory()
    NoticeHours.objects.create(user=there, quiet_from=None, quiet_until=None, digest_hour=18)
    found = hours_of([here, there, silent], zone="Asia/Tomsk")
    assert found[here.pk] == found[silent.pk] == Hours(22, 7, 9, ZoneInfo("Asia/Tomsk"))
    assert found[there.pk] == Hours(None, None, 18, ZoneInfo("Asia/Omsk"))
    assert hours_of([here])[here.pk].zone.key == settings.TIME_ZONE


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"quiet_from": 5, "quiet_until": 5}, {"quiet_from": 24}, {"digest_hour": 24}])
def test_database_refuses_hours_that_are_none(wrong):
    with pytest.raises(IntegrityError):
        NoticeHours.objects.create(user=UserFactory(), **wrong)


@pytest.mark.django_db
def test_flood_is_counted_within_the_hour_and_without_letters_about_the_account(now):
    flooded, earlier, account = (UserFactory() for _ in range(3))
    for user, kind, ago in (
        (flooded, NoticeKind.LESSONS, 59),
        (earlier, NoticeKind.LESSONS, 61),
        (account, NoticeKind.ACCOUNT, 1),
    ):
        at = now - timedelta(minutes=ago)
        for _ in range(LETTERS_AN_HOUR):
            Letter.objects.create(
                user=user, kind=kind, to_email=user.email, subject="", text="", created_at=at, try_at=at
            )
    people = list(User.objects.order_by("pk"))
    ways = Ways(people, {NoticeKind.LESSONS}, now=now, zone="")
    taken = [ways.take(one.pk, NoticeKind.LESSONS, useless_at=None) for one in people]
    assert [way.digest_at is not None for way in taken] == [True, False, False]


@pytest.mark.django_db
def test_letters_of_one_telling_become_a_flood_too(now):
    reader = UserFactory()
    ways = Ways([reader], {NoticeKind.LESSONS, NoticeKind.ACCOUNT}, now=now, zone="")
    taken = [ways.take(reader.pk, NoticeKind.LESSONS, useless_at=None) for _ in range(LETTERS_AN_HOUR + 2)]
    assert [way.letter_at is not None for way in taken] == [True] * LETTERS_AN_HOUR + [False] * 2
    assert ways.take(reader.pk, NoticeKind.ACCOUNT, useless_at=None).letter_at == now
