"""One packager: what it says when it ends otherwise than it should."""

import asyncio
import contextlib
import gc
import os
import signal

import pytest
from tests.live.packaging import streams

from nastavnik.live.ingest.packaging import packager as packagers
from nastavnik.live.ingest.packaging.boxes import NotFragments
from nastavnik.live.ingest.packaging.coding import coding_for
from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.journal import SourceKind
from nastavnik.live.ingest.packaging.packager import Packager, PackagerDied
from nastavnik.live.ingest.packaging.pieces import Piece

OBS = coding_for(SourceKind.FLV, "h264", "aac")


async def keep(_init: Init, _piece: Piece) -> None:
    return


def packager(on_piece=keep) -> Packager:
    return Packager(OBS, on_piece, longest_seconds=lambda: 4.49)


def test_nonsense_ends_it_badly():
    async def run() -> None:
        one = packager()
        await one.start()
        await one.feed(b"this is no film" * 100)
        await one.finish()

    with pytest.raises(PackagerDied, match="ended badly"):
        asyncio.run(run())


def test_killed_one_is_noticed_with_the_next_bytes():
    async def run() -> None:
        one = packager()
        await one.start()
        await one.feed(streams.obs().read_bytes()[:1000])
        os.kill(one.pid, signal.SIGKILL)
        await asyncio.wait([one._output])
        await one.feed(b"more")

    with pytest.raises(PackagerDied):
        asyncio.run(run())


def test_frozen_one_is_ended_when_it_should_end(monkeypatch):
    monkeypatch.setattr(packagers, "STUCK_SECONDS", 0.3)

    async def run() -> None:
        one = packager()
        await one.start()
        await one.feed(streams.obs().read_bytes()[:1000])
        os.kill(one.pid, signal.SIGSTOP)
        await one.finish()

    with pytest.raises(PackagerDied, match="did not end"):
        asyncio.run(run())


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), NotFragments("a box of nothing")])
def test_trouble_with_its_last_pieces_is_told(trouble):
    async def refuse(_init: Init, piece: Piece) -> None:
        if piece.begin_seconds > 19:
            raise trouble

    async def run() -> None:
        one = packager(refuse)
        await one.start()
        content = streams.obs().read_bytes()
        await one.feed(content)
        await one.finish()

    with pytest.raises(PackagerDied, match=str(trouble).replace("[", r"\[").replace("]", r"\]")):
        asyncio.run(run())


def test_killed_one_that_had_failed_leaves_nothing_that_nobody_asks_for():
    heard = []

    async def lose(_init: Init, _piece: Piece) -> None:
        raise PermissionError("the lease is another's")

    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: heard.append(context["message"]))
        one = packager(lose)
        await one.start()
        with contextlib.suppress(ConnectionError):
            await one._ffmpeg.write(streams.obs().read_bytes())
        await asyncio.wait([one._output])
        await one.kill()

    asyncio.run(run())
    gc.collect()

    assert heard == []


def test_one_that_was_never_started_can_be_killed():
    one = packager()

    asyncio.run(one.kill())

    assert one.pid == 0


def test_ended_one_tells_the_rest(monkeypatch):
    """Its input can still be written to, but it has ended."""

    async def swallow(_ffmpeg, _content) -> None:
        await asyncio.sleep(0)

    async def run() -> None:
        one = packager()
        await one.start()
        os.kill(one.pid, signal.SIGKILL)
        await asyncio.wait([one._output])
        monkeypatch.setattr(packagers.PipedFfmpeg, "write", swallow)
        await one.feed(b"more")

    with pytest.raises(PackagerDied, match="it ended"):
        asyncio.run(run())
