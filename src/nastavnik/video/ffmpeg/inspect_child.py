"""Look into a source file and print what is there: `python -I inspect_child.py '<question as JSON>'`.

Runs as a process of its own, under `launcher`: a hostile file may crash or fool the libraries that read it, and then
only this process falls. Imports nothing of the project. The question names the path and what may be opened; the answer
is one JSON object: `{"error": "..."}`, or what `probe.read_answer` expects. All times are in seconds from the file's
beginning.
"""

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import Any

import av
from av.stream import Disposition

FRAMES_TO_TRY = 8
PACKETS_TO_TRY = 300
FIRST_INTERLACED_ORDER = 2  # AV_FIELD_UNKNOWN 0, AV_FIELD_PROGRESSIVE 1, then the interlaced ones
HDR_TRANSFERS = (16, 18)  # SMPTE ST 2084 (PQ), ARIB STD-B67 (HLG)


class Track:
    """What is learnt of one track while the packets go by."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.packets = 0
        self.first: float | None = None
        self.end = 0.0
        self.last_key: float | None = None
        self.max_key_gap = 0.0

    def see(self, packet: Any) -> None:
        """Take note of a packet."""
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None:
            return
        begin = float(stamp * packet.time_base)
        self.packets += 1
        self.first = begin if self.first is None else min(self.first, begin)
        self.end = max(self.end, begin + float((packet.duration or 0) * packet.time_base))
        if packet.is_keyframe:
            self.max_key_gap = max(self.max_key_gap, begin - (self.last_key or 0.0))
            self.last_key = begin

    @property
    def key_gap(self) -> float:
        """The longest stretch without a key frame."""
        return self.end if self.last_key is None else max(self.max_key_gap, self.end - self.last_key)


def open_container(question: dict[str, Any]) -> Any:
    """Open the file with the given formats, codecs and protocols only."""
    return av.open(
        f"file:{question['path']}",
        options={
            "format_whitelist": question["formats"],
            "codec_whitelist": question["codecs"],
            "protocol_whitelist": question["protocols"],
        },
    )


def chosen(streams: list[Any]) -> Any | None:
    """Return the track to use: the default one, else the first; covers inside sound files are no films."""
    real = [stream for stream in streams if not stream.disposition & Disposition.attached_pic]
    defaults = [stream for stream in real if stream.disposition & Disposition.default]
    return (defaults or real or [None])[0]


def packets_of(container: Any, tracks: dict[int, Track], max_seconds: float) -> None:
    """Go through the packets to the end (or to where the file breaks off)."""
    with contextlib.suppress(av.error.FFmpegError):
        for packet in container.demux(*[track.stream for track in tracks.values()]):
            track = tracks[packet.stream.index]
            if packet.size and not packet.is_corrupt:
                track.see(packet)
            if track.end > max_seconds + 60:
                return


def frames_of(container: Any, stream: Any) -> Iterator[Any]:
    """Return the first few decoded frames of a track; broken packets are passed over."""
    tried = found = 0
    container.seek(0)
    with contextlib.suppress(av.error.FFmpegError):
        for packet in container.demux(stream):
            with contextlib.suppress(av.error.FFmpegError):
                for frame in packet.decode():
                    found += 1
                    yield frame
            tried += 1
            if tried > PACKETS_TO_TRY or found >= FRAMES_TO_TRY:
                return


def common(stream: Any) -> dict[str, Any]:
    """Return what is said of every track."""
    context = stream.codec_context
    extradata = (context.extradata or b"") if context else b""
    return {
        "index": stream.index,
        "codec": context.name if context else "",
        "profile": (stream.profile or "") if context else "",
        "has_header": bool(extradata),
    }


def picture_of(container: Any, track: Track) -> dict[str, Any]:
    """Return what is known of the picture, from the header, the packets and the first frames."""
    stream = track.stream
    frames = list(frames_of(container, stream)) if stream.codec_context else []
    first = frames[0] if frames else None
    ratio = stream.sample_aspect_ratio or 1
    return common(stream) | {
        "can_be_decoded": bool(frames),
        "width": max([stream.width, *(frame.width for frame in frames)]),
        "height": max([stream.height, *(frame.height for frame in frames)]),
        "point_ratio": float(ratio) if ratio > 0 else 1.0,
        "pixel_format": first.format.name if first else stream.codec_context.pix_fmt,
        "rotation": int(first.rotation) if first else 0,
        "is_interlaced": stream.codec_context.field_order >= FIRST_INTERLACED_ORDER
        or any(frame.interlaced_frame for frame in frames),
        "is_hdr": bool(first and first.color_trc in HDR_TRANSFERS),
        "base_rate": float(stream.base_rate or 0),
        "packets": track.packets,
        "max_key_gap_seconds": track.key_gap,
        "first_seconds": track.first or 0.0,
        "end_seconds": track.end,
    }


def sound_of(container: Any, track: Track) -> dict[str, Any]:
    """Return what is known of the sound."""
    stream = track.stream
    frames = list(frames_of(container, stream)) if stream.codec_context else []
    return common(stream) | {
        "can_be_decoded": bool(frames),
        "channels": frames[0].layout.nb_channels if frames else 0,
        "sample_rate": frames[0].sample_rate if frames else 0,
        "first_seconds": track.first or 0.0,
        "end_seconds": track.end,
    }


def look(question: dict[str, Any]) -> dict[str, Any]:
    """Return what the file holds."""
    with open_container(question) as container:
        answer: dict[str, Any] = {
            "container": container.format.name,
            "tracks": len(container.streams),
            "declared_seconds": (container.duration or 0) / 1e6,
            "start_seconds": (container.start_time or 0) / 1e6,
            "picture": None,
            "sound": None,
        }
        picture, sound = chosen(list(container.streams.video)), chosen(list(container.streams.audio))
        if answer["tracks"] > question["max_tracks"] or answer["declared_seconds"] > question["max_seconds"]:
            return answer
        tracks = {stream.index: Track(stream) for stream in (picture, sound) if stream is not None}
        if tracks:
            packets_of(container, tracks, question["max_seconds"])
        if picture is not None and max(picture.width, picture.height) <= question["max_side"]:
            answer["picture"] = picture_of(container, tracks[picture.index])
        elif picture is not None:
            answer["picture"] = common(picture) | {"width": picture.width, "height": picture.height}
        if sound is not None:
            answer["sound"] = sound_of(container, tracks[sound.index])
        return answer


def main() -> None:
    """Answer the question on the command line."""
    try:
        answer = look(json.loads(sys.argv[1]))
    except av.error.FFmpegError as error:
        answer = {"error": type(error).__name__}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
