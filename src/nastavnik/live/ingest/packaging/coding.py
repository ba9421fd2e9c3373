"""How a sender's stream becomes fragmented MP4: the words for ffmpeg."""

from dataclasses import dataclass

from nastavnik.live.ingest.packaging.journal import SourceKind

# Added to the sender's clock: a sound's first frame begins a little before its film, and no time may be negative.
SHIFT_SECONDS = 10.0
AAC_FRAME_SECONDS = 1024 / 48_000
# Less than any frame lasts.
TOLERANCE_SECONDS = 0.005
FORMATS = {SourceKind.FLV: "flv", SourceKind.WEBM: "matroska,webm"}
DEMUXERS = {SourceKind.FLV: "flv", SourceKind.WEBM: "matroska"}
CODECS = "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,aac,opus,libopus,mp3,mp3float,vorbis"
MOST_POINTS = 4096 * 2304
RATE = 30
WIDEST = 1280
SOUND_BITS = 64_000
# A piece begins with each key frame; without one, so often a fragment comes out.
FRAGMENT_MICROSECONDS = 1_500_000
SOUND_FRAGMENT_MICROSECONDS = 1_000_000
# Two tracks are waited for until both are there; where one is known to be missing, waiting only makes viewers late.
WAIT_MICROSECONDS = {True: 5_000_000, False: 1_000_000}
# A track that is late or silent holds the other up by no more.
INTERLEAVE_MICROSECONDS = 2_000_000


@dataclass(frozen=True, slots=True)
class Coding:
    """What is inside a stream, and what of it is copied; the rest is encoded."""

    kind: SourceKind
    has_picture: bool
    has_sound: bool
    copies_picture: bool
    copies_sound: bool


def coding_for(kind: SourceKind, picture_codec: str, sound_codec: str, *, may_copy_picture: bool = True) -> Coding:
    """Return how to code a stream: what every browser plays is copied, unless `may_copy_picture` forbids it."""
    return Coding(
        kind=kind,
        has_picture=bool(picture_codec),
        has_sound=bool(sound_codec),
        copies_picture=picture_codec == "h264" and may_copy_picture,
        copies_sound=sound_codec == "aac",
    )


@dataclass(frozen=True, slots=True)
class Since:
    """Where a successor goes on: by the packager's clock, 0 for a track that has nothing yet."""

    picture_seconds: float = 0.0
    sound_seconds: float = 0.0


def words(coding: Coding, since: Since) -> list[str]:
    """Return ffmpeg's words for a stream on `pipe:0` and fragments on `pipe:1`."""
    return [*_input(coding), *_picture(coding, since), *_sound(coding, since), *_output(coding)]


def _input(coding: Coding) -> list[str]:
    is_whole = coding.has_picture and coding.has_sound
    # no "nobuffer": with it, what was read to find the codecs is lost
    return [
        *("-format_whitelist", FORMATS[coding.kind], "-protocol_whitelist", "pipe", "-codec_whitelist", CODECS),
        *("-max_pixels", str(MOST_POINTS), "-fflags", "+discardcorrupt"),
        *(
            "-probesize",
            "5000000",
            "-analyzeduration",
            str(WAIT_MICROSECONDS[is_whole]),
            "-copyts",
            "-f",
            DEMUXERS[coding.kind],
            "-i",
            "pipe:0",
        ),
    ]


def _picture(coding: Coding, since: Since) -> list[str]:
    if not coding.has_picture:
        return []
    if coding.copies_picture:
        return ["-map", "0:v:0", "-c:v", "copy"]
    filters = [f"fps={RATE}"]
    if since.picture_seconds:
        filters.append(f"trim=start={since.picture_seconds - SHIFT_SECONDS - TOLERANCE_SECONDS:.6f}")
    filters += [f"scale='min({WIDEST},iw)':-2:out_range=tv", "setsar=1", "format=yuv420p"]
    return [
        *("-map", "0:v:0", "-vf", ",".join(filters), "-c:v", "libx264", "-preset", "veryfast", "-bf", "0"),
        *("-crf", "24", "-maxrate", "1800k", "-bufsize", "3600k", "-rc-lookahead", "10", "-sc_threshold", "0"),
        *("-force_key_frames", "expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+1-0.001))"),
    ]


def _sound(coding: Coding, since: Since) -> list[str]:
    if not coding.has_sound:
        return []
    if coding.copies_sound:
        return ["-map", "0:a:0", "-c:a", "copy"]
    filters = ["aresample=48000:async=1", "aformat=channel_layouts=mono|stereo"]
    if since.sound_seconds:
        # the encoder begins one frame early
        filters.append(f"atrim=start={since.sound_seconds - SHIFT_SECONDS + AAC_FRAME_SECONDS:.6f}")
    return ["-map", "0:a:0", "-af", ",".join(filters), "-c:a", "aac", "-b:a", str(SOUND_BITS)]


def _output(coding: Coding) -> list[str]:
    duration = FRAGMENT_MICROSECONDS if coding.has_picture else SOUND_FRAGMENT_MICROSECONDS
    return [
        *("-map_metadata", "-1", "-map_chapters", "-1"),
        *("-output_ts_offset", f"{SHIFT_SECONDS:.0f}", "-avoid_negative_ts", "disabled"),
        *("-max_interleave_delta", str(INTERLEAVE_MICROSECONDS), "-flush_packets", "1"),
        # frag_discont: fragments tell the sender's clock instead of beginning at nought
        *("-movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont+skip_trailer"),
        *("-use_editlist", "0", "-frag_duration", str(duration), "-f", "mp4", "pipe:1"),
    ]
