"""The last minute of a contest: `python -m bench.contest_deadline`.

500 applications are submitted from 50 connections to a school that is served as an operator serves it, on SQLite and on
PostgreSQL, in the minute before the deadline. Nothing may be lost, numbers have no gap, every answer tells the number and every
receipt the hash that stand in its row; what is pressed twice at once is submitted once. Then one is sent just before a second deadline and one just after
it, and two co-authors save the same field 200 times at once. The clients run on the same machine.
"""

import asyncio
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pypdfium2

from bench.live_room import postgresql
from bench.school import served

MANY, CONNECTIONS, ROUNDS = 500, 50, 200
# of each so many one is pressed twice at once, and its receipt is read
EVERY = 25
MOST_SECONDS, MOST_P95_SECONDS = 30.0, 6.0
LAST_MINUTE = 60.0
FOUND, CONFLICT = 302, 409
TOKEN = "0123456789abcdefghijklmnopqrstuv"  # noqa: S105 -- of forms that our own clients send


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    head: str
    body: bytes

    @property
    def text(self) -> str:
        """Return what people read of it."""
        return unescape(self.body.decode("utf-8", "ignore"))


@dataclass(slots=True)
class Browser:
    """A connection that is kept open; whose it is is told with each request."""

    port: int
    csrf: str
    link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, cookie: str, words: dict[str, str] | None = None) -> Answer:
        """Send a request and read its answer to the end."""
        if self.link is None:
            self.link = await asyncio.open_connection("127.0.0.1", self.port, limit=2**24)
        reader, writer = self.link
        body = urlencode(words or {}).encode()
        told = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {cookie}; {self.csrf}={TOKEN}"]
        told += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
        told += [f"X-CSRFToken: {TOKEN}", f"Origin: http://127.0.0.1:{self.port}", "Accept: text/html"]
        writer.write(("\r\n".join(told) + "\r\n\r\n").encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        if "\r\nconnection: close" in head.lower():
            self.link = None
        return Answer(int(head.split()[1]), head, await _body_of(reader, head))


async def _body_of(reader: asyncio.StreamReader, head: str) -> bytes:
    if length := re.search(r"content-length: (\d+)", head, re.IGNORECASE):
        return await reader.readexactly(int(length[1]))
    if "transfer-encoding: chunked" not in head.lower():
        return b""
    parts = list[bytes]()
    while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(parts)


@dataclass(slots=True)
class Rush:
    """What came of the last minute."""

    answers: dict[str, str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def p95(self) -> float:
        """Return how long 95 of 100 waited at most, in seconds."""
        return sorted(self.times)[int(len(self.times) * 0.95)]


async def rush(port: int, world: dict[str, Any]) -> Rush:
    """Submit everything from so many connections at once; afterwards read on each page what its author was told."""
    seen, waiting = Rush(), list(enumerate(world["drafts"][:MANY]))
    browsers = [Browser(port, world["csrf"]) for _ in range(CONNECTIONS)]

    async def work(browser: Browser) -> None:
        while waiting:
            number, draft = waiting.pop(0)
            await submit(seen, browser, draft, is_twice=number % EVERY == 0)

    began = time.perf_counter()
    await asyncio.gather(*(work(browser) for browser in browsers))
    seen.seconds = time.perf_counter() - began
    waiting = list(enumerate(world["drafts"][:MANY]))

    async def read(browser: Browser) -> None:
        while waiting:
            _number, draft = waiting.pop(0)
            page = await browser.ask("GET", f"/applications/{draft['token']}/", draft["cookie"])
            seen.answers[draft["token"]] = page.text

    await asyncio.gather(*(read(browser) for browser in browsers))
    return seen


async def submit(seen: Rush, browser: Browser, draft: dict[str, str], *, is_twice: bool) -> None:
    """Press the button, or press it twice at once."""
    pressed = [browser, Browser(browser.port, browser.csrf)] if is_twice else [browser]
    began = time.perf_counter()
    path = f"/applications/{draft['token']}/submit/"
    answers = await asyncio.gather(*(one.ask("POST", path, draft["cookie"]) for one in pressed))
    seen.times.append(time.perf_counter() - began)
    taken = sum(one.status == FOUND and "/login" not in one.head for one in answers)
    if not taken or any(one.status >= 500 for one in answers):
        seen.wrong.append(f"{draft['token']}: {[one.status for one in answers]}")


async def receipts(port: int, world: dict[str, Any]) -> dict[str, str]:
    """Return the words of some receipts, by their applications."""
    browser, found = Browser(port, world["csrf"]), {}
    for draft in world["drafts"][:MANY:EVERY]:
        paper = await browser.ask("GET", f"/applications/{draft['token']}/receipts/1/", draft["cookie"])
        pages = pypdfium2.PdfDocument(io.BytesIO(paper.body))
        found[draft["token"]] = "".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    return found


async def at_the_deadline(port: int, world: dict[str, Any], deadline: float) -> tuple[int, int]:
    """Submit one a moment before the deadline and one a moment after it; return both statuses."""
    statuses = []
    for draft, moment in zip(world["drafts"][MANY : MANY + 2], (deadline - 0.3, deadline + 0.05), strict=True):
        browser = Browser(port, world["csrf"])
        await browser.ask("GET", "/health/", draft["cookie"])
        await asyncio.sleep(max(moment - time.time(), 0))
        answer = await browser.ask("POST", f"/applications/{draft['token']}/submit/", draft["cookie"])
        statuses.append(answer.status)
    return statuses[0], statuses[1]


async def write_together(port: int, world: dict[str, Any]) -> tuple[list[str], int]:
    """Let two write into the same field at once, again and again; return the lines that they were told are kept, and the conflicts."""
    draft = world["drafts"][MANY + 2]
    path = f"/applications/{draft['token']}/sections/about/save/"
    people = [
        (name, cookie, Browser(port, world["csrf"]))
        for name, cookie in (("a", draft["cookie"]), ("b", world["colleague"]))
    ]
    first = (await save(people[0], path, "", ""))["marks"]["goal"]
    known = {name: ("", first) for name, _cookie, _browser in people}
    lines, conflicts = list[str](), 0

    async def add(person: tuple[str, str, Browser], line: str) -> int:
        text, mark = known[person[0]]
        for tried in range(9):
            wanted = f"{text} {line}".strip()
            told = await save(person, path, wanted, mark)
            mark = told["marks"]["goal"]
            if "goal" not in told["theirs"]:
                known[person[0]] = (wanted, mark)
                lines.append(line)
                return tried
            text = told["theirs"]["goal"]
        return 9

    for number in range(ROUNDS):
        conflicts += sum(await asyncio.gather(*(add(one, f"{one[0]}{number}") for one in people)))
    return lines, conflicts


async def save(person: tuple[str, str, Browser], path: str, text: str, mark: str) -> dict[str, Any]:
    """Save the field as the page's script does; return what the school says."""
    _name, cookie, browser = person
    words = {"f-goal": text, "m-goal": mark}
    answer = await browser.ask("POST", path, cookie, words)
    told: dict[str, Any] = json.loads(answer.body)
    return told


def ask_world(*words: str) -> dict[str, Any]:
    """Let the other process do something with the database; return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "bench._deadline_world", *words], check=True, capture_output=True, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def faults_of(seen: Rush, papers: dict[str, str], kept: dict[str, Any]) -> list[str]:
    """Return what is not as it must be."""
    rows = {row["token"]: row for row in kept["submissions"]}
    faults = list(seen.wrong)
    if len(rows) != len(kept["submissions"]):
        faults.append("something was submitted twice")
    if sorted(row["number"] for row in rows.values()) != list(range(1, kept["last_number"] + 1)):
        faults.append("numbers have gaps")
    faults += [f"{token}: lost" for token in seen.answers if token not in rows]
    for token, row in rows.items():
        if not row["is_whole"] or row["number"] != row["taken_number"]:
            faults.append(f"{token}: not what was submitted")
        if token in seen.answers and not re.search(rf"№\s*{row['number']}\b", seen.answers[token]):
            faults.append(f"{token}: its author was told another number")
        if token in papers and (f"№{row['number']}" not in papers[token] or row["sha256"] not in papers[token]):
            faults.append(f"{token}: the receipt tells something else")
    return faults


def measure(name: str, database_url: str) -> bool:
    """Measure one database; print what came, tell whether every limit was kept."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NASTAVNIK_DATA": folder, "DATABASE_URL": database_url, "LOG_LEVEL": "ERROR"}
        world = ask_world("make", str(MANY))
        with served() as address:
            port = int(address.rpartition(":")[2])
            ask_world("deadline", str(LAST_MINUTE))
            seen = asyncio.run(rush(port, world))
            papers = asyncio.run(receipts(port, world))
            deadline = ask_world("deadline", "4")["deadline"]
            before, after = asyncio.run(at_the_deadline(port, world, deadline))
            lines, conflicts = asyncio.run(write_together(port, world))
        kept = ask_world("kept")
    faults = faults_of(seen, papers, kept)
    faults += at_deadline_faults(before, after, deadline, kept, world)
    goal = kept["goals"][world["drafts"][MANY + 2]["token"]].split()
    if sorted(goal) != sorted(lines) or len(lines) != 2 * ROUNDS:
        faults.append(f"co-authors: {len(lines)} of {2 * ROUNDS} were told to be kept, {len(goal)} are")
    is_fast = seen.seconds <= MOST_SECONDS and seen.p95 <= MOST_P95_SECONDS
    print(
        f"{name:<11} {len(seen.answers)} submissions in {seen.seconds:5.1f} s (limit {MOST_SECONDS:.0f}), p95 {seen.p95:4.1f} s "
        f"(limit {MOST_P95_SECONDS:.0f}), load {os.getloadavg()[0]:.1f}; numbers to {kept['last_number']}; at the deadline {before}, {after}; "
        f"{len(lines)} lines of two authors, {conflicts} conflicts shown"
    )
    for fault in faults[:20]:
        print(f"            {fault}")
    return is_fast and not faults


def at_deadline_faults(
    before: int, after: int, deadline: float, kept: dict[str, Any], world: dict[str, Any]
) -> list[str]:
    """Return what is wrong about the two that came a moment before and a moment after the deadline."""
    rows = {row["token"]: row for row in kept["submissions"]}
    in_time, late = (draft["token"] for draft in world["drafts"][MANY : MANY + 2])
    faults = [] if before == FOUND and in_time in rows else [f"the one before the deadline was answered {before}"]
    if late in rows:
        faults.append(f"the one after the deadline was taken ({after})")
    return faults + [f"{row['token']}: taken after the deadline" for row in rows.values() if row["at"] >= deadline]


def main() -> int:
    """Measure SQLite, then PostgreSQL."""
    is_kept = measure("SQLite", "")
    with postgresql() as address:
        is_kept = measure("PostgreSQL", address) and is_kept
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
