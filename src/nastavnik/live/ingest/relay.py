"""A broadcast's way to one channel, seen from the node: its process, its light, its own patience.

Every relay has a process (`relay_child`) and a queue of its own. What happens to one, a frozen channel, a wrong key, a
killed process, reaches neither the broadcast nor another relay.
"""

import asyncio
import contextlib
import json
import sys
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from django.utils.translation import gettext as _

from nastavnik.live.enums import RelayState
from nastavnik.live.ingest.targets import Fault, WrongTarget, read_target, resolve

log = structlog.get_logger("nastavnik.live.relay")

CHILD = Path(__file__).with_name("relay_child.py")
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
# A channel that takes nothing for so long is tried anew.
QUIET_SECONDS = 8.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# A refusal may be the channel's slowness in letting go of the last connection; it is asked again, rarely.
REFUSED_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
# What waits for a slow channel, beyond it the oldest goes: about half a minute.
MOST_PIECES = 30
LOG_LINES = 20
# The desk hears of a light that burns steadily so rarely.
TELL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Light:
    """What the desk shows of a relay."""

    state: RelayState
    why: str = ""
    retry_in_seconds: float = 0.0
    sent_seconds: float = 0.0
    is_new_try: bool = False
    log: str = ""


Tell = Callable[[Light], Awaitable[None]]


@dataclass(slots=True)
class Relay:
    """Sends pieces to `address`/`key` while it runs; `tell` hears of every change of its light."""

    address: str
    key: str
    tell: Tell
    header: bytes = b""  # of the pieces that come now
    pieces: deque[bytes] = field(default_factory=lambda: deque(maxlen=MOST_PIECES))
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LOG_LINES))
    has_more: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    pause_seconds: float = FIRST_PAUSE_SECONDS
    sent_seconds: float = 0.0
    task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to send what comes."""
        self.task = asyncio.create_task(self._live())

    async def stop(self) -> None:
        """Send what waits, briefly, and end."""
        self.stopping.set()
        self.has_more.set()
        if self.task is not None:
            await asyncio.wait([self.task], timeout=QUIET_SECONDS)
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    def begin(self, header: bytes) -> None:
        """Take the header of the pieces that follow. One that differs makes the relay connect anew."""
        if header != self.header:
            self.header = header
            self.pieces.clear()
            self.has_more.set()

    def take(self, piece: bytes) -> None:
        """Take a piece; never waits."""
        self.pieces.append(piece)
        self.has_more.set()

    async def _live(self) -> None:
        """Connect, send, and connect again, until it is stopped."""
        loop = asyncio.get_running_loop()
        while not self.stopping.is_set():
            if not await self._something_to_send():
                break
            began_at = loop.time()
            light = await self._try()
            if self.stopping.is_set() or light is None:
                self.pause_seconds = FIRST_PAUSE_SECONDS
                continue
            if loop.time() - began_at > STEADY_SECONDS:
                self.pause_seconds = FIRST_PAUSE_SECONDS
            await self._rest(light)

    async def _something_to_send(self) -> bool:
        while not self.pieces and not self.stopping.is_set():
            self.has_more.clear()
            await self.has_more.wait()
        return bool(self.pieces)

    async def _rest(self, light: Light) -> None:
        """Say why it waits, and wait; what comes meanwhile is too old by then."""
        is_refused = light.state == RelayState.REFUSED
        pause = REFUSED_PAUSE_SECONDS if is_refused else self.pause_seconds
        self.pause_seconds = min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        self.lines.append(light.why)
        await self.tell(Light(light.state, light.why, pause, self.sent_seconds, log="\n".join(self.lines)))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), pause)
        self.pieces.clear()

    async def _try(self) -> Light | None:
        """Send until the connection ends; return why it ended, None when it was for no fault."""
        await self.tell(Light(RelayState.CONNECTING, sent_seconds=self.sent_seconds, is_new_try=True))
        try:
            await asyncio.to_thread(lambda: resolve(read_target(self.address)))
        except WrongTarget as wrong:
            if wrong.fault == Fault.UNKNOWN_NAME:
                return Light(RelayState.RETRYING, _("its name is not known now"))
            return Light(RelayState.REFUSED, _("this address cannot be sent to"))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(CHILD)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=ENVIRONMENT,
        )
        hearing = asyncio.create_task(self._hear(process))
        try:
            await self._feed(process, hearing)
            return await asyncio.wait_for(hearing, QUIET_SECONDS)
        except TimeoutError:
            return Light(RelayState.RETRYING, _("it takes nothing any more"))
        finally:
            hearing.cancel()
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _feed(self, process: asyncio.subprocess.Process, hearing: asyncio.Task[Light | None]) -> None:
        """Hand the header and the pieces to the process until it ends, we stop, or other pieces come."""
        assert process.stdin is not None
        header = self.header
        told = {"url": f"{self.address.rstrip('/')}/{self.key}" if self.key else self.address}
        first = json.dumps({**told, "quiet_seconds": QUIET_SECONDS}).encode() + b"\n"
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(first + header)
            while not hearing.done() and self.header == header:
                while self.pieces and not hearing.done():
                    process.stdin.write(self.pieces.popleft())
                    await self._drained(process.stdin, hearing)
                if self.stopping.is_set():
                    break
                await self._more(hearing)
            process.stdin.close()

    async def _more(self, hearing: asyncio.Task[Light | None]) -> None:
        """Wait until there is more to send, or the process has ended."""
        self.has_more.clear()
        waiting = asyncio.ensure_future(self.has_more.wait())
        await asyncio.wait([hearing, waiting], return_when=FIRST)
        waiting.cancel()

    async def _drained(self, pipe: asyncio.StreamWriter, hearing: asyncio.Task[Light | None]) -> None:
        """Wait until the process has taken what it was given, or has ended."""
        draining = asyncio.ensure_future(pipe.drain())
        done, _waiting = await asyncio.wait([draining, hearing], return_when=FIRST, timeout=QUIET_SECONDS * 2)
        if draining in done:
            draining.result()
            return
        draining.cancel()
        if not done:
            raise TimeoutError

    async def _hear(self, process: asyncio.subprocess.Process) -> Light | None:
        """Follow what the process says to its end; return why it ended badly."""
        assert process.stdout is not None
        before = told = self.sent_seconds
        end: Light | None = None
        async for line in process.stdout:
            said = _read(line)
            match said.get("said"):
                case "on":
                    self.pause_seconds = FIRST_PAUSE_SECONDS
                    await self.tell(Light(RelayState.ON, sent_seconds=before))
                case "sent":
                    self.sent_seconds = before + float(said["seconds"])
                    if self.sent_seconds - told >= TELL_SECONDS:
                        told = self.sent_seconds
                        await self.tell(Light(RelayState.ON, sent_seconds=told))
                case "refused":
                    end = Light(RelayState.REFUSED, self._clean(said))
                case "lost":
                    end = Light(RelayState.RETRYING, self._clean(said))
        if end is None and await process.wait() != 0:
            end = Light(RelayState.RETRYING, _("its program was ended"))
        return end

    def _clean(self, said: dict[str, Any]) -> str:
        why = str(said.get("why", ""))
        return why.replace(self.key, "…") if self.key else why


FIRST = asyncio.FIRST_COMPLETED


def _read(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
