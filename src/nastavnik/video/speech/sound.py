"""The sound of a film as a stream of samples: 16 kHz, one channel. Runs inside the limited child process.

A hole in the film's clock stays as long as it was, so that a second of the samples is a second of the film.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from av.stream import Disposition

from nastavnik.video.speech.pauses import RATE, Samples

# A frame that is so much off its place is moved to it: clocks of recorders tremble by less.
TOLERANCE = RATE // 10
BLOCK = RATE * 2
# Below the wanted second, since not every file can be entered at every place.
EARLY_SECONDS = 5.0


def blocks_of(path: str, options: dict[str, str], from_seconds: float = 0.0) -> Iterator[Samples]:
    """Yield the film's sound from `from_seconds` on in blocks of about two seconds; nothing when there is none.

    `options` say which formats, codecs and protocols may be opened.
    """
    with av.open(f"file:{path}", options=options) as container:
        streams = [one for one in container.streams.audio if not one.disposition & Disposition.attached_pic]
        if streams:
            yield from _gathered(_placed(container, streams[0], from_seconds))


def _gathered(pieces: Iterator[Samples]) -> Iterator[Samples]:
    waiting: list[Samples] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += piece.size
        if size >= BLOCK:
            yield np.concatenate(waiting)
            waiting, size = [], 0
    if waiting:
        yield np.concatenate(waiting)


def _placed(container: Any, stream: Any, from_seconds: float) -> Iterator[Samples]:
    """Yield samples that follow each other from `from_seconds` on, holes filled with silence, overlaps cut."""
    start = (container.start_time or 0) / 1e6
    if from_seconds > EARLY_SECONDS:
        with contextlib.suppress(av.error.FFmpegError):
            container.seek(int((from_seconds - EARLY_SECONDS + start) * 1e6), backward=True)
    wanted = round(from_seconds * RATE)
    place: int | None = None
    for begin, samples in _decoded(container, stream, start):
        at = begin if place is None or begin is None or abs(begin - place) > TOLERANCE else place
        at = place or 0 if at is None else at
        place = at + samples.size
        if place <= wanted:
            continue
        yield from _silence(at - wanted)
        yield samples[max(wanted - at, 0) :]
        wanted = place


def _silence(length: int) -> Iterator[Samples]:
    while length > 0:
        yield np.zeros(min(length, BLOCK), dtype=np.int16)
        length -= BLOCK


def _decoded(container: Any, stream: Any, start: float) -> Iterator[tuple[int | None, Samples]]:
    """Yield the decoded frames, each with the sample at which it belongs; broken packets are passed over."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.FFmpegError):
            return
        with contextlib.suppress(av.error.FFmpegError):
            for frame in packet.decode():
                begin = None if frame.time is None else round((frame.time - start) * RATE)
                for made in resampler.resample(frame):
                    yield begin, made.to_ndarray().reshape(-1).astype(np.int16, copy=False)
                    begin = None
