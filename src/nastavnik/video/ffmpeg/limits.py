"""What a source file may contain, and what a process that touches it may use."""

from dataclasses import dataclass

# Names as libavformat and libavcodec know them. What is not named here is not opened, whatever a file says it is:
# above all no playlists and lists of files (hls, concat, dash), which can point at other files and addresses.
DEMUXERS = (
    *("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "mpegts", "flv", "avi", "asf", "mpeg"),
    *("mp3", "aac", "wav", "ogg", "flac"),
)
PICTURE_CODECS = (
    *("h264", "hevc", "av1", "libdav1d", "libaom-av1", "vp8", "vp9", "libvpx", "libvpx-vp9", "mpeg4", "mpeg2video"),
    *("mpeg1video", "msmpeg4v1", "msmpeg4v2", "msmpeg4", "wmv1", "wmv2", "wmv3", "vc1", "mjpeg", "dvvideo", "h263"),
    *("flv", "prores", "theora"),
)
SOUND_CODECS = (
    *("aac", "mp3", "mp3float", "mp2", "mp2float", "ac3", "eac3", "opus", "libopus", "vorbis", "libvorbis", "flac"),
    *("alac", "wmav1", "wmav2", "wmapro", "amrnb", "libopencore_amrnb", "amrwb", "libopencore_amrwb"),
    *("pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be"),
    *("pcm_u8", "pcm_s8", "pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt"),
)
PROTOCOLS = ("file",)

MAX_DURATION_SECONDS = 12 * 60 * 60
MAX_SIDE = 4096
MAX_TRACKS = 16

GIGABYTE = 2**30
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may use; beyond it the kernel or we end it."""

    cpu_seconds: int
    memory_bytes: int
    file_bytes: int  # of any one file it writes
    wall_seconds: float
    silence_seconds: float = 300  # without any progress


PROBE = Limits(cpu_seconds=300, memory_bytes=4 * GIGABYTE, file_bytes=0, wall_seconds=900)


def for_reading(duration_seconds: float) -> Limits:
    """Return the limits of a run that reads the sound or a few pictures and writes little."""
    return Limits(
        cpu_seconds=int(120 + duration_seconds),
        memory_bytes=8 * GIGABYTE,
        file_bytes=64 * MEGABYTE,
        wall_seconds=600 + duration_seconds,
    )


def for_copying(source_bytes: int, duration_seconds: float) -> Limits:
    """Return the limits of a run that copies the source's packets into other boxes."""
    return Limits(
        cpu_seconds=int(120 + duration_seconds),
        memory_bytes=8 * GIGABYTE,
        file_bytes=source_bytes * 2 + 64 * MEGABYTE,
        wall_seconds=600 + duration_seconds,
    )


def for_encoding(bits_per_second: int, duration_seconds: float) -> Limits:
    """Return the limits of a run that encodes; 20 CPU seconds a second of film is a slow machine and a 4K film."""
    return Limits(
        cpu_seconds=int(600 + 20 * duration_seconds),
        memory_bytes=12 * GIGABYTE,
        file_bytes=int(bits_per_second * duration_seconds / 4) + 64 * MEGABYTE,  # twice the cap
        wall_seconds=3600 + 30 * duration_seconds,
    )
