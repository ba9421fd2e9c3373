"""Still pictures of a film: the poster, the cover of a lesson of sound alone, the preview strip of the time bar."""

import math
from dataclasses import dataclass
from pathlib import Path

from nastavnik.video.ffmpeg.ladder import HDR_FILTERS
from nastavnik.video.ffmpeg.limits import for_reading
from nastavnik.video.ffmpeg.playlists import SEGMENT_SECONDS, MadeRendition
from nastavnik.video.ffmpeg.probe import PictureTrack, SoundTrack, Source
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, input_words, run_ffmpeg

POSTER_WIDTHS = (1280, 640, 320)
POSTER_FROM_SHARE, POSTER_FROM_MOST = 0.05, 60.0
POSTER_WITHIN_SECONDS = 60.0
POSTER_CANDIDATES = 12
POSTER_CODING = ("-c:v", "libwebp", "-quality", "72", "-compression_level", "6")
# The paper and the bookcloth of the house's light theme.
COVER_GROUND, COVER_WAVE = "0x1f5a4b", "0xfaf7f1"
STRIP = "strip.vtt"
TILE_SIDE = 160
TILES_ACROSS = 8
MOST_TILES = 256


def poster_name(width: int) -> str:
    """Return the file of the poster of a width (of `POSTER_WIDTHS`; a smaller film has smaller ones under the name)."""
    return f"poster-{width}.webp"


def make_poster(path: Path, source: Source, folder: Path, *, ffmpeg: str = "", watch: Watch | None = None) -> str:
    """Make the posters (for sound alone the cover) in `folder`; return what ffmpeg said.

    Raises `FfmpegFailed` when no picture came out.
    """
    log = ""
    for words in _tries(path, source):
        finished = run_ffmpeg(
            words,
            limits=for_reading(source.duration_seconds),
            reads=[path],
            writes=folder,
            ffmpeg=ffmpeg,
            watch=watch,
        )
        log = finished.log
        if all(_is_there(folder / poster_name(width)) for width in POSTER_WIDTHS):
            return log
    raise FfmpegFailed("no poster came out", log)


def _is_there(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _tries(path: Path, source: Source) -> list[list[str]]:
    """Return the words to try one after the other: a film may have its only key frame at its very beginning."""
    if source.picture is None:
        return [_cover_words(path, source.sound)]
    begin = min(source.duration_seconds * POSTER_FROM_SHARE, POSTER_FROM_MOST)
    return [_poster_words(path, source.picture, begin), _poster_words(path, source.picture, 0.0)]


def _poster_words(path: Path, picture: PictureTrack, begin_seconds: float) -> list[str]:
    """Return the words for the most typical of some key frames near the beginning, but after a possible title."""
    options = ("-skip_frame", "nokey", "-ss", f"{begin_seconds:.3f}", "-t", str(POSTER_WITHIN_SECONDS))
    filters = ["bwdif=mode=send_frame:deint=interlaced"] if picture.is_interlaced else []
    filters.append(f"thumbnail=n={POSTER_CANDIDATES}")
    width = min(POSTER_WIDTHS[0], picture.width)
    filters.append(f"scale={width}:-2:out_range=tv" if picture.has_square_points else f"scale={_exact(picture, width)}")
    filters += [*(HDR_FILTERS if picture.is_hdr else ()), "setsar=1"]
    return [
        *input_words(path, *options),
        *("-filter_complex", _sizes(f"[0:{picture.index}]{','.join(filters)}"), *_outputs()),
    ]


def _exact(picture: PictureTrack, width: int) -> str:
    return f"{width}:{max(2, round(picture.height * width / picture.width / 2) * 2)}:out_range=tv"


def _cover_words(path: Path, sound: SoundTrack | None) -> list[str]:
    """Return the words for a cover that is drawn from the sound itself."""
    assert sound is not None
    wave = f"[0:{sound.index}]aformat=channel_layouts=mono,showwavespic=s=1040x320:colors={COVER_WAVE}:scale=sqrt[wave]"
    cover = f"color=c={COVER_GROUND}:s=1280x720:r=1[ground];[ground][wave]overlay=120:200:shortest=1,format=yuv420p"
    return [*input_words(path), "-filter_complex", f"{wave};{_sizes(cover)}", *_outputs()]


def _sizes(chain: str) -> str:
    """Return a graph that gives the pictures of `chain` in all sizes, never larger than they are."""
    names = [f"[p{width}]" for width in POSTER_WIDTHS]
    parts = [f"{chain},split={len(names)}{''.join(f'[s{width}]' for width in POSTER_WIDTHS)}"]
    parts += [f"[s{width}]scale='min({width},iw)':-2{name}" for width, name in zip(POSTER_WIDTHS, names, strict=True)]
    return ";".join(parts)


def _outputs() -> list[str]:
    words = []
    for width in POSTER_WIDTHS:
        words += ["-map", f"[p{width}]", "-frames:v", "1", *POSTER_CODING, "-map_metadata", "-1"]
        words += ["-update", "1", poster_name(width)]
    return words


@dataclass(frozen=True, slots=True)
class StripPlan:
    """How the time bar's pictures are laid out."""

    every: int  # which of the key frames is taken
    tiles: int
    tile_width: int
    tile_height: int

    @property
    def seconds(self) -> int:
        """The time between two pictures."""
        return self.every * SEGMENT_SECONDS

    @property
    def sheets(self) -> int:
        """How many files the pictures fill."""
        return math.ceil(self.tiles / TILES_ACROSS**2)


def plan_strip(rung: MadeRendition) -> StripPlan:
    """Return the layout for a film: a picture at every so-many-th key frame, at most `MOST_TILES` in all."""
    key_frames = max(1, math.ceil(rung.duration_seconds / SEGMENT_SECONDS))
    every = math.ceil(key_frames / MOST_TILES)
    width, height = rung.width or TILE_SIDE, rung.height or TILE_SIDE
    shrink = TILE_SIDE / max(width, height)
    return StripPlan(every, math.ceil(key_frames / every), _even(width * shrink), _even(height * shrink))


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)


def make_strip(
    rung: MadeRendition, rung_folder: Path, folder: Path, *, ffmpeg: str = "", watch: Watch | None = None
) -> str:
    """Make the preview strip of one of our own qualities (the smallest will do) in `folder`; return ffmpeg's words.

    `strip-1.webp`, … are sheets of small pictures; `strip.vtt` says which rectangle belongs to which time.
    """
    layout = plan_strip(rung)
    path = rung_folder / rung.files[1]
    filters = (
        f"select=not(mod(n\\,{layout.every})),scale={layout.tile_width}:{layout.tile_height},"
        f"tile={TILES_ACROSS}x{TILES_ACROSS}"
    )
    finished = run_ffmpeg(
        [
            *input_words(path, "-skip_frame", "nokey"),
            *("-map", "0:v:0", "-vf", filters, "-fps_mode", "passthrough", "-c:v", "libwebp", "-quality", "60"),
            "strip-%d.webp",
        ],
        limits=for_reading(rung.duration_seconds),
        reads=[path],
        writes=folder,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    if len(list(folder.glob("strip-*.webp"))) != layout.sheets:
        raise FfmpegFailed("the preview strip is not whole", finished.log)
    (folder / STRIP).write_text(strip_vtt(layout, rung.duration_seconds), encoding="utf-8")
    return finished.log


def strip_vtt(layout: StripPlan, duration_seconds: float) -> str:
    """Return the WebVTT that names a rectangle of a sheet for each stretch of time."""
    lines = ["WEBVTT", ""]
    for number in range(layout.tiles):
        sheet, place = divmod(number, TILES_ACROSS**2)
        row, column = divmod(place, TILES_ACROSS)
        begin, end = number * layout.seconds, min((number + 1) * layout.seconds, duration_seconds)
        rectangle = (column * layout.tile_width, row * layout.tile_height, layout.tile_width, layout.tile_height)
        lines += [
            f"{_clock(begin)} --> {_clock(end)}",
            f"strip-{sheet + 1}.webp#xywh={','.join(map(str, rectangle))}",
            "",
        ]
    return "\n".join(lines)


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
