"""Real programs that publish, the film they send, and what was in it."""

import shutil
import subprocess
from pathlib import Path

import imageio_ffmpeg
from tests.video.films import AAC, PICTURE, VOICE, lavfi, made

PROGRAMS = sorted({path for path in (imageio_ffmpeg.get_ffmpeg_exe(), shutil.which("ffmpeg")) if path})


def film() -> Path:
    """Nine seconds with frames that are shown in another order than they are sent in."""
    coded = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-pix_fmt", "yuv420p")
    return made("published.mp4", *lavfi(PICTURE, VOICE), *coded, *AAC)


def publish(program: str, url: str, *, source: Path | None = None, more: tuple[str, ...] = ()) -> tuple[int, str]:
    """Send the film as fast as it goes; return how the program ended and what it wrote into its log."""
    command = [program, "-nostdin", "-v", "warning", *more, "-i", str(source or film()), "-c", "copy", "-f", "flv", url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr


def packets(source: Path) -> list[str]:
    """Return every packet of a film, in the order of its track: track, times, length and sum of its bytes."""
    command = [PROGRAMS[0], "-nostdin", "-v", "error", "-i", str(source), "-c", "copy", "-copyts"]
    # FLV counts milliseconds: both are compared so.
    command += ["-enc_time_base", "1:1000", "-f", "framemd5", "-"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return sorted(line for line in answer.splitlines() if not line.startswith("#"))


def sums(source: Path) -> list[str]:
    """Return one sum over all the bytes of each track."""
    command = [PROGRAMS[0], "-nostdin", "-v", "error", "-i", str(source), "-c", "copy", "-f", "streamhash", "-"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
