"""Which ffmpeg is run, and what this machine can shield it from."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import imageio_ffmpeg

LAUNCHER = Path(__file__).with_name("launcher.py")
OLDEST_VERSION = 5


class FfmpegMissing(Exception):
    """There is no ffmpeg that can be run."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """A program that can be run."""

    path: str
    version: int  # its first number; 0 when it was built from a snapshot without one


@dataclass(frozen=True, slots=True)
class Shield:
    """What the kernel lets us take away from ffmpeg before it opens a stranger's file."""

    network: bool  # no address can be reached; without it the list of protocols alone keeps it away
    files: bool  # no file but the source and its own folder can be opened


@cache
def find_ffmpeg(wished: str = "") -> Ffmpeg:
    """Return the ffmpeg to run: the one wished for, else the one installed with us, else the system's.

    Raises `FfmpegMissing` when there is none, when the wished one does not start, or when it is too old.
    """
    for path in [wished] if wished else [_installed_with_us(), shutil.which("ffmpeg")]:
        version = _version_of(path) if path else None
        if path and version is not None and (version == 0 or version >= OLDEST_VERSION):
            return Ffmpeg(str(Path(shutil.which(path) or path).resolve()), version)
    raise FfmpegMissing(wished or "neither imageio-ffmpeg nor the system has one")


def _installed_with_us() -> str | None:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:  # no binary in the wheel for this machine
        return None


def _version_of(path: str) -> int | None:
    try:
        answer = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"ffmpeg version n?(\d+)\.", answer.stdout)
    return int(found.group(1)) if found else 0


@cache
def shield() -> Shield:
    """Return what can be taken away from ffmpeg here."""
    command = [sys.executable, "-I", "-S", str(LAUNCHER), "--check"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    report = json.loads(answer.stdout) if answer.returncode == 0 else {"network": False, "files": False}
    return Shield(**report)
