"""A talk whose voice rises and falls without repeating itself, as a program kept it and as it came in."""

from pathlib import Path

from tests.video.films import AAC, lavfi, made

SECONDS = 50
# What came in of it, where it began and how long it lasted: the link broke for six seconds.
STRETCHES = ((5.0, 16.0), (27.0, 18.0))
RECORDED_SECONDS = 34.0
PICTURE = f"testsrc2=s=320x180:r=25:d={SECONDS}"
RISE_AND_FALL = "max(0\\,sin(1.7*t+0.02*t*t)+sin(2.9*t+1)+sin(4.3*t+2))"
VOICE = f"aevalsrc=0.15*sin(2*PI*300*t)*{RISE_AND_FALL}:s=48000:d={SECONDS}"
OTHER_VOICE = f"aevalsrc=0.15*sin(2*PI*200*t)*max(0\\,sin(2.3*t-0.03*t*t)+sin(3.7*t)):s=48000:d={SECONDS}"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-sc_threshold", "0", "-g", "25", "-bf", "0")


def whole() -> Path:
    """The file that the sender's program kept: all of it."""
    return made("talk.mp4", *lavfi(PICTURE, VOICE), *H264, *AAC)


def parts() -> list[Path]:
    """What came in of it."""
    return [
        made(f"talk-{begin:.0f}.flv", "-ss", str(begin), "-i", str(whole()), "-t", str(seconds), "-c", "copy")
        for begin, seconds in STRETCHES
    ]


def kept_longer() -> Path:
    """The same talk in another coding, quieter, from its tenth second on."""
    words = ("-ss", "10", "-i", str(whole()), "-c:v", "copy", "-af", "volume=-8dB", "-c:a", "libmp3lame", "-b:a", "48k")
    return made("talk-late.mkv", *words)


def other() -> Path:
    """Another talk."""
    return made("other-talk.mp4", *lavfi(PICTURE, OTHER_VOICE), *H264, *AAC)


def silent() -> Path:
    return made("silent-talk.mp4", "-i", str(whole()), "-c", "copy", "-an")
