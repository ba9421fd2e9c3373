"""Reports of watched seconds: `python -m bench.coverage`, on SQLite and on PostgreSQL.

Two thousand viewers report twelve new seconds each, as players do, over 64 connections to one web process; every answer is
given after the commit, with the pass, the bounds and the pace checked. The processor's time of each report is told too: others who work on the
machine change it little. Beside it, in the same run: (a) a plain view that saves
a row for each report, bare and behind a sign-in, (b) what the database alone takes in batches, (c) the server's own answer to nothing. Then the server
is killed under load, and what it had acknowledged is looked for.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.live.ingest.a_school import free_port

from bench.live_room import memory_of, postgresql
from bench.school import _wait_for, served, use

SECONDS = 8
CONNECTIONS = 64
PIECE_SECONDS = 12
# What a trial reached before the school was built, beside a plain view that took 514 reports a second under WSGI, and beside
# an answer that had read the report and its signature: `checked` here. The share of the answer to nothing is told too.
TIMES_THE_PLAIN = {"under WSGI": 23.0, "under ASGI": 50.0}
SHARE_OF_THE_CHECKED_ANSWER = 0.36
FILM_SECONDS = 3600
KILLED_CLIENTS = 200
KILLED_AFTER_SECONDS = 3.0
# what a process may grow by under some hundred thousand reports
MOST_GROWTH_BYTES = 24 * 2**20

# who played it, from where to where
Piece = tuple[str, int, int]

# Each viewer goes on where she was; a viewer belongs to one thread of wrk.
SCRIPT = """
local passes = {}
for line in io.lines("PASSES") do passes[#passes + 1] = line end
local threads, mine, count = 0, 0, START
function setup(thread) thread:set("mine", threads); threads = threads + 1 end
function request()
  local place = count
  count = count + 1
  local half = #passes / 2
  local pass = passes[mine * half + place % half + 1]
  local begin = math.floor(place / half) * STEP % FILM
  return wrk.format("POST", "PATH", HEADERS, '{"pass":"' .. pass .. '","pieces":[[' .. begin .. ',' .. begin + STEP .. ']]}')
end
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """What came of a load."""

    per_second: float
    p99_ms: float
    wrong: int
    # of the processor, for one report
    microseconds: float


def world(deed: str, words: Any = None) -> Any:
    """Have something done in the database, in a process of its own."""
    command = [sys.executable, "-m", "bench._coverage_world", deed]
    done = subprocess.run(command, input=json.dumps(words), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def report(
    address: str, folder: Path, seconds: int, *, start: int = 0, path: str = "/watched/", cookie: str = ""
) -> Rate:
    """Let the viewers report for so long, each from the place that she has reached after `start` reports of a thread."""
    headers = f'{{["Cookie"] = "{cookie}"}}' if cookie else "nil"
    words = {"PATH": path, "HEADERS": headers, "PASSES": folder / "passes", "STEP": PIECE_SECONDS, "FILM": FILM_SECONDS}
    words["START"] = start
    script = SCRIPT
    for word, value in words.items():
        script = script.replace(word, str(value))
    (folder / "reports.lua").write_text(script)
    before = processor_seconds(address)
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    command += ["-s", str(folder / "reports.lua"), address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = processor_seconds(address) - before
    found = re.search(r"99%\s+([\d.]+)(us|ms|s).*?(\d+) requests in .*?Requests/sec:\s+([\d.]+)", said, re.DOTALL)
    if found is None:
        raise RuntimeError(said)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    milliseconds = float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]
    return Rate(float(found[4]), milliseconds, int(wrong[1]) if wrong else 0, used * 1e6 / int(found[3]))


def processor_seconds(address: str) -> float:
    """Return how much of the processor's time the server at an address has used up."""
    ticks = 0
    for number in processes_on(int(address.rpartition(":")[2])):
        with suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def processes_on(port: int) -> list[int]:
    """Return the numbers of the processes that serve a port."""
    listed = subprocess.run(["ps", "-ewwo", "pid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 1) for line in listed.splitlines()[1:]]
    return [int(number) for number, words in rows if f"--port {port}" in words]


@contextmanager
def peer(interface: str, name: str) -> Iterator[str]:
    """Serve one of the peers by the same server with one process; give its address."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", interface, "--port", str(port), "--workers", "1"]
    command += ["--no-ws", "--log-level", "warning", *(["--blocking-threads", "4"] if interface == "wsgi" else [])]
    # the plain view falls over under ASGI, and says so by the thousand lines; what it answers wrongly is counted
    process = subprocess.Popen([*command, f"bench._coverage_peers:{name}"], stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


# --- killed under load ------------------------------------------------------------------------------------------------


async def report_until_it_dies(port: int, allowed: str, taken: list[Piece]) -> None:
    """Report piece after piece; note each that was acknowledged."""
    with suppress(OSError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for begin in range(0, FILM_SECONDS, PIECE_SECONDS):
            body = json.dumps({"pass": allowed, "pieces": [[begin, begin + PIECE_SECONDS]]}).encode()
            head = f"POST /watched/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", answer)
            await reader.readexactly(int(length[1]) if length else 0)
            if answer.startswith(b"HTTP/1.1 200"):
                taken.append((allowed, begin, begin + PIECE_SECONDS))


async def load_and_kill(port: int, passes: Sequence[str], kill: Any) -> list[Piece]:
    """Return what was acknowledged before the server was killed."""
    taken: list[Piece] = []
    clients = [asyncio.create_task(report_until_it_dies(port, allowed, taken)) for allowed in passes]
    await asyncio.sleep(KILLED_AFTER_SECONDS)
    kill()
    await asyncio.wait(clients, timeout=10)
    return taken


def killed(passes: Sequence[str]) -> tuple[int, int]:
    """Kill the server under load; return how many reports it had acknowledged, and how many of them are lost."""
    with suppress(subprocess.TimeoutExpired), served(1) as address:
        port = int(address.rpartition(":")[2])
        taken = asyncio.run(load_and_kill(port, passes, partial(kill_all, port)))
    return len(taken), world("kept", taken).count(False)


def kill_all(port: int) -> None:
    """Kill the server on `port` and its processes, without a word."""
    for number in processes_on(port):
        os.kill(number, signal.SIGKILL)


def plain_views(folder: Path) -> dict[str, Rate]:
    """Return what the plain view takes: bare under WSGI and under ASGI, and behind the sign-in that a page has."""
    cookie = world("cookie")
    asked = {
        "under WSGI": ("wsgi", "plain", "/watched/", ""),
        "signed in, under WSGI": ("wsgi", "signed_in", "/signed-in/", cookie),
        "under ASGI": ("asgi", "plain_asgi", "/watched/", ""),
    }
    rates = {}
    for kind, (interface, name, path, said) in asked.items():
        with peer(interface, name) as address:
            rates[kind] = report(address, folder, 5, path=path, cookie=said)
        tell(f"(a) the plain view, {kind}", rates[kind])
    return rates


# --- the whole ---------------------------------------------------------------------------------------------------------


def tell(name: str, rate: Rate, more: str = "") -> None:
    """Print one line."""
    wrong = f"  {rate.wrong} WRONG" if rate.wrong else ""
    print(
        f"  {name:<44} {rate.per_second:9.0f}/s   p99 {rate.p99_ms:7.1f} ms   {rate.microseconds:6.0f} µs{wrong}  {more}",
        flush=True,
    )


def measure(name: str, database_url: str) -> bool:
    """Measure on one database; return whether every limit was kept."""
    print(name, flush=True)
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as made:
        folder = Path(made)
        use(folder)
        os.environ["DATABASE_URL"] = database_url or f"sqlite:///{folder}/school.sqlite3"
        passes = world("make")
        (folder / "passes").write_text("\n".join(passes))
        with peer("asgi", "empty") as address:
            empty = report(address, folder, 4)
        tell("(c) the server's empty answer", empty)
        with peer("asgi", "checked") as address:
            checked = report(address, folder, 4)
        tell("    the report checked and not written", checked)
        plain = plain_views(folder)
        with served(1) as address:
            port = int(address.rpartition(":")[2])
            report(address, folder, 3, start=40_000)
            before = memory_of(port)
            came = report(address, folder, SECONDS, start=110_000)
            growth = memory_of(port) - before
        share = came.per_second / checked.per_second
        shares = f"{share:.0%} of the checked, {came.per_second / empty.per_second:.0%} of (c)"
        tell("    the school", came, f"{shares}, memory {growth / 2**20:+.1f} MB")
        times = {kind: came.per_second / rate.per_second for kind, rate in plain.items()}
        print("  the school is so many times as fast as (a):", ", ".join(f"{times[kind]:.1f} {kind}" for kind in times))
        acknowledged, lost = killed(passes[:KILLED_CLIENTS])
        print(f"  (b) the database alone, bitmaps in batches of 100 {world('rate'):9.0f}/s")
        print(f"  killed under load: {acknowledged} reports acknowledged, {lost} lost", flush=True)
    is_fast = share >= SHARE_OF_THE_CHECKED_ANSWER and all(
        times[kind] >= least for kind, least in TIMES_THE_PLAIN.items()
    )
    return is_fast and came.wrong == 0 and growth <= MOST_GROWTH_BYTES and acknowledged > 0 and lost == 0


def main() -> int:
    """Measure on both databases, each in a process of its own; return 1 when a limit was missed."""
    if not shutil.which("wrk"):
        print("NOT MEASURED: there is no wrk on this machine.")
        return 0
    if len(sys.argv) > 1:
        name = sys.argv[1]
        with postgresql() if name == "PostgreSQL" else nullcontext("") as url:
            return 0 if measure(name, url) else 1
    command = [sys.executable, "-m", "bench.coverage"]
    return max(subprocess.run([*command, name], check=False).returncode for name in ("SQLite", "PostgreSQL"))


if __name__ == "__main__":
    sys.exit(main())
