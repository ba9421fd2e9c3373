"""Thousands of viewers of one broadcast on one machine: `python -m bench.live_crowd [VIEWERS [SECONDS]]`.

A film is sent by RTMP; each viewer waits for pieces as a player does (`_HLS_msn`, `_HLS_skip`), fetches every one, and
listens to the room, one in ten of them signed in, so that presence is counted; every second somebody says something and
ten people vote. One web process, everything on this machine: the viewers take about as much of it as the school. A viewer
stands still when a piece comes later than what she has before it lasts (3.5 seconds, the usual distance to the present).
"""

import asyncio
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.live.ingest.a_school import FFMPEG, School

from bench.live import cpu_of, family_of
from bench.live_room import Room
from bench.school import served

VIEWERS, SECONDS = 2000, 300
AHEAD_SECONDS = 3.5
ENTER_A_SECOND = 100
WORDS_PAUSE_SECONDS = 1.0
VOTES_A_SECOND = 10
LINES = re.compile(rb"#EXTINF:([\d.]+),\n(\S+)")
SKIPPED = re.compile(rb"SKIPPED-SEGMENTS=(\d+)")


@dataclass(slots=True)
class Seen:
    """What all viewers saw together."""

    piece_ms: list[float] = field(default_factory=list)
    stalls: int = 0
    stalled_seconds: float = 0.0
    bytes: int = 0
    wrong: int = 0
    # how many of the viewers stood still at least once
    stalled_viewers: int = 0


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Read one answer of a connection that is kept."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = re.search(rb"content-length: (\d+)", head)
    return int(head.split()[1]), await reader.readexactly(int(length[1]) if length else 0)


class Viewer:
    """A player that holds nothing but its clock."""

    def __init__(self, port: int, base: str, seen: Seen) -> None:
        self.port, self.base, self.seen = port, base, seen
        self.next = -1
        self.begun_at = self.shown_seconds = 0.0
        self.has_stalled = False

    async def watch(self) -> None:
        """Watch until the end; a broken connection is opened anew."""
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**18)
                while True:
                    await self._step(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                self.seen.wrong += 1
                await asyncio.sleep(1)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str) -> bytes:
        writer.write(f"GET {self.base}{name} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        status, body = await answer(reader)
        self.seen.wrong += status != 200
        return body

    async def _step(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = f"?_HLS_msn={self.next}&_HLS_skip=YES" if self.next >= 0 else ""
        body = await self._ask(reader, writer, f"live-main.m3u8{asked}")
        skipped = SKIPPED.search(body)
        pieces = list(enumerate(LINES.findall(body), start=int(skipped[1]) if skipped else 0))
        for number, (seconds, name) in pieces[-1:] if self.next < 0 else pieces:
            if number < self.next:
                continue
            began = time.perf_counter()
            piece = await self._ask(reader, writer, name.decode())
            self.seen.bytes += len(piece)
            self._show(float(seconds), (time.perf_counter() - began) * 1000)
            self.next = number + 1

    def _show(self, seconds: float, took_ms: float) -> None:
        now = time.perf_counter()
        self.seen.piece_ms.append(took_ms)
        self.begun_at = self.begun_at or now
        late = now - (self.begun_at + self.shown_seconds + AHEAD_SECONDS)
        if late > 0:
            self.seen.stalls += 1
            self.seen.stalled_seconds += late
            self.seen.stalled_viewers += not self.has_stalled
            self.has_stalled = True
            self.begun_at += late
        self.shown_seconds += seconds


async def talk(room: Room, until: float) -> list[int]:
    """Say a word each second while others vote; return what was refused."""
    people, number, statuses, votes = room.world["people"], 0, list[int](), list[asyncio.Task[int]]()
    path = f"/live/rooms/{room.world['room']}"
    while time.perf_counter() < until:
        for voter in range(VOTES_A_SECOND):
            cookie = people[(number * VOTES_A_SECOND + voter) % len(people)]
            vote = room.vote(voter / VOTES_A_SECOND, f"{path}/questions/{room.world['question']}/vote/", cookie)
            votes.append(asyncio.create_task(vote))
        room.sent[number] = time.perf_counter()
        statuses.append(await room.post(f"{path}/say/", people[number % len(people)], text=f"mark-{number:03}"))
        number += 1
        await asyncio.sleep(max(0.0, room.sent[number - 1] + WORDS_PAUSE_SECONDS - time.perf_counter()))
    statuses += await asyncio.gather(*votes)
    return [status for status in statuses if status >= 400]


async def crowd(room: Room, base: str, viewers: int, seconds: int) -> tuple[Seen, list[int]]:
    """Let all come, then watch and talk for so long."""
    seen, opened, people = Seen(), asyncio.Semaphore(ENTER_A_SECOND), room.world["people"]
    tasks = []
    for number in range(viewers):
        cookie = people[number // 10 % len(people)] if number % 10 == 0 else ""
        tasks.append(asyncio.create_task(room.listen(cookie, opened)))
        tasks.append(asyncio.create_task(Viewer(room.port, base, seen).watch()))
        await asyncio.sleep(1 / ENTER_A_SECOND)
    print(f"{viewers} came; {seen.stalls} times one of them stood still meanwhile")
    for name in ("stalls", "stalled_viewers", "wrong", "bytes"):
        setattr(seen, name, 0)
    seen.stalled_seconds = 0.0
    seen.piece_ms.clear()
    refused = await talk(room, time.perf_counter() + seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return seen, refused


def film_in(folder: Path, seconds: int) -> Path:
    """Make a film of 500 kbit/s, as a village link carries it, with a key frame every two seconds."""
    path = folder / "film.mp4"
    words = ["-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=25:duration={seconds}"]
    words += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", "-vf", "noise=alls=20:allf=t"]
    words += [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-b:v",
        "440k",
        "-maxrate",
        "440k",
        "-bufsize",
        "880k",
        "-g",
        "50",
        "-c:a",
        "aac",
        "-b:a",
        "64k",
    ]
    subprocess.run([FFMPEG, "-v", "error", "-y", *words, str(path)], check=True)
    return path


def percent(values: list[float], share: float) -> float:
    """Return what a share of the values stay under."""
    return sorted(values)[int(len(values) * share)] if values else float("nan")


def tell(seen: Seen, room: Room, refused: list[int], viewers: int, seconds: int) -> None:
    """Print what came of it."""
    delays = [(at - room.sent[number]) * 1000 for number, ats in room.arrivals.items() for at in ats]
    said = len(room.sent) * viewers
    print(
        f"pieces   {len(seen.piece_ms)} fetched, {seen.bytes / seconds / 1e6:.0f} MB/s, p50 {percent(seen.piece_ms, 0.5):.0f} ms"
    )
    print(f"         p99 {percent(seen.piece_ms, 0.99):.0f} ms, wrong answers or broken connections {seen.wrong}")
    print(f"standing {seen.stalled_viewers} viewers, {seen.stalls} times, {seen.stalled_seconds:.1f} s together")
    print(
        f"words    p50 {percent(delays, 0.5):.0f} ms  p99 {percent(delays, 0.99):.0f} ms  {len(delays) / said * 100:.1f} % arrived"
    )
    print(f"refused  {len(refused)} words and votes, {room.lost} listeners")


def main() -> int:
    """Measure; there is no limit: the question is what breaks first."""
    viewers = int(sys.argv[1]) if len(sys.argv) > 1 else VIEWERS
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = film_in(folder, seconds + viewers // ENTER_A_SECOND + 90)
        school = School(folder, is_empty=True)
        try:
            school.do("migrate")
            school.begin()
            school.do("without_lower")
            school.send(film)
            school.go_live()
            os.environ |= {"NASTAVNIK_DATA": str(folder / "data"), "LOG_LEVEL": "WARNING"}
            made = subprocess.run(
                [sys.executable, "-m", "bench._room_world"], check=True, capture_output=True, text=True
            )
            with served(1) as address:
                watch(school, address, json.loads(made.stdout), viewers, seconds)
        finally:
            school.end_all()
    return 0


def words_of(pid: int) -> bytes:
    """Return the command of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def watch(school: School, address: str, world: dict[str, str], viewers: int, seconds: int) -> None:
    """Bring the crowd to a broadcast that is on air, and print what came of it."""
    base = school.do("watch")["address"]
    room = Room(int(address.rpartition(":")[2]), world)
    web = [pid for pid in family_of(os.getpid()) if f"--port\0{room.port}".encode() in words_of(pid)]
    parts = {"web": web, "node": family_of(school.ingest.pid), "viewers": [os.getpid()]}
    before = {name: {pid: cpu_of(pid) for pid in pids} for name, pids in parts.items()}
    seen, refused = asyncio.run(crowd(room, base, viewers, seconds))
    for name, pids in before.items():
        spent = sum(cpu_of(pid) - used for pid, used in pids.items() if Path(f"/proc/{pid}").exists())
        print(f"CPU      {name}: {spent / (seconds + viewers / ENTER_A_SECOND) * 100:.0f} % of a core")
    tell(seen, room, refused, viewers, seconds)


if __name__ == "__main__":
    sys.exit(main())
