"""What one broadcast costs the machine that takes it in: `python -m bench.live`.

A film of 4 Mbit/s is sent as OBS sends it; the node writes it down, makes pieces and relays it to three channels on
loopback. The peer is one plain `ffmpeg -c copy` that takes the same film by RTMP, makes HLS and sends to the same three
channels: with none of the accounts, lights, retries and crash safety. CPU of both is taken of the same twenty seconds each.
The limit is a share of one core: two cores must bear four broadcasts beside the pages.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live.ingest.a_school import FFMPEG, School, free_port

SECONDS = 20
WARM_SECONDS = 8
CHANNELS = 3
MOST_CORE_SHARE = 0.15
TICKS = os.sysconf("SC_CLK_TCK")
SINK = [sys.executable, "-m", "tests.fakes.rtmp_sink", "--key", "key"]


def film_in(folder: Path) -> Path:
    """Make a film of about 4 Mbit/s with a key frame every two seconds."""
    path = folder / "film.mp4"
    length = WARM_SECONDS + SECONDS + 40
    words = ["-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=25:duration={length}"]
    words += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={length}", "-vf", "noise=alls=20:allf=t"]
    words += ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "4M", "-maxrate", "4M", "-bufsize", "4M", "-g", "50"]
    subprocess.run([FFMPEG, "-v", "error", "-y", *words, "-c:a", "aac", "-b:a", "128k", str(path)], check=True)
    return path


@contextmanager
def channels(folder: Path) -> Iterator[list[int]]:
    """Run the sinks; give their ports."""
    ports = [free_port() for _number in range(CHANNELS)]
    sinks = []
    for port in ports:
        place = folder / f"sink-{port}"
        place.mkdir()
        sinks.append(subprocess.Popen([*SINK, "--port", str(port), "--out", str(place)], stdout=subprocess.DEVNULL))
    time.sleep(2)
    try:
        yield ports
    finally:
        for sink in sinks:
            sink.kill()
            sink.wait()


def family_of(pid: int) -> list[int]:
    """Return a process with all that it started."""
    found = [pid]
    for one in found:
        children = Path(f"/proc/{one}/task/{one}/children")
        if children.exists():
            found += [int(word) for word in children.read_text(encoding="ascii").split()]
    return found


def cpu_of(pid: int) -> float:
    """Return the CPU seconds that a process has used."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def cost_of(pid: int) -> float:
    """Return the share of a core that it takes over the measured time; print what each of its family takes."""
    time.sleep(WARM_SECONDS)
    before, began = {one: cpu_of(one) for one in family_of(pid)}, time.monotonic()
    time.sleep(SECONDS)
    took = time.monotonic() - began
    shares = {one: (cpu_of(one) - before[one]) / took for one in family_of(pid) if one in before}
    for one, share in shares.items():
        words = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
        name = next(
            (Path(os.fsdecode(word)).name for word in words if b"relay_child" in word or b"ffmpeg" in word), "node"
        )
        print(f"  {name:<28}{share * 100:6.1f} %")
    return sum(shares.values())


def ours(folder: Path, film: Path, ports: list[int]) -> float:
    """Return what our node takes."""
    school = School(folder, is_empty=True)
    try:
        school.do("migrate")
        school.begin()
        school.do("without_lower")
        for port in ports:
            school.do("relay", f"rtmp://127.0.0.1:{port}/live", "key")
        school.send(film)
        school.go_live()
        school.wait(lambda seen: all(relay["state"] == "on" for relay in seen["relays"]))
        return cost_of(school.ingest.pid)
    finally:
        school.end_all()


def plain(folder: Path, film: Path, ports: list[int]) -> float:
    """Return what one plain ffmpeg takes that does the same."""
    address = f"rtmp://127.0.0.1:{free_port()}/live/key"
    hls = [
        "-f",
        "hls",
        "-hls_time",
        "2",
        "-hls_segment_type",
        "fmp4",
        "-hls_playlist_type",
        "event",
        str(folder / "p.m3u8"),
    ]
    outputs = [["-c", "copy", *hls]] + [
        ["-c", "copy", "-f", "flv", f"rtmp://127.0.0.1:{port}/live/key"] for port in ports
    ]
    taker = subprocess.Popen(
        [FFMPEG, "-v", "error", "-listen", "1", "-i", address, *(word for output in outputs for word in output)]
    )
    time.sleep(1)
    sender = subprocess.Popen([FFMPEG, "-v", "error", "-re", "-i", str(film), "-c", "copy", "-f", "flv", address])
    try:
        return cost_of(taker.pid)
    finally:
        for process in (sender, taker):
            process.kill()
            process.wait()


def main() -> int:
    """Measure both; 1 when ours takes more than its share."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = film_in(folder)
        costs = {}
        for who, measure in (("plain ffmpeg", plain), ("ours", ours)):
            place = folder / who.replace(" ", "-")
            place.mkdir()
            with channels(place) as ports:
                costs[who] = measure(place, film, ports)
            print(f"{who:<14}{costs[who] * 100:6.1f} % of a core")
            shutil.rmtree(place, ignore_errors=True)
    ratio = costs["ours"] / max(costs["plain ffmpeg"], 0.001)
    print(f"{'ours ÷ plain':<14}{ratio:6.1f}   (limit {MOST_CORE_SHARE * 100:.0f} % of a core)")
    return 0 if costs["ours"] <= MOST_CORE_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
