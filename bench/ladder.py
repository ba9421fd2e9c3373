"""What the ladder costs beside a plain ffmpeg run: `python -m bench.ladder [FILM]`.

The whole of our processing (looking, copying, poster, loudness, qualities, preview strip) against one ffmpeg that is
given the same rungs and no more; CPU seconds of the children, measured in the same run. The limit is 1.15. The film
is made on the spot unless one is given.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from nastavnik.video.ffmpeg import ladder, limits, loudness, pictures, playlists, probe, remux
from nastavnik.video.ffmpeg.binary import find_ffmpeg
from nastavnik.video.ffmpeg.probe import Source
from nastavnik.video.ffmpeg.run import input_words, run_ffmpeg

LIMIT = 1.15
FILM_SECONDS = 60


def cpu_seconds() -> float:
    """Return the CPU that we and our finished children have used."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def measure(name: str, act: Callable[[], object]) -> float:
    """Return and print the CPU seconds of `act`."""
    cpu, wall = cpu_seconds(), time.monotonic()
    act()
    cpu, wall = cpu_seconds() - cpu, time.monotonic() - wall
    print(f"{name:<34}{cpu:8.2f} CPU s {wall:8.2f} s")
    return cpu


def made_film(folder: Path) -> Path:
    """Make a film with some movement and a voice-like sound."""
    path = folder / "film.mp4"
    picture = f"testsrc2=s=1280x720:r=25:d={FILM_SECONDS}"
    sound = f"aevalsrc='0.3*sin(2*PI*220*t)*lt(mod(t,2),1.2)':s=44100:d={FILM_SECONDS}"
    words = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, "-c:v", "libx264", "-preset", "veryfast"]
    words += ["-g", "100", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", str(path)]
    run_ffmpeg(words, limits=limits.for_encoding(8_000_000, FILM_SECONDS), reads=[], writes=folder)
    return path


def whole_processing(film: Path, folder: Path) -> None:
    """Do all the steps, as the worker does."""
    source = probe.probe(film, work_dir=folder)
    if remux.can_copy(source):
        remux.copy_into_hls(film, source, folder)
    pictures.make_poster(film, source, folder)
    evened = loudness.measure(film, source, folder)
    made, _log = ladder.make_rungs(film, source, ladder.plan(source.picture), folder, loudness=evened)
    pictures.make_strip(min(made, key=lambda rung: rung.width or sys.maxsize), folder, folder)
    playlists.write_master(folder, made)


def plain_run(film: Path, source: Source, folder: Path) -> None:
    """Make the same rungs and the sound into plain MP4 files with one ffmpeg."""
    words = [*input_words(film), "-filter_complex"]
    rungs = ladder.plan(source.picture)
    rate = source.picture.rate if source.picture else ""
    names = "".join(f"[s{rung.name}]" for rung in rungs)
    branches = [f"[s{rung.name}]scale={rung.width}:{rung.height}[{rung.name}]" for rung in rungs]
    words.append(";".join([f"[0:v:0]fps={rate},split={len(rungs)}{names}", *branches]))
    for rung in rungs:
        words += ["-map", f"[{rung.name}]", "-c:v", "libx264", "-preset", "veryfast", "-crf", str(rung.crf)]
        words += ["-maxrate", str(rung.cap_bits), "-bufsize", str(rung.cap_bits * 2), "-pix_fmt", "yuv420p"]
        words += ["-force_key_frames", "expr:gte(t,n_forced*4)", "-sc_threshold", "0", f"{rung.name}.mp4"]
    bits = ladder.SOUND_BITS[loudness.layout_of(source.sound)] if source.sound else 0
    words += ["-map", "0:a:0", "-c:a", "aac", "-b:a", str(bits), "-ar", "44100", "sound.mp4"] if source.sound else []
    run_ffmpeg(words, limits=limits.for_encoding(8_000_000, source.duration_seconds), reads=[film], writes=folder)


def main() -> int:
    """Measure and print; the exit code tells whether the limit was kept."""
    with tempfile.TemporaryDirectory(prefix="bench-ladder-") as scratch:
        ours, plain = Path(scratch) / "ours", Path(scratch) / "plain"
        ours.mkdir()
        plain.mkdir()
        film = Path(sys.argv[1]).resolve() if sys.argv[1:] else made_film(Path(scratch))
        source = probe.probe(film, work_dir=ours)
        print(f"{find_ffmpeg().path.rsplit('/', 1)[-1]}, {film.name}, {source.duration_seconds:.0f} s")
        # the plain run on both sides of ours, so that a machine that slows down meanwhile does not flatter us
        before = measure("one plain ffmpeg, the same rungs", lambda: plain_run(film, source, plain))
        whole = measure("the whole processing", lambda: whole_processing(film, ours))
        after = measure("one plain ffmpeg again", lambda: plain_run(film, source, plain))
        evened = measure("  of it: measuring the loudness", lambda: loudness.measure(film, source, ours))
    ratio = whole / ((before + after) / 2)
    print(f"ratio {ratio:.3f} (limit {LIMIT}); loudness {evened / whole:.1%} of the whole")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
