"""What finding slides costs and how well it goes: `python -m bench.slides [quick | FILM TRUTH.json]`.

- precision and recall on a made film of an hour with 120 slides (bullets that appear, a head that moves, noise, fades, a
  pointer, a speaker who goes back): the limit is 0.97 for both; then on harder ones, as they are
- CPU seconds an hour of film: alone from the smallest quality, and as a branch of the ladder (with it against without it)
- bytes an hour of slides and sound: the limit is 15 MB

`quick`: a film of ten minutes. With a film and its truth (`{"slides": [{"start": 0.0}, …]}`) only that is measured.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench._slides_film import Hardship, Score, Shown, plan_talk, score, write_album, write_film
from bench.ladder import cpu_seconds
from nastavnik.video.ffmpeg import ladder, limits, probe, stills
from nastavnik.video.ffmpeg.loudness import AS_IT_IS
from nastavnik.video.ffmpeg.run import run_ffmpeg
from nastavnik.video.ffmpeg.tap import make_tap
from nastavnik.video.slides.finder import FoundSlide, find_slides
from nastavnik.video.slides.frames import frames_of

HOUR = 3600.0
LIMIT, MOST_BYTES = 0.97, 15_000_000
LADDER_SECONDS = 60
USUAL = Hardship()
HARDER = {
    "strong noise": replace(USUAL, noise=9.0),
    "every change a fade": replace(USUAL, fades=1.0),
    "the same busy frame on all slides": replace(USUAL, is_decorated=True),
    "pages that are scrolled": replace(USUAL, scrolls=6),
    "films within the film": replace(USUAL, films=4),
    "somebody walks through": replace(USUAL, passer_by=True),
    "goes back at every third slide": replace(USUAL, goes_back=0.35),
    "a hand-held camera": replace(USUAL, shake=3.0),
}


def cost_of(act: Callable[[], object]) -> float:
    """Return the CPU seconds of `act`."""
    before = cpu_seconds()
    act()
    return cpu_seconds() - before


def find_in(film: Path, folder: Path, seconds: float) -> list[FoundSlide]:
    """Find the slides of a film as the worker does when there is no tap of the ladder."""
    tap = make_tap(film, folder, duration_seconds=seconds)
    found = find_slides(frames_of(np.memmap(tap, np.uint8, "r")))
    tap.unlink()
    return found


def measured(name: str, slides: int, seconds: float, hardship: Hardship, folder: Path) -> Score:
    """Make a talk, find its slides, print how well that went."""
    talk: list[Shown] = plan_talk(slides, seconds, hardship, seed=7)
    film = write_film(folder / f"{name.replace(' ', '-')}.mp4", talk, hardship, seed=7)
    cpu, found = cpu_seconds(), find_in(film, folder, seconds)
    cpu = cpu_seconds() - cpu
    told = score([(slide.seconds, slide.repeats) for slide in found], talk)
    print(
        f"{name:<36}{told.truth:>6}{told.found:>7}{told.right:>7}{told.precision:>11.3f}{told.recall:>8.3f}"
        f"{told.worst_seconds:>8.2f}{told.repeats_right:>5}/{told.repeats:<4}{cpu * HOUR / seconds:>9.1f}",
        flush=True,
    )
    return told


def print_head() -> None:
    """Print the head of the table."""
    print(
        f"{'film':<36}{'slides':>6}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}{'worst s':>8}{'repeats':>9} CPU s/h alone"
    )


def bytes_of(slides: int, seconds: float, folder: Path) -> float:
    """Return and print the bytes an hour of stills and thin sound."""
    film = write_album(folder / "album.mp4", slides, seconds)
    times = [seconds * (number + 0.5) / slides for number in range(slides)]
    wanted = [stills.WantedStill(f"slide-{number}", at) for number, at in enumerate(times)]
    cpu = cost_of(lambda: stills.take_stills(film, wanted, folder, duration_seconds=seconds))
    sizes = {
        width: sum(path.stat().st_size for path in folder.glob(f"slide-*-{width}.webp"))
        for width in stills.STILL_WIDTHS
    }
    voice = folder / "voice.m4a"
    sound = f"aevalsrc='0.2*sin(2*PI*(180+40*sin(t))*t)*lt(mod(t,2),1.4)+0.02*random(0)':s=44100:d={seconds}"
    made = limits.for_encoding(64_000, seconds)
    run_ffmpeg(
        ["-f", "lavfi", "-i", sound, "-c:a", "aac", "-b:a", "48k", str(voice)], limits=made, reads=[], writes=folder
    )
    thin = cost_of(lambda: stills.make_thin_sound(voice, folder, "thin", duration_seconds=seconds))
    heard = (folder / "thin.m4s").stat().st_size
    scale = HOUR / seconds
    for width, size in sizes.items():
        print(
            f"an hour of slides and sound, stills of {width}: {(heard + size) * scale / 1e6:.2f} MB ({size * scale / 1e6:.2f} of them stills)"
        )
    print(f"stills: {cpu * scale:.1f} CPU s an hour; thin sound: {thin * scale:.1f} CPU s an hour")
    return (heard + sizes[stills.STILL_WIDTHS[1]]) * scale


def tapped(folder: Path) -> None:
    """Print what the tap costs as a branch of the ladder, between two runs without it."""
    film = folder / "ladder.mp4"
    picture = f"testsrc2=s=1280x720:r=25:d={LADDER_SECONDS}"
    words = ["-f", "lavfi", "-i", picture, "-c:v", "libx264", "-preset", "veryfast", "-g", "100", "-pix_fmt", "yuv420p"]
    run_ffmpeg([*words, str(film)], limits=limits.for_encoding(8_000_000, LADDER_SECONDS), reads=[], writes=folder)
    source = probe.probe(film, work_dir=folder)
    rungs = ladder.plan(source.picture)

    def run(*, has_tap: bool) -> float:
        return cost_of(lambda: ladder.make_rungs(film, source, rungs, folder, loudness=AS_IT_IS, has_tap=has_tap))

    before, with_tap, after = run(has_tap=False), run(has_tap=True), run(has_tap=False)
    without = (before + after) / 2
    search = cost_of(lambda: find_slides(frames_of(np.fromfile(folder / "tap.grey", np.uint8))))
    scale = HOUR / LADDER_SECONDS
    print(
        f"tapped off the ladder: {with_tap * scale:.0f} CPU s an hour against {without * scale:.0f} without "
        f"({(with_tap / without - 1):+.1%}), and {search * scale:.1f} to look at it"
    )


def known_film(film: Path, truth: Path, folder: Path) -> int:
    """Measure a film whose slides are known."""
    begins = [slide["start"] for slide in json.loads(truth.read_text(encoding="utf-8"))["slides"]]
    source = probe.probe(film, work_dir=folder)
    found = find_in(film, folder, source.duration_seconds)
    told = score([(slide.seconds, slide.repeats) for slide in found], [Shown(begin) for begin in begins])
    print(f"{film.name}: {told.truth} slides, {told.found} found, {told.right} right, worst {told.worst_seconds:.2f} s")
    return 0 if told.found == told.right == told.truth else 1


def main() -> int:
    """Measure and print; the exit code tells whether the limits were kept."""
    with tempfile.TemporaryDirectory(prefix="bench-slides-") as scratch:
        folder = Path(scratch)
        if len(sys.argv) > 2:
            return known_film(Path(sys.argv[1]).resolve(), Path(sys.argv[2]), folder)
        seconds = HOUR / 6 if "quick" in sys.argv else HOUR
        began_at = time.monotonic()
        print_head()
        told = measured("an hour of a usual talk", round(120 * seconds / HOUR), seconds, USUAL, folder)
        for name, hardship in HARDER.items():
            measured(name, 20, HOUR / 6, hardship, folder)
        weight = bytes_of(round(120 * seconds / HOUR), seconds, folder)
        tapped(folder)
        print(f"{time.monotonic() - began_at:.0f} s in all")
    return 0 if min(told.precision, told.recall) >= LIMIT and weight <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
