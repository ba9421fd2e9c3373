"""What is known of each quality of a broadcast, and the master playlists that offer them."""

from dataclasses import dataclass, field

from nastavnik.live.ingest.packaging.header import Init
from nastavnik.live.ingest.packaging.playlist import Entry, Playlist
from nastavnik.video.ffmpeg.playlists import MadeRendition, in_order

MAIN, SOUND, LOW = "main", "sound", "low"
# The names of their recordings, as the rest of a lesson's qualities are called.
RECORDED = {MAIN: "source", SOUND: "sound", LOW: "v360"}
LIVE_MASTER = "live-master.m3u8"
# A short piece would tell a peak that no viewer ever meets.
PEAK_SECONDS = 1.0


@dataclass(slots=True)
class Weight:
    """How heavy pieces are."""

    bytes: int = 0
    peak_bits: int = 0
    seconds: float = 0.0

    def add(self, size: int, seconds: float) -> None:
        self.bytes += size
        self.seconds += seconds
        self.peak_bits = max(self.peak_bits, int(size * 8 / max(seconds, PEAK_SECONDS)))

    @property
    def average_bits(self) -> int:
        return int(self.bytes * 8 / self.seconds) if self.seconds else 0


@dataclass(slots=True)
class Rung:
    """One quality: its pieces, its weight, and the header that tells its codecs (of the first part that has one)."""

    name: str
    playlist: Playlist
    weight: Weight = field(default_factory=Weight)
    init: Init | None = None

    @property
    def live_name(self) -> str:
        return f"live-{self.name}.m3u8"

    @property
    def delta_name(self) -> str:
        return f"live-{self.name}-delta.m3u8"

    @property
    def recorded_name(self) -> str:
        return f"{RECORDED[self.name]}.m3u8"

    def add(self, entry: Entry, size: int) -> None:
        self.playlist.add(entry)
        self.weight.add(size, entry.seconds)

    def note_init(self, init: Init) -> None:
        """Keep the first header with a picture, else the first."""
        if self.init is None or (self.init.picture is None and init.picture is not None):
            self.init = init

    def as_rendition(self, weight: Weight) -> MadeRendition:
        """Return it, so heavy, as a lesson keeps its qualities; there must be a piece."""
        assert self.init is not None
        picture = self.init.picture
        return MadeRendition(
            name=RECORDED[self.name] if picture is not None else RECORDED[SOUND],
            is_picture=picture is not None,
            width=picture.width if picture is not None else None,
            height=picture.height if picture is not None else None,
            rate="",
            codecs=self.init.codecs,
            peak_bits=max(weight.peak_bits, weight.average_bits),
            average_bits=weight.average_bits,
            bytes=weight.bytes,
            duration_seconds=weight.seconds,
        )


def live_master(rungs: list[Rung]) -> bytes:
    """Return the master of a broadcast on air."""
    made = [rung.as_rendition(rung.weight) for rung in rungs]
    return master(made, {RECORDED[rung.name]: rung.live_name for rung in rungs})


def master(made: list[MadeRendition], names: dict[str, str]) -> bytes:
    """Return a master playlist: pictures (each with its sound inside) as the school's films order them, then the sound."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7"]
    pictures = in_order([rendition for rendition in made if rendition.is_picture])
    for rendition in [*pictures, *(rendition for rendition in made if not rendition.is_picture)]:
        words = [f"BANDWIDTH={rendition.peak_bits}", f"AVERAGE-BANDWIDTH={rendition.average_bits}"]
        words.append(f'CODECS="{rendition.codecs}"')
        if rendition.is_picture:
            words.append(f"RESOLUTION={rendition.width}x{rendition.height}")
        lines += [f"#EXT-X-STREAM-INF:{','.join(words)}", names[rendition.name]]
    return "\n".join([*lines, ""]).encode()
