"""Real programs that publish, the film they send, and what was in it."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import imageio_ffmpeg
from tests.video.films import AAC, PICTURE, VOICE, lavfi, made

PROGRAMS = sorted({path for path in (imageio_ffmpeg.get_ffmpeg_exe(), shutil.which("ffmpeg")) if path})


def film() -> Path:
    """Nine seconds with frames that are shown in another order than they are sent in."""
    coded = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-pix_fmt", "yuv420p")
    return made("published.mp4", *lavfi(PICTURE, VOICE), *coded, *AAC)


def publish(program: str, url: str, *more: str) -> tuple[int, str]:
    """Send the film as fast as it goes; return how the program ended and what it wrote into its log."""
    command = [program, "-nostdin", "-v", "warning", "-i", str(film()), "-c", "copy", *more, "-f", "flv", url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr


@cache
def curls_with_rtmp() -> list[str]:
    """Return curl where it was built with librtmp, the library inside OBS and of many encoders."""
    curl = shutil.which("curl")
    said = subprocess.run([curl, "--version"], capture_output=True, text=True, check=True).stdout if curl else ""
    return [curl] if curl and "librtmp" in said else []


def packets(source: Path) -> list[str]:
    """Return every packet of an FLV file in order: its track, times, length and sum of its bytes."""
    command = [
        PROGRAMS[0],
        "-nostdin",
        "-v",
        "error",
        "-copyts",
        "-i",
        str(source),
        "-c",
        "copy",
        "-f",
        "framemd5",
        "-",
    ]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return [line for line in answer.splitlines() if not line.startswith("#")]


def sums(source: Path) -> list[str]:
    """Return one sum over all the bytes of each track."""
    command = [PROGRAMS[0], "-nostdin", "-v", "error", "-i", str(source), "-c", "copy", "-f", "streamhash", "-"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
