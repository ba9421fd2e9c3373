"""After the end: the pieces of a broadcast as one file, from which the lesson's qualities and words are made."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nastavnik.live.ingest.packaging.header import Init, Track, read_init
from nastavnik.live.ingest.packaging.playlist import Entry, read_playlist
from nastavnik.live.ingest.packaging.rungs import MAIN
from nastavnik.video.ffmpeg.limits import Limits, for_copying, for_encoding
from nastavnik.video.ffmpeg.probe import probe
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, input_words, run_ffmpeg

COPY_BYTES = 2**20
# Of the pieces' sum; the last frame of each part is counted differently by different programs.
TOLERANCE_SECONDS, TOLERANCE_SHARE = 1.0, 0.01
RATE = 30
SOUND_RATE = 48_000
CAP_BITS = 6_000_000
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-maxrate", "4M", "-bufsize", "8M")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces with one header and one clock, put together in `path`."""

    path: Path
    init: Init
    seconds: float


@dataclass(frozen=True, slots=True)
class Assembled:
    """The file, how long it is, and whether its parts were so different that it had to be encoded anew."""

    path: Path
    seconds: float
    is_encoded: bool


def assemble(
    build: Path,
    target: Path,
    work: Path,
    *,
    first: int = 0,
    last: int | None = None,
    ffmpeg: str = "",
    watch: Watch | None = None,
) -> Assembled:
    """Put the pieces from `first` up to `last` of the build in the folder `build` together as `target`, an MP4.

    `work` is an empty folder on the disk of `target`; it is left empty. Raises `FfmpegFailed` (also when the result is
    not as long as its pieces), `SourceRefused`, `Stopped`, and `FileNotFoundError` when there is nothing.
    """
    runner = _Runner(work, ffmpeg, watch or Watch())
    try:
        stretches = [runner.from_nought(stretch) for stretch in _stretches(build, work, first, last)]
        if not stretches:
            raise FileNotFoundError(build)
        is_encoded = not _agree([stretch.init for stretch in stretches])
        whole = runner.encoded(stretches) if is_encoded else runner.joined(stretches)
        seconds = sum(stretch.seconds for stretch in stretches)
        found = probe(whole, work_dir=work, watch=watch).duration_seconds
        if abs(found - seconds) > max(TOLERANCE_SECONDS * len(stretches), seconds * TOLERANCE_SHARE):
            raise FfmpegFailed(f"{found:.1f} seconds came out of {seconds:.1f}", "")
        whole.replace(target)
    finally:
        for path in work.iterdir():
            path.unlink()
    return Assembled(target, found, is_encoded)


def _stretches(build: Path, work: Path, first: int, last: int | None) -> Iterator[Stretch]:
    """Put the pieces of each stretch together, as they are."""
    playlist = read_playlist((build / f"live-{MAIN}.m3u8").read_bytes())
    entries = playlist.entries[first:last] if playlist is not None else []
    for number, stretch in enumerate(_by_clock(entries), 1):
        path = work / f"stretch-{number}.mp4"
        header = (build / stretch[0].init).read_bytes()
        with path.open("wb") as whole:
            whole.write(header)
            for entry in stretch:
                with (build / entry.name).open("rb") as piece:
                    shutil.copyfileobj(piece, whole, COPY_BYTES)
        yield Stretch(path, read_init(header), sum(entry.seconds for entry in stretch))


def _by_clock(entries: list[Entry]) -> list[list[Entry]]:
    """Return the entries in groups with one header and one clock."""
    groups: list[list[Entry]] = []
    for entry in entries:
        if groups and not entry.is_discontinuous and entry.init == groups[-1][-1].init:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _agree(inits: list[Init]) -> bool:
    """Tell whether frames of all parts can stand behind one header."""
    return all(
        _coding(init.picture) == _coding(inits[0].picture) and _coding(init.sound) == _coding(inits[0].sound)
        for init in inits
    )


def _coding(track: Track | None) -> tuple[str, bytes, int, int] | None:
    return None if track is None else (track.codec, track.configuration, track.width, track.height)


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs ffmpeg in the scratch folder."""

    work: Path
    ffmpeg: str
    watch: Watch

    def from_nought(self, stretch: Stretch) -> Stretch:
        """Return the stretch with a clock that begins at nought, as a plain MP4."""
        plain = stretch.path.with_stem(f"plain-{stretch.path.stem}")
        words = [*input_words(stretch.path), "-map", "0", "-c", "copy", "-avoid_negative_ts", "make_zero"]
        self._run([*words, "-movflags", "+faststart", plain.name], [stretch.path], self._copying([stretch]))
        stretch.path.unlink()
        return Stretch(plain, stretch.init, stretch.seconds)

    def joined(self, stretches: list[Stretch]) -> Path:
        """Return the stretches as one file, every frame as it is."""
        if len(stretches) == 1:
            return stretches[0].path
        names, whole = self.work / "names.txt", self.work / "whole.mp4"
        names.write_text("".join(f"file {stretch.path.name}\n" for stretch in stretches))
        words = [
            *("-f", "concat", "-safe", "1", "-protocol_whitelist", "file"),
            # frames stay as they are: without it, they would be rewritten for another kind of file
            *("-auto_convert", "0", "-i", names.name, "-map", "0", "-c", "copy"),
        ]
        self._run([*words, "-movflags", "+faststart", whole.name], [], self._copying(stretches))
        return whole

    def encoded(self, stretches: list[Stretch]) -> Path:
        """Return the stretches as one file, encoded in the size of the first picture."""
        whole = self.work / "whole.mp4"
        words = [word for stretch in stretches for word in input_words(stretch.path)]
        graph, has_picture = _graph(stretches)
        words += ["-filter_complex", graph, *(["-map", "[picture]", *X264] if has_picture else [])]
        words += ["-map", "[sound]", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", whole.name]
        seconds = sum(stretch.seconds for stretch in stretches)
        self._run(words, [stretch.path for stretch in stretches], for_encoding(CAP_BITS, seconds))
        return whole

    def _copying(self, stretches: list[Stretch]) -> Limits:
        size = sum(stretch.path.stat().st_size for stretch in stretches)
        return for_copying(size, sum(stretch.seconds for stretch in stretches))

    def _run(self, words: list[str], reads: list[Path], limits: Limits) -> None:
        run_ffmpeg(words, limits=limits, reads=reads, writes=self.work, ffmpeg=self.ffmpeg, watch=self.watch)


def _graph(stretches: list[Stretch]) -> tuple[str, bool]:
    """Return the filters that put stretches one behind the other, and whether a picture comes out.

    What a stretch lacks is black or silent for so long.
    """
    pictures = [stretch.init.picture for stretch in stretches if stretch.init.picture is not None]
    chains, inputs = [], ""
    for number, stretch in enumerate(stretches):
        if pictures:
            chains.append(f"{_picture_chain(number, stretch, pictures[0])}[v{number}]")
            inputs += f"[v{number}]"
        chains.append(f"{_sound_chain(number, stretch)}[a{number}]")
        inputs += f"[a{number}]"
    outputs = "[picture][sound]" if pictures else "[sound]"
    chains.append(f"{inputs}concat=n={len(stretches)}:v={int(bool(pictures))}:a=1{outputs}")
    return ";".join(chains), bool(pictures)


def _picture_chain(number: int, stretch: Stretch, size: Track) -> str:
    if stretch.init.picture is None:
        return f"color=c=black:s={size.width}x{size.height}:r={RATE}:d={stretch.seconds:.3f},format=yuv420p"
    fits = f"scale={size.width}:{size.height}:force_original_aspect_ratio=decrease:out_range=tv"
    return f"[{number}:v:0]{fits},pad={size.width}:{size.height}:-1:-1,setsar=1,fps={RATE},format=yuv420p"


def _sound_chain(number: int, stretch: Stretch) -> str:
    if stretch.init.sound is None:
        return f"anullsrc=r={SOUND_RATE}:cl=stereo:d={stretch.seconds:.3f}"
    return f"[{number}:a:0]aresample={SOUND_RATE}:async=1:first_pts=0,aformat=channel_layouts=stereo"
