"""Looking at what was made, by really decoding it with another library than the one that made it."""

from dataclasses import dataclass
from pathlib import Path

import av

from nastavnik.video.ffmpeg import loudness, probe


@dataclass
class Seen:
    """A quality as a player meets it; times from its first frame."""

    frames: int
    seconds: float
    key_times: list[float]
    sizes: set[tuple[int, int]]


def decode(path: Path) -> Seen:
    with av.open(path) as container:
        stream = container.streams[0]
        frames, keys, sizes, begin, end = 0, [], set(), None, 0.0
        for frame in container.decode(stream):
            begin = frame.time if begin is None else begin
            frames += 1
            end = max(end, frame.time + _length(frame, stream))
            if stream.type == "video":
                sizes.add((frame.width, frame.height))
                if frame.key_frame:
                    keys.append(round(frame.time - begin, 3))
    return Seen(frames, end - begin, keys, sizes)


def first_flash(path: Path) -> float:
    """When the picture turns from black to white, by the file's own clock."""
    with av.open(path) as container:
        for frame in container.decode(video=0):
            if frame.to_image().convert("L").resize((1, 1)).getpixel((0, 0)) > 128:
                return frame.time
    raise AssertionError("it stays dark")


def first_beep(path: Path) -> float:
    """When the sound begins to be heard, by the file's own clock."""
    with av.open(path) as container:
        resampler = av.AudioResampler("s16", "mono")
        for frame in container.decode(audio=0):
            for plain in resampler.resample(frame):
                samples = memoryview(bytes(plain.planes[0])).cast("h")[: plain.samples]
                for number, sample in enumerate(samples):
                    if abs(sample) > 2000:
                        return plain.time + number / plain.sample_rate
    raise AssertionError("it stays silent")


def _length(frame, stream) -> float:
    return frame.samples / frame.sample_rate if stream.type == "audio" else float(1 / stream.average_rate)


def lufs_of(path: Path, folder: Path) -> float:
    source = probe.probe(path, work_dir=folder)
    return loudness.measure(path, source, folder).lufs


def pixel(path: Path, *, at: float, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a place of the picture (shares of width and height) at a time."""
    with av.open(path) as container:
        for frame in container.decode(video=0):
            if frame.time >= at:
                image = frame.to_image()
                return image.getpixel((int(x * image.width), int(y * image.height)))
    raise AssertionError("the film is shorter")
