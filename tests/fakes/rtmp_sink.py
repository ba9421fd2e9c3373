"""An outside channel on this machine: takes RTMP as VK Видео or Rutube do, keeps it as FLV, and fails when told to.

In a test, `with running_sink(keys={"key"}) as sink:`; from a shell,
`python -m tests.fakes.rtmp_sink --port 1936 --key KEY --out FOLDER [--refuse WORDS]` until it is interrupted.
"""

import argparse
import asyncio
import ssl
import sys
import threading
import time
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from nastavnik.live.ingest.rtmp.flv import Tag, flv_header, flv_tag
from nastavnik.live.ingest.rtmp.gate import Limits, Turned
from nastavnik.live.ingest.rtmp.server import RtmpServer
from nastavnik.live.ingest.rtmp.words import Code

APP = "live"
# A minute's wrong keys and many connections come from one address in a test.
LIMITS = Limits(refusal_seconds=0, wrong_keys_per_minute=10_000, waiting_per_address=64)
T = TypeVar("T")


@dataclass(eq=False)
class TakenStream:
    """One stream, from publish to the end."""

    app: str
    key: str
    path: Path | None
    gate: "SinkGate"
    tags: list[Tag] = field(default_factory=list)
    ended: str = ""

    def __post_init__(self):
        self._file = self.path.open("wb", buffering=0) if self.path else None
        if self._file is not None:
            self._file.write(flv_header())

    async def take(self, tag: Tag) -> None:
        await self.gate.thawed.wait()
        self.tags.append(tag)
        if self._file is not None:
            self._file.write(flv_tag(tag))

    async def close(self, why: str) -> None:
        if self._file is not None:
            self._file.close()
        self.ended = str(why)


@dataclass(eq=False)
class SinkGate:
    """Admits `keys` (every key when there are none), one publisher a key; refuses all with `refusal` if it is set."""

    keys: set[str]
    folder: Path | None
    refusal: str = ""
    streams: list[TakenStream] = field(default_factory=list)
    thawed: asyncio.Event = field(default_factory=asyncio.Event)

    async def admit(self, *, app: str, key: str, peer: str) -> TakenStream:
        if self.refusal:
            raise Turned(Code.DENIED, self.refusal)
        if app != APP or (self.keys and key not in self.keys):
            raise Turned(Code.BAD_NAME, "There is no such key.")
        if any(stream.key == key and not stream.ended for stream in self.streams):
            raise Turned(Code.DENIED, "Somebody is already publishing with this key.")
        path = self.folder / f"{len(self.streams):03}.flv" if self.folder else None
        stream = TakenStream(app, key, path, self)
        self.streams.append(stream)
        return stream


class RtmpSink:
    """The channel: its own thread, so that a test may wait for it."""

    def __init__(
        self,
        keys: Iterable[str] = (),
        folder: Path | None = None,
        *,
        port: int = 0,
        limits: Limits = LIMITS,
        tls: ssl.SSLContext | None = None,
    ):
        self.port, self._limits, self._tls = port, limits, tls
        self.server: RtmpServer | None = None
        self.gate = SinkGate(set(keys), folder)
        self.gate.thawed.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address without a key, as a channel's page gives it."""
        return f"rtmp://127.0.0.1:{self.port}/{APP}"

    @property
    def streams(self) -> list[TakenStream]:
        """The streams that were begun, in order; each knows its `tags` and why it `ended`."""
        return self.gate.streams

    def start(self) -> None:
        """Listen, on the same port as before a `die`."""
        self.server = RtmpServer(self.gate, port=self.port, limits=self._limits, ssl_context=self._tls)
        self.wait_for(self.server.start())
        self.port = self.server.port

    def refuse(self, words: str) -> None:
        """Refuse whoever publishes from now on with `words`; none: take them again."""
        self.gate.refusal = words

    def freeze(self) -> None:
        """Read no more, and keep every connection."""
        self._loop.call_soon_threadsafe(self.gate.thawed.clear)

    def thaw(self) -> None:
        """Go on after a `freeze`."""
        self._loop.call_soon_threadsafe(self.gate.thawed.set)

    def die(self) -> None:
        """Break every connection off and listen no more, until `start`."""
        server, self.server = self.server, None
        if server is not None:
            self.wait_for(server.stop(seconds=0))

    def wait_until(self, condition, seconds: float = 20) -> None:
        """Wait for `condition(sink)`."""
        until = time.monotonic() + seconds
        while not condition(self):
            assert time.monotonic() < until, "the sink waited in vain"
            time.sleep(0.02)

    def close(self) -> None:
        """End everything."""
        self.die()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the sink's thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=20)


@contextmanager
def running_sink(keys: Iterable[str] = (), folder: Path | None = None, **more: Any) -> Iterator[RtmpSink]:
    sink = RtmpSink(keys, folder, **more)
    try:
        sink.start()
        yield sink
    finally:
        sink.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes RTMP and keeps it as FLV.")
    parser.add_argument("--port", type=int, default=1936)
    parser.add_argument("--key", action="append", default=[], help="a key to admit; without one, every key")
    parser.add_argument("--out", type=Path, help="the folder for 000.flv, 001.flv, ...")
    parser.add_argument("--refuse", default="", help="refuse every publisher with these words")
    options = parser.parse_args()
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
    with running_sink(options.key, options.out, port=options.port) as sink, suppress(KeyboardInterrupt):
        sink.refuse(options.refuse)
        sys.stdout.write(f"{sink.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
