"""The relays of a broadcast and its smaller picture, as the desk wants them."""

import asyncio
from types import SimpleNamespace

import pytest
from tests.live.factories import ChannelFactory, RelayFactory
from tests.live.node.here import HereRecords, ran, wish_of

from nastavnik.core.sealing import seal
from nastavnik.live.enums import BroadcastState, NoteCode, RelayState
from nastavnik.live.ingest import outlets as places
from nastavnik.live.ingest.outlets import Outlets
from nastavnik.live.ingest.relay import Light
from nastavnik.live.models import DeskNote, Relay

pytestmark = pytest.mark.usefixtures("here")


class FakeRelay:
    """Remembers what a relay is asked for."""

    made: list["FakeRelay"] = []

    def __init__(self, address, key, tell) -> None:
        self.address, self.key, self.tell = address, key, tell
        self.begun: list[bytes] = []
        self.taken: list[bytes] = []
        self.is_running, self.sent_seconds = False, 4.0
        self.made.append(self)

    def begin(self, header: bytes) -> None:
        self.begun.append(header)

    def start(self) -> None:
        self.is_running = True

    def take(self, piece: bytes) -> None:
        self.taken.append(piece)

    async def stop(self) -> None:
        self.is_running = False


class FakeLower:
    """Makes smaller pictures until it is closed."""

    made: list["FakeLower"] = []

    def __init__(self, build, *, on_stop, ffmpeg="") -> None:
        self.on_stop, self.offered, self.is_closed = on_stop, [], False
        self._closed = asyncio.Event()
        self.made.append(self)

    async def run(self) -> None:
        await self._closed.wait()

    def offer(self, number, init, piece) -> None:
        self.offered.append(number)

    def close(self) -> None:
        self.is_closed = True
        self._closed.set()


@pytest.fixture(autouse=True)
def _fakes(monkeypatch):
    FakeRelay.made, FakeLower.made = [], []
    monkeypatch.setattr(places, "Relay", FakeRelay)
    monkeypatch.setattr(places, "LowerPicture", FakeLower)


@pytest.fixture
def relay(broadcast):
    channel = ChannelFactory(school=broadcast.school, title="Рутуб", sealed_key=seal("k", purpose="live.channel-key"))
    return RelayFactory(broadcast=broadcast, channel=channel)


def piece(content: bytes, header: bytes = b"header"):
    return SimpleNamespace(content=header), SimpleNamespace(content=content)


def outlets_of(broadcast, can_encode=None) -> Outlets:
    return Outlets(broadcast.pk, HereRecords(), can_encode=lambda: can_encode)


def followed(broadcast, deed):
    """Let outlets follow a broadcast on air; then comes `deed(outlets, follow)`."""

    async def run():
        outlets = outlets_of(broadcast)

        def follow(state=BroadcastState.LIVE) -> None:
            outlets.follow(wish_of(broadcast, state=state), None)

        follow()
        try:
            return await deed(outlets, follow)
        finally:
            await outlets.stop()

    return ran(run())


@pytest.mark.parametrize("state", [BroadcastState.PLANNED, BroadcastState.ENDED])
def test_relays_wait_for_the_broadcast(state, broadcast, relay):
    async def follow():
        outlets = outlets_of(broadcast)
        outlets.follow(wish_of(broadcast, state=state), None)

    ran(follow())

    assert FakeRelay.made == []


def test_relay_gets_each_piece_with_its_header(broadcast, relay):
    async def take(outlets, follow):
        outlets.take(1, *piece(b"one"))
        outlets.take(2, *piece(b"two", b"other header"))

    followed(broadcast, take)

    (made,) = FakeRelay.made
    assert (made.address, made.key) == (relay.channel.address, "k")
    assert made.taken == [b"one", b"two"]
    assert made.begun == [b"", b"header", b"other header"]
    assert not made.is_running


def test_relay_that_is_wanted_later_begins_with_the_header_of_now(broadcast, relay):
    Relay.objects.update(is_wanted=False)

    async def take(outlets, follow):
        outlets.take(1, *piece(b"one"))
        Relay.objects.update(is_wanted=True)
        follow()
        follow()
        outlets.take(2, *piece(b"two"))

    followed(broadcast, take)

    (made,) = FakeRelay.made
    assert made.begun[0] == b"header"
    assert made.taken == [b"two"]


def test_relay_that_is_wanted_no_longer_ends_and_says_so(broadcast, relay):
    async def switch_off(outlets, follow):
        Relay.objects.update(is_wanted=False)
        follow()
        await asyncio.sleep(0.01)
        return [made.is_running for made in FakeRelay.made]

    assert followed(broadcast, switch_off) == [False]
    relay.refresh_from_db()
    assert (relay.state, relay.sent_seconds) == (RelayState.OFF, 4.0)


def test_relay_with_a_new_key_is_started_anew(broadcast, relay):
    async def change(outlets, follow):
        Relay.objects.update(sealed_key=seal("another", purpose="live.channel-key"))
        follow()
        await asyncio.sleep(0.01)
        return [(made.key, made.is_running) for made in FakeRelay.made]

    assert followed(broadcast, change) == [("k", False), ("another", True)]


def test_light_of_a_relay_is_told_at_the_desk(broadcast, relay):
    async def tell(outlets, follow):
        await FakeRelay.made[0].tell(Light(RelayState.RETRYING, "no answer", 4.0, 1.0, is_new_try=True, log="a\nb"))

    followed(broadcast, tell)

    relay.refresh_from_db()
    assert (relay.state, relay.why, relay.tries, relay.log) == (RelayState.RETRYING, "no answer", 1, "a\nb")
    assert relay.retry_at is not None
    assert NoteCode.RELAY_RETRYING in DeskNote.objects.values_list("code", flat=True)


def lowered(broadcast, deed, *, can_encode):
    async def run():
        outlets = Outlets(broadcast.pk, HereRecords(), can_encode=can_encode)
        build = SimpleNamespace()

        def follow(**changes) -> None:
            outlets.follow(wish_of(broadcast, **{"state": BroadcastState.LIVE} | changes), build)

        follow()
        try:
            return await deed(outlets, follow)
        finally:
            await outlets.stop()
            await asyncio.sleep(0)

    return ran(run())


def test_smaller_picture_is_made_once_it_is_known_that_the_machine_can(broadcast):
    known = [None, True, True]

    async def make(outlets, follow):
        before = len(FakeLower.made)
        follow()
        follow()
        await asyncio.sleep(0)
        outlets.take(1, *piece(b"one"))
        return before

    assert lowered(broadcast, make, can_encode=lambda: known.pop(0) if known else True) == 0
    (lower,) = FakeLower.made
    assert (lower.offered, lower.is_closed) == ([1], True)
    assert not DeskNote.objects.exists()


def test_smaller_picture_that_nobody_wants_any_more_ends(broadcast):
    async def make(outlets, follow):
        follow(wants_lower_quality=False)
        return FakeLower.made[0].is_closed

    assert lowered(broadcast, make, can_encode=lambda: True)


def test_machine_that_is_too_slow_says_so_once(broadcast):
    async def make(outlets, follow):
        follow()
        follow()

    lowered(broadcast, make, can_encode=lambda: False)

    assert FakeLower.made == []
    assert list(DeskNote.objects.values_list("code", flat=True)) == [NoteCode.LOWER_STOPPED]


def test_smaller_picture_that_fell_behind_is_not_tried_again(broadcast):
    async def make(outlets, follow):
        FakeLower.made[0].on_stop("it is behind")
        follow(wants_lower_quality=False)
        follow()
        await asyncio.sleep(0.01)

    lowered(broadcast, make, can_encode=lambda: True)

    assert len(FakeLower.made) == 1
    assert list(DeskNote.objects.values_list("code", flat=True)) == [NoteCode.LOWER_STOPPED]
