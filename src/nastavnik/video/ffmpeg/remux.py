"""The first quality by copying: what browsers can play already is only put into other boxes."""

from pathlib import Path

from nastavnik.video.ffmpeg.limits import for_copying
from nastavnik.video.ffmpeg.playlists import MadeRendition, hls_words, read_rendition
from nastavnik.video.ffmpeg.probe import PictureTrack, SoundTrack, Source
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, input_words, run_ffmpeg

SOURCE = "source"
SOUND = "sound"
COPIED_PROFILES = ("Constrained Baseline", "Baseline", "Main", "High")
COPIED_PIXELS = ("yuv420p", "yuvj420p")
COPIED_BOXES = ("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "flv", "mpegts")
# A segment cannot begin without a key frame: with rarer ones, a slow link would wait too long for each segment.
MAX_KEY_GAP_SECONDS = 20.0
MAX_CHANNELS = 2
# Beyond it the tracks differ so much that a player would stop at the end of the shorter one.
MAX_DIFFERENCE_SECONDS = 5.0


def can_copy(source: Source) -> bool:
    """Tell whether all of the film can be played as it is."""
    is_picture_good = source.picture is None or _can_copy_picture(source, source.picture)
    is_sound_good = source.sound is None or _can_copy_sound(source.sound)
    return source.container in COPIED_BOXES and is_picture_good and is_sound_good


def _can_copy_picture(source: Source, picture: PictureTrack) -> bool:
    return (
        picture.codec == "h264"
        and picture.profile in COPIED_PROFILES
        and picture.pixel_format in COPIED_PIXELS
        and picture.has_header
        and picture.has_square_points
        and not (picture.is_turned or picture.is_interlaced or picture.is_hdr)
        and picture.max_key_gap_seconds <= MAX_KEY_GAP_SECONDS
        and source.duration_seconds - picture.duration_seconds <= MAX_DIFFERENCE_SECONDS
    )


def _can_copy_sound(sound: SoundTrack) -> bool:
    return sound.codec == "aac" and sound.has_header and 1 <= sound.channels <= MAX_CHANNELS


def copy_into_hls(
    path: Path, source: Source, folder: Path, *, ffmpeg: str = "", watch: Watch | None = None
) -> tuple[list[MadeRendition], str]:
    """Copy the film into `folder` as HLS; return the qualities made and what ffmpeg said.

    Raises `FfmpegFailed` also when much less came out than went in: some files only look as if they could be copied.
    """
    maps, streams = [], []
    if source.picture is not None:
        maps += ["-map", f"0:{source.picture.index}"]
        streams.append(f"v:0,name:{SOURCE}")
    if source.sound is not None:
        maps += ["-map", f"0:{source.sound.index}"]
        streams.append(f"a:0,name:{SOUND}")
    finished = run_ffmpeg(
        [*input_words(path), *maps, "-c", "copy", *hls_words(streams)],
        limits=for_copying(path.stat().st_size, source.duration_seconds),
        reads=[path],
        writes=folder,
        ffmpeg=ffmpeg,
        watch=watch,
    )
    made = _read_all(source, folder, finished.log)
    if max(rendition.duration_seconds for rendition in made) < source.duration_seconds * 0.98 - 1:
        raise FfmpegFailed("less was copied than there is", finished.log)
    return made, finished.log


def _read_all(source: Source, folder: Path, log: str) -> list[MadeRendition]:
    made = []
    try:
        if source.picture is not None:
            made.append(read_rendition(folder, SOURCE, width=source.picture.width, height=source.picture.height))
        if source.sound is not None:
            made.append(read_rendition(folder, SOUND))
    except (OSError, ValueError) as error:
        raise FfmpegFailed("nothing playable was copied", log) from error
    return made
