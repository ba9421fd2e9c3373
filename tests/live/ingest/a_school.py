"""A school in a folder with a real ingest process, real ffmpeg senders and sinks, all on loopback."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import imageio_ffmpeg

ROOT = Path(__file__).resolve().parents[3]
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
START_SECONDS = 90
FOREIGN = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "STORAGE_URL", "BASE_URL", "SECRET_KEY", "LOG_LEVEL"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class School:
    """One broadcast, driven as the desk drives it."""

    def __init__(self, folder: Path, *, is_empty: bool = False, **more: str) -> None:
        self.folder, self.rtmp_port = folder, free_port()
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        self.environ = {
            **kept,
            "NASTAVNIK_DATA": str(folder / "data"),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
            "RTMP_PORT": str(self.rtmp_port),
            "RELAY_INSIDE": "1",
            "INGEST_NODE": "here",
            **more,
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.desk = self.start_desk()
        if not is_empty:
            self.begin()

    def begin(self) -> None:
        """Make the broadcast, and start the node that takes it in."""
        made = self.do("make")
        self.token, self.key = made["token"], made["key"]
        self.ingest = self.start_ingest()

    # --- processes --------------------------------------------------------------------------------------------------

    def start_desk(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.live.a_broadcast"]
        with (self.folder / "desk.log").open("wb") as log:
            pipe = subprocess.PIPE
            process = subprocess.Popen(command, env=self.environ, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=log)
        self.processes.append(process)
        return process

    def start_ingest(self, name: str = "here", *, rtmp_port: int = 0) -> subprocess.Popen[bytes]:
        """Start a node; one of another name listens on a port of its own."""
        log = self.folder / f"ingest-{len(self.processes)}.log"
        more = {"INGEST_NODE": name} | ({"RTMP_PORT": str(rtmp_port)} if rtmp_port else {})
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "nastavnik.cli", "ingest"],
                env=self.environ | more,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd=ROOT,
            )
        self.processes.append(process)
        wait_until(lambda: "ingest started" in log.read_text(errors="replace"), START_SECONDS, log.read_text)
        return process

    def log(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def send(self, film: Path, *, key: str = "", offset: float = 0.0, log: str = "send.log") -> subprocess.Popen[bytes]:
        """Send a film as OBS does, at its own pace."""
        address = f"rtmp://127.0.0.1:{self.rtmp_port}/live/{key or self.key}"
        command = [
            FFMPEG,
            "-v",
            "error",
            "-re",
            "-ss",
            str(offset),
            "-i",
            str(film),
            "-c",
            "copy",
            "-f",
            "flv",
            address,
        ]
        with (self.folder / log).open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.processes.append(process)
        return process

    def children(self, word: str) -> list[int]:
        """Return the processes of the ingest process whose command holds `word`."""
        listed = subprocess.run(["ps", "-ewwo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
        return [int(pid) for pid, parent, words in rows if int(parent) == self.ingest.pid and word in words]

    def end_all(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for pipe in (self.desk.stdin, self.desk.stdout):
            assert pipe is not None
            pipe.close()
        for process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    # --- the desk ---------------------------------------------------------------------------------------------------

    def do(self, *words: str) -> dict:
        assert self.desk.stdin is not None
        assert self.desk.stdout is not None
        self.desk.stdin.write(json.dumps(words).encode() + b"\n")
        self.desk.stdin.flush()
        answer = self.desk.stdout.readline()
        assert answer, self.log()
        return json.loads(answer)

    def wait(self, is_so, seconds: float = 60) -> dict:
        """Wait until what the desk sees is so; return it."""
        seen: dict = {}

        def look() -> bool:
            seen.update(self.do("show"))
            return bool(is_so(seen))

        wait_until(look, seconds, lambda: f"{json.dumps(seen, indent=1)}\n{self.log()}")
        return seen

    def go_live(self) -> Path:
        self.wait(lambda seen: seen["health"].get("bits_per_second"))
        return self.folder / "data" / "media" / self.do("live")["folder"]

    def end(self) -> dict:
        self.do("end")
        return self.wait(lambda seen: seen["finished"])


def wait_until(is_so, seconds: float, tell) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, tell()
        time.sleep(0.2)


def pieces_in(build: Path) -> int:
    """Return how many pieces the live playlist names."""
    path = build / "live-main.m3u8"
    return path.read_text().count("#EXTINF") if path.exists() else 0


def film_of(folder: Path, seconds: int) -> Path:
    """Make a film whose every frame differs, with key frames each second, and a sound that changes."""
    path = folder / f"film-{seconds}.mp4"
    words = ["-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=25:duration={seconds}"]
    words += ["-f", "lavfi", "-i", f"aevalsrc=sin(2*PI*t*(300+20*t)):duration={seconds}:sample_rate=44100"]
    words += ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-bf", "0", "-c:a", "aac", "-b:a", "64k"]
    subprocess.run([FFMPEG, "-v", "error", "-y", *words, str(path)], check=True, timeout=120)
    return path


def frames_on_air(playlist: Path) -> list[str]:
    """Return the checksum of each picture that a playlist shows so far; one that goes on would be waited for."""
    copy = playlist.with_name("as-it-was.m3u8")
    copy.write_text(playlist.read_text() + "#EXT-X-ENDLIST\n")
    return frames_of(copy)


def frames_of(playlist: Path, kind: str = "v") -> list[str]:
    """Return the checksum of each packet that a playlist or a film shows, in order."""
    command = [FFMPEG, "-v", "error", "-i", str(playlist), "-map", f"0:{kind}", "-c", "copy", "-f", "framemd5", "-"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    return [re.split(r",\s*", line)[-1] for line in answer.splitlines() if line and not line.startswith("#")]
