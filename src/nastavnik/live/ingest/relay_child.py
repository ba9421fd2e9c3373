"""Carry one broadcast to one channel: `python -I relay_child.py`, a process of its own for each.

The first line of its input is JSON: `url` (with the key), `quiet_seconds` (how long the other side may take nothing). Then
comes the broadcast as fragmented MP4, in pieces as they are made. Its output is a line of JSON for each thing that happens:

    {"said": "on"}                  the channel takes the broadcast
    {"said": "sent", "seconds": n}  so much has gone out
    {"said": "refused", "why": …}   the channel does not want it: nothing that is tried again will help at once
    {"said": "lost", "why": …}      the connection could not be made, or broke

A program of its own and not ffmpeg itself, because a program's words can be read by every user of the machine, and the key
is among them. It imports nothing of the project.
"""

import ctypes
import heapq
import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import av

PR_SET_PDEATHSIG = 1
TELL_SECONDS = 1.0
# A clock that jumps further than this belongs to another sender: the broadcast goes on without the jump.
JUMP_SECONDS = 10.0
JUMP_BACK_SECONDS = 1.0
STEP_SECONDS = 0.04
# So long one track may say nothing before the other goes on without it.
LONGEST_SILENCE_SECONDS = 3.0
# What is more behind than this goes out at once; what is nearer waits for its time, so that pieces do not burst.
LONGEST_WAIT_SECONDS = 2.0
MOST_WORDS = 200
REFUSALS = re.compile(
    r"publish\.(bad ?name|denied|rejected)|connect\.rejected|invalid ?app|bad ?name|already publishing|"
    r"authentication|unauthori[sz]ed|forbidden|not allowed|stream ?key|access denied|operation not permitted",
    re.IGNORECASE,
)


class Clock:
    """Makes the times of packets rise without jumps, and says when each is due."""

    def __init__(self) -> None:
        self.shift: float | None = None
        self.newest: dict[int, float] = {}
        self.begun_at = 0.0
        self.begun = 0.0

    def placed(self, stream: int, seconds: float) -> float:
        """Return the time at which a packet of a track goes out that is decoded at `seconds`, from 0 on."""
        if self.shift is None:
            self.shift, self.begun_at = -seconds, time.monotonic()
        before, moved = self.newest.get(stream), seconds + self.shift
        if before is not None and not before - JUMP_BACK_SECONDS < moved < before + JUMP_SECONDS:
            self.shift += before + STEP_SECONDS - moved
            moved = before + STEP_SECONDS
        self.newest[stream] = moved
        return moved

    def wait(self, seconds: float) -> None:
        """Wait until a packet that goes out at `seconds` is due."""
        ahead = self.begun_at + seconds - self.begun - time.monotonic()
        if ahead < -LONGEST_WAIT_SECONDS:  # the broadcast stood still: from here on it is on time again
            self.begun_at, self.begun = time.monotonic(), seconds
        elif ahead > 0:
            time.sleep(min(ahead, LONGEST_WAIT_SECONDS))


class Sorter:
    """Brings packets into the order of their times: a piece holds first its pictures, then its sound."""

    def __init__(self, tracks: int) -> None:
        self.tracks = tracks
        self.newest: dict[int, float] = {}
        self.waiting: list[tuple[float, int, Any]] = []
        self.count = 0

    def put(self, seconds: float, packet: Any) -> Iterator[tuple[float, Any]]:
        """Take a packet that goes out at `seconds`; yield those before which nothing more can come."""
        self.count += 1
        self.newest[packet.stream.index] = seconds
        heapq.heappush(self.waiting, (seconds, self.count, packet))
        is_known = len(self.newest) == self.tracks
        until = max(min(self.newest.values()) if is_known else 0.0, max(self.newest.values()) - LONGEST_SILENCE_SECONDS)
        while self.waiting and self.waiting[0][0] <= until:
            yield self._next()

    def rest(self) -> Iterator[tuple[float, Any]]:
        """Yield what is left at the end."""
        while self.waiting:
            yield self._next()

    def _next(self) -> tuple[float, Any]:
        seconds, _number, packet = heapq.heappop(self.waiting)
        return seconds, packet


def say(said: str, **more: Any) -> None:
    """Tell the node what happened."""
    sys.stdout.write(json.dumps({"said": said, **more}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def first_line() -> dict[str, Any]:
    """Read the first line of the input and not a byte more."""
    line = bytearray()
    while (letter := os.read(0, 1)) not in {b"", b"\n"}:
        line += letter
    told: dict[str, Any] = json.loads(line)
    return told


def packets(source: Any) -> Iterator[tuple[float, Any]]:
    """Yield the packets of the broadcast with the second at which each goes out, in that order."""
    clock, sorter = Clock(), Sorter(len(source.streams))
    for packet in source.demux():
        if packet.dts is None or not packet.size:
            continue
        decoded = float(packet.dts * packet.time_base)
        seconds = clock.placed(packet.stream.index, decoded)
        ticks = round((seconds - decoded) / packet.time_base)
        packet.pts = (packet.pts if packet.pts is not None else packet.dts) + ticks
        packet.dts += ticks
        for due, ready in sorter.put(seconds, packet):
            clock.wait(due)
            yield due, ready
    yield from sorter.rest()


def carry(source: Any, url: str, quiet_seconds: float) -> None:
    """Send all of `source` to `url`."""
    microseconds = str(int(quiet_seconds * 1_000_000))
    options = {"rw_timeout": microseconds, "flvflags": "no_duration_filesize"}
    with av.open(url, "w", format="flv", options=options) as channel:
        streams = {stream.index: channel.add_stream_from_template(stream) for stream in source.streams}
        channel.start_encoding()
        say("on")
        told_at = 0.0
        for seconds, packet in packets(source):
            packet.stream = streams[packet.stream.index]
            channel.mux_one(packet)
            if time.monotonic() - told_at > TELL_SECONDS:
                told_at = time.monotonic()
                say("sent", seconds=round(seconds, 1))


def words_of(error: Exception, secrets: list[str]) -> str:
    """Return what an error says, without the address and its key."""
    spoken = str(error)  # with the last line of its library's log
    for secret in filter(None, secrets):
        spoken = spoken.replace(secret, "…")
    return re.sub(r"rtmps?://\S+", "…", spoken)[:MOST_WORDS]


def main() -> None:
    """Read where to, then carry until the input ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    told = first_line()
    av.logging.set_level(av.logging.ERROR)
    url = str(told["url"])
    try:
        with av.open("pipe:0", format="mp4", options={"protocol_whitelist": "pipe"}) as source:
            carry(source, url, float(told["quiet_seconds"]))
    except (av.error.FFmpegError, OSError, ValueError) as error:
        words = words_of(error, [url, url.rsplit("/", 1)[-1]])
        said = "refused" if REFUSALS.search(words) else "lost"
        say(said, why=words)
        sys.exit(1)


if __name__ == "__main__":
    main()
