"""A round of questions: numbers go into the ledger with how they came, a failing place hurts nothing and says on the page what happened."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.audience.factories import CountedChannelFactory, PlacementFactory, ViewCountFactory

from nastavnik.audience import tasks
from nastavnik.audience.channels.base import Told
from nastavnik.audience.enums import CountMethod, Metric, PlaceKind, PlacementState, PullState
from nastavnik.audience.models import CountedChannel, Placement, ViewCount
from nastavnik.audience.selectors.channels.desk import channels_page
from nastavnik.audience.services import pulls
from nastavnik.audience.services.channels.keeping import PURPOSE
from nastavnik.audience.services.pulls import pulling
from nastavnik.audience.services.refusals import NothingAsked
from nastavnik.core.sealing import seal

pytestmark = pytest.mark.django_db

FILM = "0123456789abcdef" * 2


@pytest.fixture
def channel(school, now):
    return CountedChannelFactory(
        school=school, kind=PlaceKind.RUTUBE, title="Rutube", method=CountMethod.RUTUBE, pull_next_at=now
    )


@pytest.fixture
def placement(channel, lesson):
    return PlacementFactory(channel=channel, lesson=lesson, outer_id=FILM, url=f"https://rutube.ru/video/{FILM}/")


@pytest.fixture
def pull(channel, placement, now):
    """Ask a place that tells what the test says."""

    def call(told, at=now, each=None):
        class Place:
            def ask(self, outer_ids):
                if each:
                    each(outer_ids)
                return told

        connectors = {channel.method: lambda _key: Place()}
        state = pulls.pull(channel_id=channel.pk, now=at, connectors=connectors)
        channel.refresh_from_db()
        return state

    return call


def test_numbers_go_into_the_ledger_with_how_they_came(pull, placement, channel, now):
    pull(Told(PullState.WELL, "", {FILM: 61, "other": 5}, {FILM: PlacementState.THERE}))

    count = ViewCount.objects.get()
    assert (count.value, count.metric, count.method, count.as_of) == (61, Metric.TOTAL_VIEWS, CountMethod.RUTUBE, now)
    assert (count.entered_by, count.evidence_url) == (None, placement.url)
    placement.refresh_from_db()
    assert (placement.state, placement.checked_at) == (PlacementState.THERE, now)
    assert (channel.pull_state, channel.pull_succeeded_at) == (PullState.WELL, now)
    assert channel.pull_next_at == now + timedelta(days=1)


def test_views_that_became_fewer_are_left_to_people(pull, channel, placement, cycle, now):
    ViewCountFactory(channel=channel, lesson=placement.lesson, value=100, as_of=now - timedelta(days=1))
    pull(Told(PullState.WELL, "", {FILM: 3}))

    assert ViewCount.objects.count() == 1
    assert "Меньше прежнего" in channel.pull_said


def test_a_channel_that_counts_something_else_takes_no_views(pull, channel):
    channel.metrics = [Metric.PEAK]
    channel.save()
    pull(Told(PullState.WELL, "", {FILM: 3}))

    assert not ViewCount.objects.exists()


def test_a_silent_place_is_asked_again_after_longer_and_longer_waits(pull, channel, now):
    waits = []
    for _ in range(9):
        at = channel.pull_next_at
        pull(Told(PullState.SILENT, "Никто не ответил"), at)
        waits.append((channel.pull_next_at - at).total_seconds() / 60)

    assert waits == [15, 30, 60, 120, 240, 480, 960, 960, 960]
    assert (channel.pull_succeeded_at, channel.pull_said) == (None, "Никто не ответил")
    pull(Told(PullState.WELL, "", {FILM: 1}), channel.pull_next_at)
    assert channel.pull_failures == 0


def test_the_place_itself_may_say_when_to_come_back(pull, channel, now):
    pull(Told(PullState.PACED, "Позже", retry_after=7200))

    assert channel.pull_next_at == now + timedelta(hours=2)


def test_an_answer_that_breaks_the_reader_breaks_nothing_else(pull, channel, now):
    def explode(_ids):
        raise RecursionError

    assert pull(Told(PullState.WELL), each=explode) == PullState.BROKEN
    assert channel.pull_next_at == now + timedelta(days=1)
    assert not ViewCount.objects.exists()


def test_a_channel_that_became_another_one_meanwhile_takes_nothing(pull, channel):
    def change(_ids):
        CountedChannel.objects.filter(pk=channel.pk).update(method=CountMethod.HAND)

    assert pull(Told(PullState.WELL, "", {FILM: 61}), each=change) is None
    assert not ViewCount.objects.exists()


def test_two_workers_do_not_ask_at_once(pull, channel, now):
    seen = []
    pull(Told(PullState.WELL, "", {FILM: 1}), each=lambda _ids: seen.append(pulls.pull(channel_id=channel.pk, now=now)))

    assert seen == [None]


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"method": CountMethod.HAND}, PullState.EMPTY),
        ({"method": CountMethod.VK_WALL}, PullState.EMPTY),
        ({"sealed_key": "not sealed"}, PullState.REFUSED),
    ],
    ids=["by hand", "other addresses", "strange key"],
)
def test_without_whom_or_what_to_ask_nobody_is_asked(channel, placement, now, change, state):
    CountedChannel.objects.filter(pk=channel.pk).update(**change)

    assert pulls.pull(channel_id=channel.pk, now=now) == state


def test_a_way_that_needs_a_key_says_so_and_is_asked_with_it(school, lesson, now, monkeypatch):
    channel = CountedChannelFactory(school=school, method=CountMethod.VK_VIDEO, pull_next_at=now)
    PlacementFactory(channel=channel, lesson=lesson)
    assert pulls.pull(channel_id=channel.pk, now=now) == PullState.REFUSED

    CountedChannel.objects.filter(pk=channel.pk).update(sealed_key=seal("key", purpose=PURPOSE), pull_next_at=now)
    keys = []

    class Place:
        def ask(self, outer_ids):
            return Told(PullState.EMPTY)

    connectors = {CountMethod.VK_VIDEO: lambda key: keys.append(key) or Place()}
    assert pulls.pull(channel_id=channel.pk, now=now, connectors=connectors) == PullState.EMPTY
    assert keys == ["key"]


def test_what_is_due_is_asked_by_the_task_and_what_is_not_is_not(channel, placement, now, monkeypatch):
    CountedChannelFactory(school=channel.school, method=CountMethod.RUTUBE, pull_next_at=now + timedelta(days=1))
    asked = []
    monkeypatch.setattr(pulling, "_asked", lambda one, *_: asked.append(one.pk) or Told(PullState.WELL))
    monkeypatch.setattr(tasks.clock, "now", lambda: now)
    tasks.pull_what_is_due.func()
    tasks.pull_channel.func(channel.pk)

    assert asked == [channel.pk]


def test_somebody_may_wish_it_now(channel, methodist, director, vk, now):
    CountedChannel.objects.filter(pk=channel.pk).update(pull_next_at=None)
    asked = pulls.ask_now(actor=methodist, channel_token=channel.token, now=now)

    assert asked.pull_next_at == now
    with pytest.raises(PermissionDenied):
        pulls.ask_now(actor=director, channel_token=channel.token, now=now)
    with pytest.raises(NothingAsked):
        pulls.ask_now(actor=methodist, channel_token=vk.token, now=now)


def test_the_page_says_what_happened(pull, school, methodist, now):
    pull(Told(PullState.REFUSED, "VK не знает этого ключа"))
    row = channels_page(methodist, school).channels[0]

    assert (row.pull.badge, row.pull.said, row.pull.tried_at) == ("wrong", "VK не знает этого ключа", now)
    assert not row.pull.is_well
    assert row.placed == Placement.objects.count() == 1
