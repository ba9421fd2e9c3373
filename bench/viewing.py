"""What pages say that they play: `python -m bench.viewing [VIEWINGS]`, beside 20 million viewings of 1,000 films, on SQLite and on PostgreSQL.

Players report twenty new seconds each over 64 connections to as many web processes as a school starts by itself; every answer is
given after the commit, with the pass and the pace checked. The sums of days, viewers and curves are written in the same transaction, so that nothing lags behind: that is
looked for all the same, in what viewings and sums say at the end. Three loads: viewers of a thousand films, as many of one
broadcast, and newcomers, each of whom is a new view. The processor's time of each report is told too, the database's with it: others who
work on the machine change it little. Then the server is killed under load, and what it had acknowledged is looked for. Last, what
was counted of one lesson and of all is read, beside the plain question over all viewings, which has to come to the same.

Limits: 2,000 reports a second with no more of the processor's time than two cores have; nothing lags, nothing is lost, nothing counted twice;
one lesson is told of in 50 ms.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any

from bench._processor import database_seconds
from bench.coverage import CONNECTIONS, Rate, kill_all, processor_seconds
from bench.live_room import memory_of, postgresql
from bench.school import served, use

VIEWINGS = 20_000_000
SECONDS = 10
STEP = 20
PER_SECOND, CORES = 2000, 2
ONE_LESSON_MS = 50.0
KILLED_AFTER_SECONDS = 3.0
# what a process may grow by under some ten thousand reports
MOST_GROWTH_BYTES = 24 * 2**20

# A viewer belongs to one thread of wrk, and goes on where she was.
SCRIPT = """
local passes = {}
for line in io.lines("PASSES") do passes[#passes + 1] = line end
local threads, mine, count = 0, 0, 0
function setup(thread) thread:set("mine", threads); threads = threads + 1 end
function request()
  local half = math.floor(#passes / 2)
  local lap, place = math.floor(count / half), count % half
  count = count + 1
  local begin = lap * STEP % 3580
  return wrk.format("POST", "/viewed/", nil, '{"pass":"' .. passes[mine * half + place + 1] .. '","n":' .. lap + 1
    .. ',"pieces":[[' .. begin .. ',' .. begin + STEP .. ']]}')
end
"""


def world(deed: str, words: Any = None) -> Any:
    """Have something done in the database, in a process of its own."""
    command = [sys.executable, "-m", "bench._viewing_world", deed]
    done = subprocess.run(command, input=json.dumps(words), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def report(address: str, folder: Path, name: str, database_url: str, seconds: int = SECONDS) -> Rate:
    """Let viewers report for so long."""
    script = SCRIPT.replace("PASSES", str(folder / name)).replace("STEP", str(STEP))
    (folder / "reports.lua").write_text(script)
    before = processor_seconds(address) + database_seconds(database_url)
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    command += ["-s", str(folder / "reports.lua"), address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = processor_seconds(address) + database_seconds(database_url) - before
    found = re.search(r"99%\s+([\d.]+)(us|ms|s).*?(\d+) requests in .*?Requests/sec:\s+([\d.]+)", said, re.DOTALL)
    if found is None:
        raise RuntimeError(said)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    milliseconds = float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]
    return Rate(float(found[4]), milliseconds, int(wrong[1]) if wrong else 0, used * 1e6 / int(found[3]))


# --- killed under load ------------------------------------------------------------------------------------------------


async def report_until_it_dies(port: int, allowed: str, taken: dict[str, int]) -> None:
    """Report on and on; note the last number that was acknowledged."""
    with suppress(OSError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in range(1, 3600 // STEP):
            piece = [(number - 1) * STEP, number * STEP]
            body = json.dumps({"pass": allowed, "n": number, "pieces": [piece]}).encode()
            head = f"POST /viewed/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if answer.startswith(b"HTTP/1.1 204"):
                taken[allowed] = number


async def load_and_kill(port: int, passes: Sequence[str], kill: Any) -> dict[str, int]:
    """Return what was acknowledged before the server was killed."""
    taken: dict[str, int] = {}
    clients = [asyncio.create_task(report_until_it_dies(port, allowed, taken)) for allowed in passes]
    await asyncio.sleep(KILLED_AFTER_SECONDS)
    kill()
    await asyncio.wait(clients, timeout=10)
    return taken


def killed(passes: Sequence[str]) -> tuple[int, int]:
    """Kill the server under load; return how many reports it had acknowledged, and of how many viewers one of them is lost."""
    with suppress(subprocess.TimeoutExpired), served(1) as address:
        port = int(address.rpartition(":")[2])
        taken = asyncio.run(load_and_kill(port, passes, partial(kill_all, port)))
    return sum(taken.values()), len(world("kept", taken))


# --- the whole ---------------------------------------------------------------------------------------------------------


def loaded(folder: Path, database_url: str) -> bool:
    """Load the school and print what came of it; return whether the limits were kept."""
    is_kept = True
    with served() as address:
        port = int(address.rpartition(":")[2])
        report(address, folder, "warm", database_url, 3)
        before = memory_of(port)
        for name in ("films", "live", "newcomers"):
            rate = report(address, folder, name, database_url)
            cores = rate.microseconds * PER_SECOND / 1e6
            is_right = rate.per_second >= PER_SECOND and cores <= CORES and not rate.wrong
            is_kept &= is_right
            print(
                f"  reports, {name:<24}{rate.per_second:9.0f}/s   p99 {rate.p99_ms:7.1f} ms   {rate.microseconds:6.0f} µs of processor, "
                f"{cores:.2f} cores at {PER_SECOND:,}/s   {rate.wrong} wrong  {'ok' if is_right else 'MISSED'}",
                flush=True,
            )
        growth = memory_of(port) - before
    held = world("held")
    lag = lag_of(held)
    words = f"sums of days lag by {lag[0]} views and {lag[1]} seconds, months behind days by {lag[2]} views"
    print(f"  at the end {held['reports']:,} reports are held; {words}")
    print(f"  memory {growth / 2**20:+.1f} MB", flush=True)
    return is_kept and not any(lag) and growth <= MOST_GROWTH_BYTES


def lag_of(held: dict[str, int]) -> tuple[int, int, int]:
    """Return how many views and seconds are in viewings and not in the sums of days, and how many views in these and not in months."""
    return held["views"] - held["summed_views"], held["seconds"] - held["summed_seconds"], held["months_lag"]


def lost(passes: Sequence[str]) -> bool:
    """Kill the server under load; return whether nothing was lost and nothing counted twice."""
    acknowledged, missing = killed(passes)
    is_whole = not any(lag_of(world("held")))
    words = "sums are those of the viewings" if is_whole else "SUMS DIFFER FROM THE VIEWINGS"
    print(f"  killed under load: {acknowledged} reports acknowledged, {missing} lost; {words}", flush=True)
    return acknowledged > 0 and missing == 0 and is_whole


def read() -> bool:
    """Read what was counted, beside the plain question; return whether the limits were kept."""
    answer, is_kept = world("read"), True
    limits = {"one lesson": ONE_LESSON_MS}
    for name, took in answer["told"].items():
        p95 = sorted(took)[min(int(0.95 * len(took)), len(took) - 1)]
        is_right = p95 <= limits.get(name, p95)
        is_kept &= is_right
        mark = ("ok" if is_right else "MISSED") if name in limits else ""
        print(f"  {name:<34}p50 {sorted(took)[len(took) // 2]:10.1f} ms   p95 {p95:10.1f} ms  {mark}", flush=True)
    print(f"  both come to {'the same' if answer['is_equal'] else 'DIFFERENT NUMBERS'}", flush=True)
    return is_kept and bool(answer["is_equal"])


def measure(name: str, viewings: int, database_url: str) -> bool:
    """Measure on one database; return whether every limit was kept."""
    print(name, flush=True)
    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as made:
        folder = Path(made)
        use(folder)
        os.environ["DATABASE_URL"] = database_url or f"sqlite:///{folder}/school.sqlite3"
        told = world("make", viewings)
        for load in ("warm", "films", "live", "newcomers"):
            (folder / load).write_text("\n".join(told[load]))
        print(f"  {viewings:,} viewings, {told['rows']:,} sums of days, made in {told['seconds']:.0f} s", flush=True)
        # each is measured, whatever became of the one before
        return all([loaded(folder, database_url), lost(told["killed"]), read()])


def main(words: list[str]) -> int:
    """Measure on both databases, each in a process of its own; return 1 when a limit was missed."""
    if not shutil.which("wrk"):
        print("NOT MEASURED: there is no wrk on this machine.")
        return 0
    viewings = int(words[0]) if words else VIEWINGS
    if len(words) > 1:
        with postgresql() if words[1] == "PostgreSQL" else nullcontext("") as url:
            return 0 if measure(words[1], viewings, url) else 1
    command = [sys.executable, "-m", "bench.viewing", str(viewings)]
    return max(subprocess.run([*command, name], check=False).returncode for name in ("SQLite", "PostgreSQL"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
