"""ffmpeg with pipes for as long as a broadcast lasts, under the same launcher as all work with strangers' films."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import deque
from dataclasses import dataclass, field

from nastavnik.video.ffmpeg.binary import LAUNCHER, find_ffmpeg
from nastavnik.video.ffmpeg.limits import GIGABYTE
from nastavnik.video.ffmpeg.run import ENVIRONMENT, LOG_LINE_LENGTH, LOG_LINES

# A broadcast and its overtime, on all processors of a large machine.
CPU_SECONDS = 4 * 24 * 60 * 60
# Of addresses, most of them never used: each thread of ffmpeg reserves much.
MEMORY_BYTES = 8 * GIGABYTE
# ffmpeg ends by itself when its input does; then it has so long.
END_SECONDS = 30.0
READ_BYTES = 2**18
ANSWER_SECONDS = 10.0
MOST_ANSWER_BYTES = 2**22
WORDS = ("-nostdin", "-hide_banner", "-loglevel", "warning", "-nostats")


@dataclass(slots=True)
class PipedFfmpeg:
    """A running ffmpeg that reads `pipe:0` and writes `pipe:1`; it can reach no file and no address."""

    process: asyncio.subprocess.Process
    _lines: deque[str] = field(default_factory=lambda: deque(maxlen=LOG_LINES))
    _listener: asyncio.Task[None] | None = None

    @property
    def log(self) -> str:
        """Its last words."""
        return "\n".join(self._lines)

    @property
    def output(self) -> asyncio.StreamReader:
        assert self.process.stdout is not None
        return self.process.stdout

    async def write(self, content: bytes) -> None:
        """Give it bytes; wait while it has enough. Raises `ConnectionError` when it does not read any more."""
        assert self.process.stdin is not None
        self.process.stdin.write(content)
        await self.process.stdin.drain()

    def end_input(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def kill(self) -> None:
        """End it at once; `wait` must follow."""
        with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
            if self.process.returncode is None:
                os.killpg(self.process.pid, signal.SIGKILL)

    async def wait(self) -> int:
        """Wait until it has ended and said its last word; nobody else may read its output. Return its code."""
        self.end_input()
        # asyncio takes a process for ended only when its pipes are at their ends
        while await self.output.read(READ_BYTES):
            pass
        try:
            async with asyncio.timeout(END_SECONDS):
                await self.process.wait()
        except TimeoutError:
            self.kill()
        code = await self.process.wait()
        if self._listener is not None:
            await self._listener
        return code

    async def listen(self) -> None:
        """Keep its last lines."""
        assert self.process.stderr is not None
        unfinished = b""
        while heard := await self.process.stderr.read(4096):
            *lines, unfinished = (unfinished + heard).split(b"\n")
            unfinished = unfinished[-LOG_LINE_LENGTH:]
            self._lines.extend(line.decode("utf-8", "replace")[:LOG_LINE_LENGTH] for line in lines)


async def start_ffmpeg(arguments: list[str], *, ffmpeg: str = "", nice: int = 0) -> PipedFfmpeg:
    """Start ffmpeg (`ffmpeg` is the one wished for) with `arguments`. It dies with us, even if we are killed. Raises `FfmpegMissing`."""
    program = find_ffmpeg(ffmpeg).path
    policy = {
        "parent": os.getpid(),
        "nice": nice,
        "cpu_seconds": CPU_SECONDS,
        "memory_bytes": MEMORY_BYTES,
        "file_bytes": 0,
        "read": [program],
        "write": [],
    }
    process = await _started(
        [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(policy), program, *WORDS, *arguments]
    )
    running = PipedFfmpeg(process)
    running._listener = asyncio.create_task(running.listen())
    return running


async def ended(task: asyncio.Task[None]) -> None:
    """Wait until a task has ended, however; asyncio complains of a failure that nobody asks for, in the middle of anything."""
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()


async def ask_ffmpeg(arguments: list[str], content: bytes, *, ffmpeg: str = "") -> bytes:
    """Give ffmpeg `content`, return what it makes of it; empty when it takes too long or cannot."""
    running = await start_ffmpeg(arguments, ffmpeg=ffmpeg)
    answer = bytearray()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await asyncio.gather(_give(running, content), _read(running, answer))
    except TimeoutError:
        return b""
    finally:
        running.kill()
        await running.wait()
    return bytes(answer)


async def _give(running: PipedFfmpeg, content: bytes) -> None:
    with contextlib.suppress(ConnectionError):  # it has seen enough
        await running.write(content)
    running.end_input()


async def _read(running: PipedFfmpeg, answer: bytearray) -> None:
    while (more := await running.output.read(READ_BYTES)) and len(answer) < MOST_ANSWER_BYTES:
        answer += more


async def _started(command: list[str]) -> asyncio.subprocess.Process:
    """Start a program. Cancelled in the middle, asyncio would wait for ever, so it is let come to the end first."""
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        orphan = PipedFfmpeg(await starting)
        orphan.kill()
        await asyncio.gather(orphan.listen(), orphan.wait())
        raise
