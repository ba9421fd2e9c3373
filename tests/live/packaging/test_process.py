"""A piped ffmpeg: shielded, dies with us, never left behind."""

import asyncio
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from nastavnik.live.ingest.packaging import process
from nastavnik.live.ingest.packaging.process import start_ffmpeg

ENDLESS = ["-f", "lavfi", "-i", "testsrc2=s=320x180", "-f", "rawvideo", "pipe:1"]
COPY = ["-f", "flv", "-i", "pipe:0", "-c", "copy", "-f", "flv", "pipe:1"]


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_for(ask):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_ffmpeg_that_is_not_read_can_be_killed_and_waited_for():
    async def run() -> int:
        running = await start_ffmpeg(ENDLESS)
        await running.output.read(10)
        running.kill()
        code = await running.wait()
        running.kill()
        return code

    assert asyncio.run(run()) == -signal.SIGKILL


def test_last_words_are_kept():
    async def run() -> tuple[int, str]:
        running = await start_ffmpeg(COPY)
        await running.write(b"this is no film")
        return await running.wait(), running.log

    code, log = asyncio.run(run())

    assert code != 0
    assert "pipe:0" in log


def test_ffmpeg_reaches_no_file(tmp_path):
    secret = tmp_path / "secret.flv"
    secret.write_bytes(b"FLV\x01")

    async def run() -> tuple[int, str]:
        running = await start_ffmpeg(["-i", str(secret), "-f", "null", "-"])
        return await running.wait(), running.log

    code, log = asyncio.run(run())

    assert code != 0
    assert "Permission denied" in log


def test_ffmpeg_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(process, "END_SECONDS", 0.2)

    async def run() -> int:
        # its output is closed at once, itself it goes on
        sleeper = await process._started(["/bin/sh", "-c", "exec >&- 2>&-; sleep 60"])
        return await process.PipedFfmpeg(sleeper).wait()

    assert asyncio.run(run()) == -signal.SIGKILL


def children() -> list[int]:
    listed = Path(f"/proc/self/task/{Path('/proc/thread-self').readlink().name}/children").read_text()
    return [int(pid) for pid in listed.split() if is_alive(int(pid))]


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.01, 0.05])
def test_cancelled_start_leaves_nothing_behind(pause):
    before = children()

    async def run() -> None:
        task = asyncio.create_task(start_ffmpeg(ENDLESS))
        await asyncio.sleep(pause)
        task.cancel()
        async with asyncio.timeout(20):
            (ended,) = await asyncio.gather(task, return_exceptions=True)
            if isinstance(ended, process.PipedFfmpeg):
                ended.kill()
                await ended.wait()

    asyncio.run(run())

    assert children() == before


def test_killed_process_leaves_no_ffmpeg():
    code = f"""
        import asyncio
        from nastavnik.live.ingest.packaging.process import start_ffmpeg
        async def run():
            running = await start_ffmpeg({ENDLESS!r})
            await running.output.read(10)
            print(running.process.pid, flush=True)
            await asyncio.sleep(60)
        asyncio.run(run())
    """
    worker = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    with worker:
        child = int(worker.stdout.readline())
        assert is_alive(child)

        worker.send_signal(signal.SIGKILL)

    assert wait_for(lambda: not is_alive(child))
