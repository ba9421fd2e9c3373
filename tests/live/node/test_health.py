"""What the desk is told of the signal, and when a broadcast ends without the desk, never sooner."""

import asyncio
from datetime import timedelta
from time import monotonic
from types import SimpleNamespace

import pytest
from django.utils import timezone

from nastavnik.live.enums import BroadcastState, EndReason, NoteCode
from nastavnik.live.ingest import health
from nastavnik.live.ingest.health import (
    LITTLE_DISK_BYTES,
    NO_DISK_BYTES,
    RARE_KEYS_AFTER_SECONDS,
    Looker,
    Processor,
    Watcher,
)
from nastavnik.live.ingest.packaging.look import Look

PLENTY = 100 * 2**30


class Airing:
    """A broadcast as a watcher sees it; remembers what is asked of the records."""

    def __init__(self, state: BroadcastState, *, minutes_on_air: float = 1.0) -> None:
        live_at = timezone.now() - timedelta(minutes=minutes_on_air)
        self.wish = SimpleNamespace(id=7, state=state, live_at=live_at, abandon_minutes=30)
        self.feeds: list = []
        self.shown = None
        self.build = self.stretch = None
        self.looker = SimpleNamespace(seen={})
        self.records = self
        self.asked: list[tuple[str, dict]] = []
        self.ended: list[EndReason] = []

    async def ask(self, service, **words):
        self.asked.append((service.__name__, words))

    async def end_by_itself(self, why) -> None:
        self.ended.append(why)

    def notes(self) -> list[NoteCode]:
        return [words["code"] for name, words in self.asked if name == "note"]

    def reports(self) -> list[dict]:
        return [words["health"] for name, words in self.asked if name == "report"]


def feed_of(
    *, silent_seconds: float = 0.0, key_gap_seconds: float = 1.0, is_connected: bool = True, age: float = 100.0
):
    signal = SimpleNamespace(
        bits_per_second=2_000_000,
        frames_per_second=24.96,
        key_gap_seconds=key_gap_seconds,
        dropped_frames=3,
        silent_seconds=silent_seconds,
        late_seconds=-0.2,
    )
    return SimpleNamespace(
        is_connected=is_connected, came_at=monotonic() - age, health=SimpleNamespace(signal=lambda: signal)
    )


@pytest.fixture
def disk(monkeypatch):
    """Sets how much of the disk is free."""
    free = [PLENTY]
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: SimpleNamespace(free=free[0]))

    def change(count: int) -> None:
        free[0] = count

    return change


def looked(airing: Airing, *, silent_since: float = 0.0, times: int = 1) -> Watcher:
    """Let a watcher look; nothing has come for `silent_since` seconds before it."""
    watcher = Watcher(airing, most_hours=8)
    watcher._last_signal_at -= silent_since
    for _time in range(times):
        asyncio.run(watcher.look())
    return watcher


def shown(airing: Airing, feed) -> Airing:
    airing.feeds, airing.shown = [feed], feed
    return airing


def test_signal_is_reported_once_in_two_seconds(disk):
    airing = shown(Airing(BroadcastState.PLANNED), feed_of())
    airing.looker.seen = {"is_black": True}

    looked(airing, times=3)

    (told,) = airing.reports()
    assert told["bits_per_second"] == 2_000_000
    assert (told["pictures_per_second"], told["dropped"], told["delay_seconds"]) == (25.0, 3, 0.0)
    assert (told["disk_free_bytes"], told["is_black"]) == (PLENTY, True)
    assert 0 <= told["cpu_percent"] <= 100


def test_work_that_waits_is_reported(disk):
    airing = shown(Airing(BroadcastState.LIVE), feed_of())
    airing.build = SimpleNamespace(pieces=4, seconds=4.04)
    airing.stretch = SimpleNamespace(packaging=SimpleNamespace(behind_bytes=1234), is_over=False)

    looked(airing)

    (told,) = airing.reports()
    assert (told["pieces"], told["seconds"], told["behind_bytes"]) == (4, 4.0, 1234)


@pytest.mark.parametrize(
    "stretch", [SimpleNamespace(packaging=None, is_over=False), SimpleNamespace(packaging=1, is_over=True)]
)
def test_nothing_waits_of_a_stretch_that_has_not_begun_or_is_over(stretch, disk):
    airing = shown(Airing(BroadcastState.LIVE), feed_of(is_connected=False))
    airing.stretch, airing.looker.seen = stretch, {"is_black": True}

    looked(airing)

    (told,) = airing.reports()
    assert not {"behind_bytes", "bits_per_second", "is_black"} & told.keys()


def test_planned_broadcast_without_senders_is_not_reported(disk):
    airing = Airing(BroadcastState.PLANNED)

    looked(airing)

    assert airing.asked == []


def test_rare_key_frames_are_told_once_it_is_sure(disk):
    rare = {"key_gap_seconds": 8.0}
    young = shown(Airing(BroadcastState.LIVE), feed_of(age=RARE_KEYS_AFTER_SECONDS - 1, **rare))
    usual = shown(Airing(BroadcastState.LIVE), feed_of(key_gap_seconds=2.0))
    old = shown(Airing(BroadcastState.LIVE), feed_of(**rare))

    for airing in (young, usual, old):
        looked(airing)

    assert [airing.notes() for airing in (young, usual, old)] == [[], [], [NoteCode.RARE_KEY_FRAMES]]


def test_little_disk_is_told_and_none_ends_the_broadcast(disk):
    airing = shown(Airing(BroadcastState.LIVE), feed_of())
    disk(LITTLE_DISK_BYTES - 1)
    assert not looked(airing).is_disk_full
    assert (airing.notes(), airing.ended) == ([NoteCode.LITTLE_DISK], [])

    disk(NO_DISK_BYTES - 1)
    watcher = looked(airing)

    assert watcher.is_disk_full
    assert airing.ended == [EndReason.NO_ROOM]


def test_broadcast_before_air_is_never_ended(disk):
    airing = Airing(BroadcastState.PLANNED, minutes_on_air=10_000)
    disk(0)

    looked(airing, silent_since=10_000)

    assert airing.ended == []


@pytest.mark.parametrize(("minutes", "ended"), [(8 * 60 - 1, []), (8 * 60 + 1, [EndReason.TOO_LONG])])
def test_broadcast_that_is_too_long_is_ended(minutes, ended, disk):
    airing = shown(Airing(BroadcastState.LIVE, minutes_on_air=minutes), feed_of())

    looked(airing)

    assert airing.ended == ended


@pytest.mark.parametrize(("silent", "ended"), [(30 * 60 - 5, []), (30 * 60 + 5, [EndReason.ABANDONED])])
@pytest.mark.parametrize("how", ["nobody sends", "connected but silent", "lost"])
def test_abandoned_broadcast_is_ended_after_its_time_and_not_sooner(how, silent, ended, disk):
    airing = Airing(BroadcastState.LIVE)
    if how != "nobody sends":
        shown(airing, feed_of(silent_seconds=silent, is_connected=how != "lost"))

    looked(airing, silent_since=silent)

    assert airing.ended == ended


def test_signal_that_comes_back_begins_the_time_anew(disk):
    airing = shown(Airing(BroadcastState.LIVE), feed_of(silent_seconds=1.0))

    looked(airing, silent_since=100 * 60)

    assert airing.ended == []


def test_looker_looks_now_and_then_more_often_before_air(monkeypatch):
    looks, is_on_air, now = [], [False], [1000.0]

    async def look_at(_init, piece):
        looks.append(piece)
        return Look(is_black=True, is_flat=False, peak_db=-10.0, mean_db=-20.0)

    monkeypatch.setattr(health, "look_at", look_at)
    monkeypatch.setattr(health, "monotonic", lambda: now[0])
    looker = Looker(lambda: is_on_air[0])

    async def offer() -> None:
        for second in (0, 1, 4, 5):
            now[0] = 1000.0 + second
            looker.offer(second, None, second)
            await asyncio.sleep(0)
        is_on_air[0] = True
        for second in (10, 20):
            now[0] = 1000.0 + second
            looker.offer(second, None, second)
            await asyncio.sleep(0.01)

    asyncio.run(offer())

    assert looks == [0, 4, 20]
    assert looker.seen == {"is_black": True, "is_flat": False, "peak_db": -10.0, "mean_db": -20.0}


def test_processor_tells_the_share_that_was_at_work(monkeypatch):
    times = [(100.0, 1000.0), (103.0, 1010.0), (103.0, 1010.0)]
    monkeypatch.setattr(health, "_processor_times", lambda: times.pop(0))
    processor = Processor()

    assert [processor.percent(), processor.percent()] == [30, 0]


def test_processor_reads_this_machine():
    busy, whole = health._processor_times()

    assert 0 < busy <= whole
