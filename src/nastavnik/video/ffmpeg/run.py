"""Start ffmpeg (or our own small probe) under limits, follow it, and make sure that it ends."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nastavnik.video.ffmpeg import limits as allowed
from nastavnik.video.ffmpeg.binary import LAUNCHER, find_ffmpeg
from nastavnik.video.ffmpeg.limits import Limits

NICE = 10
LOG_LINES = 60
LOG_LINE_LENGTH = 300
PIECE = 65536
MAX_ANSWER = 2**20
# Nothing of our own environment (keys, database) is handed to a program that opens strangers' files.
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}


class FfmpegFailed(Exception):
    """The program ended with an error or was ended; `log` holds its last words."""

    def __init__(self, reason: str, log: str) -> None:
        super().__init__(reason)
        self.reason, self.log = reason, log


class OverLimit(FfmpegFailed):
    """The program used more time, memory or disk than it may."""


class Stopped(Exception):
    """The work is not wanted any more: we ended the program ourselves."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is told while a program runs, and what it is asked: both about once a second."""

    on_progress: Callable[[float], None] = lambda _seconds: None  # how much of the film is done, in seconds
    should_stop: Callable[[], bool] = lambda: False
    on_answer: Callable[[bytes], None] = lambda _piece: None  # what it prints, as soon as it prints it


@dataclass(slots=True)
class Finished:
    """A program's answer and its last words."""

    answer: bytes
    log: str


@dataclass(slots=True)
class _Following:
    """What has been heard of a running program."""

    limits: Limits
    watch: Watch
    began_at: float = field(default_factory=time.monotonic)
    heard_at: float = field(default_factory=time.monotonic)
    asked_at: float = 0.0
    done_seconds: float = 0.0
    answer: bytearray = field(default_factory=bytearray)
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LOG_LINES))
    unfinished: bytes = b""

    @property
    def log(self) -> str:
        return "\n".join([*self.lines, self.unfinished.decode("utf-8", "replace")[:LOG_LINE_LENGTH]]).strip()


def run_ffmpeg(
    arguments: list[str],
    *,
    limits: Limits,
    reads: list[Path],
    writes: Path,
    ffmpeg: str = "",
    watch: Watch | None = None,
) -> Finished:
    """Run ffmpeg with `arguments`; it may open `reads` and work in the folder `writes`.

    Raises `FfmpegFailed` (`OverLimit`) when it ends badly, `Stopped` when `watch.should_stop` says so.
    """
    program = find_ffmpeg(ffmpeg).path
    words = ["-nostdin", "-hide_banner", "-y", "-loglevel", "warning", "-nostats", "-progress", "pipe:1"]
    return run_limited(
        [program, *words, *arguments],
        limits=limits,
        reads=[Path(program), *reads],
        writes=[writes],
        folder=writes,
        watch=watch or Watch(),
    )


def input_words(source: Path, *options: str) -> list[str]:
    """Return the words that open a stranger's file: only formats, codecs and protocols that we name."""
    return [
        *("-format_whitelist", ",".join(allowed.DEMUXERS), "-protocol_whitelist", ",".join(allowed.PROTOCOLS)),
        *("-codec_whitelist", ",".join((*allowed.PICTURE_CODECS, *allowed.SOUND_CODECS))),
        *("-max_pixels", str(allowed.MAX_SIDE**2), "-fflags", "+discardcorrupt"),
        *options,
        *("-i", f"file:{source}"),
    ]


def run_limited(
    command: list[str], *, limits: Limits, reads: list[Path], writes: list[Path], folder: Path, watch: Watch
) -> Finished:
    """Run a program under limits and shielded from the network and from other files; return what it printed.

    It dies with us, even if we are killed. Raises `FfmpegFailed`, `OverLimit`, `Stopped`.
    """
    policy = {
        "parent": os.getpid(),
        "nice": NICE,
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
        "file_bytes": limits.file_bytes,
        "read": [str(path) for path in reads],
        "write": [str(path) for path in writes],
    }
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(policy), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    following = _Following(limits, watch)
    with process:
        try:
            _follow(process, following)
            code = process.wait(timeout=30)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if code != 0:
        raise _failure(code, following.log)
    return Finished(bytes(following.answer), following.log)


def _follow(process: subprocess.Popen[bytes], following: _Following) -> None:
    """Read both pipes to their ends; once a second look at the clock and ask whether to go on."""
    assert process.stdout is not None
    assert process.stderr is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, _hear_answer)
        selector.register(process.stderr, selectors.EVENT_READ, _hear_log)
        while selector.get_map():
            for key, _events in selector.select(timeout=1):
                _read(selector, key, following)
            _look_at_clock(following)


def _read(selector: selectors.BaseSelector, key: selectors.SelectorKey, following: _Following) -> None:
    pipe = key.fileobj
    assert not isinstance(pipe, int)
    piece = os.read(pipe.fileno(), PIECE)
    if piece:
        key.data(following, piece)
    else:
        selector.unregister(pipe)


def _hear_answer(following: _Following, piece: bytes) -> None:
    """Take the program's output; of ffmpeg it is the progress, of which the newest is enough."""
    following.watch.on_answer(piece)
    following.answer += piece
    if len(following.answer) > MAX_ANSWER:
        del following.answer[:-MAX_ANSWER]
    for line in piece.decode("ascii", "replace").splitlines():
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.isdigit() and int(value) / 1e6 > following.done_seconds:
            following.done_seconds = int(value) / 1e6
            following.heard_at = time.monotonic()


def _hear_log(following: _Following, piece: bytes) -> None:
    *lines, following.unfinished = (following.unfinished + piece).split(b"\n")
    following.unfinished = following.unfinished[-LOG_LINE_LENGTH:]
    following.lines.extend(line.decode("utf-8", "replace")[:LOG_LINE_LENGTH] for line in lines)


def _look_at_clock(following: _Following) -> None:
    now = time.monotonic()
    if now - following.asked_at < 1:
        return
    following.asked_at = now
    if following.watch.should_stop():
        raise Stopped
    if now - following.began_at > following.limits.wall_seconds:
        raise OverLimit("took too long", following.log)
    if now - following.heard_at > following.limits.silence_seconds:
        raise OverLimit("stood still", following.log)
    following.watch.on_progress(following.done_seconds)


def _failure(code: int, log: str) -> FfmpegFailed:
    if code in (-signal.SIGXCPU, -signal.SIGXFSZ):
        return OverLimit(signal.Signals(-code).name, log)
    if code == -signal.SIGKILL:
        return OverLimit("killed, probably for want of memory or time", log)
    return FfmpegFailed(f"ended with {code}", log)
