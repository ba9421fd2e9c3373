"""What senders send, made by ffmpeg on the spot, and what ffmpeg finds in what was made of it."""

import subprocess
from pathlib import Path

from tests.video.films import AAC, FOLDER, ffmpeg, lavfi, made

from nastavnik.video.ffmpeg.binary import find_ffmpeg

SECONDS = 14
PICTURE = f"testsrc2=s=320x180:r=25:d={SECONDS}"
VOICE = f"aevalsrc=0.1*sin(2*PI*220*t)*lt(mod(t\\,2)\\,1.4):s=48000:d={SECONDS}"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-sc_threshold", "0")
OPUS = ("-c:a", "libopus", "-b:a", "32k")
# As a browser writes it: nothing can be found by going back, clusters are of unknown size and short.
LIVE = ("-f", "matroska", "-live", "1", "-cluster_time_limit", "900")


def obs() -> Path:
    """H.264 and AAC in FLV, a key frame every second."""
    return made("live-obs.flv", *lavfi(PICTURE, VOICE), *H264, "-g", "25", *AAC)


def large() -> Path:
    """Eight seconds that are large enough to be made smaller, with frames shown in another order than sent."""
    picture = PICTURE.replace("320x180", "854x480").replace(f"d={SECONDS}", "d=8")
    words = (*lavfi(picture, VOICE.replace(f"d={SECONDS}", "d=8")), *H264, "-g", "25", *AAC)
    return made("live-large.flv", *words)


def rare_keys() -> Path:
    """The same with a key frame every seven seconds."""
    return made("live-rare.flv", *lavfi(PICTURE, VOICE), *H264, "-g", "175", *AAC)


def silent() -> Path:
    return made("live-silent.flv", "-i", str(obs()), "-c", "copy", "-an")


def microphone() -> Path:
    return made("live-microphone.flv", "-i", str(obs()), "-c", "copy", "-vn")


def other_microphone() -> Path:
    """Sound of another rate."""
    return made("live-other.flv", *lavfi(VOICE), *AAC, "-ar", "44100")


def browser() -> Path:
    """H.264 and Opus in WebM, a key frame every second, without B-frames."""
    words = (*lavfi(PICTURE, VOICE), *H264, "-bf", "0", "-g", "25", *OPUS)
    return made("live-browser.webm", *words, *LIVE)


def old_browser() -> Path:
    """VP8 and Opus, a key frame every four seconds."""
    vp8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k", "-g", "100")
    return made("live-vp8.webm", *lavfi(PICTURE, VOICE), *vp8, *OPUS, *LIVE)


def browser_microphone() -> Path:
    return made("live-microphone.webm", *lavfi(VOICE), *OPUS, *LIVE)


def fragmented() -> Path:
    """What a packager's ffmpeg puts out, in a file."""
    words = ("-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-f", "mp4")
    return made("live-fragmented.mp4", "-i", str(obs()), "-c", "copy", *words)


def frames(path: Path, track: str, *words: str) -> list[str]:
    """Return the hash of each packet of a track ("v", "a"), in order."""
    command = [find_ffmpeg().path, "-v", "error", *words, "-i", str(path), "-map", f"0:{track}:0", "-c", "copy"]
    answer = subprocess.run([*command, "-f", "framemd5", "-"], capture_output=True, text=True, check=True)
    return [line.split(",")[5].strip() for line in answer.stdout.splitlines() if not line.startswith("#")]


def picture_frames(path: Path) -> list[str]:
    return frames(path, "v")


def sound_frames(path: Path) -> list[str]:
    return frames(path, "a")


def packet_times(path: Path, track: str) -> list[tuple[float, float]]:
    """Return when each packet of a track is decoded and how long it lasts, in seconds."""
    command = [find_ffmpeg().path, "-v", "error", "-copyts", "-i", str(path), "-map", f"0:{track}:0", "-c", "copy"]
    answer = subprocess.run([*command, "-f", "framecrc", "-"], capture_output=True, text=True, check=True)
    lines = answer.stdout.splitlines()
    above, below = next(line for line in lines if line.startswith("#tb")).split()[2].split("/")
    unit = int(above) / int(below)
    rows = [line.split(",") for line in lines if not line.startswith("#")]
    return [(int(row[1]) * unit, int(row[3]) * unit) for row in rows]


def shown_times(path: Path) -> list[int]:
    """Return when each picture is shown, in milliseconds."""
    command = [find_ffmpeg().path, "-v", "error", "-copyts", "-i", str(path), "-map", "0:v:0"]
    answer = subprocess.run(
        [*command, "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-f", "framecrc", "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [int(line.split(",")[2]) for line in answer.stdout.splitlines() if not line.startswith("#")]


def decodes_whole(path: Path) -> bool:
    """Tell whether ffmpeg decodes all of it without a word."""
    command = [find_ffmpeg().path, "-v", "warning", "-xerror", "-i", str(path), "-f", "null", "-"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and not answer.stderr


__all__ = ["FOLDER", "ffmpeg"]
