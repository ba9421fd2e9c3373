"""Small films of every sort that people upload, made by ffmpeg once for all workers and kept beside the build."""

import fcntl
import subprocess
import tempfile
from functools import cache
from hashlib import md5
from pathlib import Path

from nastavnik.video.ffmpeg.binary import find_ffmpeg

FOLDER = Path(tempfile.mkdtemp(prefix="nastavnik-films-"))
KEPT = Path(__file__).resolve().parents[2] / "build" / "films"
SECONDS = 9
PICTURE = f"testsrc2=s=640x360:r=25:d={SECONDS}"
# Speech-like: a tone that stops now and then, quieter than it should be.
VOICE = f"aevalsrc=0.08*sin(2*PI*220*t)*lt(mod(t\\,2)\\,1.4):s=44100:d={SECONDS}"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "64k")


def ffmpeg(*words: str) -> None:
    subprocess.run([find_ffmpeg().path, "-nostdin", "-y", "-loglevel", "error", *words], check=True)


def lavfi(*sources: str) -> list[str]:
    return [word for source in sources for word in ("-f", "lavfi", "-i", source)]


@cache
def made(name: str, *words: str) -> Path:
    """A film made of these words; each has a folder of its own, since files of other tests may have its name.

    The next run takes the same one, unless it is made of a file that this process alone has. Nobody may change it.
    """
    all_words = (find_ffmpeg().path, *words)
    place = FOLDER if str(FOLDER) in repr(words) else KEPT
    path = place / md5(repr(all_words).encode(), usedforsecurity=False).hexdigest() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{name}")
            ffmpeg(*words, str(unfinished))
            unfinished.rename(path)
    return path


def lecture() -> Path:
    """H.264 and AAC in MP4, its index at the end: what a phone or a camera gives."""
    return made("lecture.mp4", *lavfi(PICTURE, VOICE), *H264, *AAC)


def stereo() -> Path:
    return made("stereo.mp4", "-i", str(lecture()), "-c:v", "copy", "-c:a", "aac", "-ac", "2")


def silent() -> Path:
    return made("silent.mp4", "-i", str(lecture()), "-c", "copy", "-an")


def quiet_room() -> Path:
    """A sound track in which nothing is heard."""
    return made("quiet.mp4", *lavfi(PICTURE, f"anullsrc=d={SECONDS}"), *H264, *AAC)


def voice() -> Path:
    return made("voice.mp3", "-i", str(lecture()), "-vn", "-c:a", "libmp3lame", "-b:a", "64k")


def voice_aac() -> Path:
    return made("voice.m4a", "-i", str(lecture()), "-vn", "-c", "copy")


def voice_with_cover() -> Path:
    """Sound with a picture of the album inside, which is no film."""
    cover = made("cover.png", *lavfi("color=c=red:s=64x64:d=1"), "-frames:v", "1")
    words = ("-i", str(voice()), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy", "-id3v2_version", "3")
    return made("album.mp3", *words, "-disposition:v", "attached_pic")


def turned() -> Path:
    """A phone held upright: the pictures lie, and the header says how to turn them."""
    return made("turned.mov", "-display_rotation", "90", "-i", str(lecture()), "-c", "copy")


def varying_rate() -> Path:
    """A screen capture: pictures only when something moves."""
    drop = "select='lt(mod(n,25),8)+eq(n,0)'"
    words = (*lavfi(PICTURE.replace("r=25", "r=30"), VOICE), "-vf", drop, "-fps_mode", "vfr")
    return made("screen.webm", *words, "-c:v", "libvpx", "-deadline", "realtime", "-b:v", "300k", "-c:a", "libopus")


def old_camera() -> Path:
    words = ("-c:v", "mpeg4", "-q:v", "6", "-c:a", "libmp3lame", "-b:a", "64k")
    return made("camera.avi", *lavfi(PICTURE.replace("640x360", "320x240"), VOICE), *words)


def interlaced() -> Path:
    """A DVD: half pictures, points that are not square."""
    words = ("-vf", "setfield=tff,setsar=16/15", "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-q:v", "6")
    sound = ("-c:a", "mp2", "-b:a", "128k")
    return made("dvd.mpg", *lavfi(PICTURE.replace("640x360", "720x576"), VOICE), *words, *sound)


def odd_size() -> Path:
    """Sides that H.264 for browsers cannot have."""
    words = (
        *lavfi(PICTURE, VOICE),
        "-vf",
        "scale=321:243,setsar=1,format=yuv444p",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
    )
    return made("odd.mkv", *words, *AAC)


def hdr() -> Path:
    """A new phone: ten bits and another curve of light."""
    colours = "transfer=arib-std-b67:primaries=bt2020:matrix=bt2020nc"
    tags = "format=yuv420p10le,setparams=color_trc=arib-std-b67:color_primaries=bt2020:colorspace=bt2020nc"
    params = f"log-level=none:{colours.replace('primaries', 'colorprim').replace('matrix', 'colormatrix')}"
    words = (*lavfi("testsrc2=s=320x180:r=25:d=2"), "-vf", tags, "-c:v", "libx265", "-preset", "ultrafast")
    return made("hdr.mp4", *words, "-x265-params", params)


def picture_ends_early() -> Path:
    """Sound that goes on after the last picture."""
    return made("early.mkv", *lavfi(PICTURE.replace(f"d={SECONDS}", "d=4"), VOICE), "-c:v", "mpeg4", *AAC)


def clapper() -> Path:
    """Five seconds of nothing, then light and sound at once."""
    light = "color=c=black:s=320x180:r=25:d=5,format=yuv420p[a];color=c=white:s=320x180:r=25:d=4,format=yuv420p[b];[a][b]concat"
    beep = f"aevalsrc=0.5*sin(2*PI*440*t)*gte(t\\,5):s=44100:d={SECONDS}"
    return made("clapper.mp4", *lavfi(light, beep), "-c:v", "libx264", "-bf", "3", "-g", "50", *AAC)


def with_address() -> Path:
    """A phone writes where its owner lives."""
    words = ("-i", str(lecture()), "-c", "copy", "-metadata", "comment=Sadovaya 5")
    return made("located.mp4", *words)


def cut_short() -> Path:
    """Cut off in the middle, with its index at the beginning: what has arrived can be played."""
    whole = made("whole.mp4", "-i", str(lecture()), "-c", "copy", "-movflags", "+faststart")
    return written("cut.mp4", whole.read_bytes()[: whole.stat().st_size * 6 // 10])


def index_missing() -> Path:
    return written("no-index.mp4", lecture().read_bytes()[: lecture().stat().st_size // 2])


def damaged() -> Path:
    """The index is whole; where pictures and sound should lie there is nothing."""
    content = bytearray(lecture().read_bytes())
    begin, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
    content[begin:end] = bytes(end - begin)
    return written("damaged.mp4", bytes(content))


def empty() -> Path:
    return written("empty.mp4", b"")


def text() -> Path:
    return written("text.mp4", "это не видео\n".encode())


def too_large_picture() -> Path:
    return made("large.avi", *lavfi("color=s=4112x64:d=0.2:r=5"), "-c:v", "mjpeg")


def too_long() -> Path:
    return made("long.mkv", *lavfi("color=s=64x64:d=43800:r=1/600"), "-c:v", "mpeg4")


def too_many_tracks() -> Path:
    sound = made("short.m4a", "-i", str(lecture()), "-vn", "-c", "copy", "-t", "0.3")
    return made("tracks.mkv", "-i", str(sound), *(["-map", "0:a"] * 17), "-c", "copy")


def unknown_codec() -> Path:
    return made("unknown.mkv", *lavfi("testsrc2=s=64x64:d=0.4"), "-c:v", "ffv1")


def subtitles_only() -> Path:
    lines = written("lines.srt", b"1\n00:00:00,000 --> 00:00:02,000\nhello\n")
    return made("lines.mkv", "-i", str(lines), "-c:s", "srt")


def playlist_attack(canary: Path, address: str) -> Path:
    """A playlist that calls itself a film and asks for a file of the server and for an address."""
    lines = ["#EXTM3U", "#EXT-X-MEDIA-SEQUENCE:0", "#EXTINF:10.0,", f"file://{canary}"]
    lines += ["#EXTINF:10.0,", address, "#EXT-X-ENDLIST"]
    return written("playlist.mp4", "\n".join(lines).encode())


def list_attack(canary: Path) -> Path:
    """A list of files, relative: the newest ffmpeg follows it unless it is told not to."""
    return written("list.mp4", f"ffconcat version 1.0\nfile {canary.name}\n".encode())


def written(name: str, content: bytes) -> Path:
    path = FOLDER / name
    path.write_bytes(content)
    return path
