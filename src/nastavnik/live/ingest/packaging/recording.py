"""What remains when a broadcast is over: playlists that end, over the pieces that are there already."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from nastavnik.live.ingest.packaging.playlist import Entry, recorded
from nastavnik.live.ingest.packaging.rungs import SOUND, Rung, Weight, master
from nastavnik.video.ffmpeg.playlists import MASTER, MadeRendition


@dataclass(frozen=True, slots=True)
class Recording:
    """The playlists by name, the master last, and the qualities that they play."""

    files: dict[str, bytes]
    made: list[MadeRendition]
    first: int  # pieces of the broadcast that it plays: from this one
    last: int  # up to, but without this one

    @property
    def seconds(self) -> float:
        return max(rendition.duration_seconds for rendition in self.made)


def record(rungs: list[Rung], size: Callable[[str], int], first: int = 0, last: int | None = None) -> Recording:
    """Return the recording of the pieces from `first` up to `last`; `size` tells how many bytes a file has."""
    files: dict[str, bytes] = {}
    made = []
    for rung in rungs:
        entries = rung.playlist.entries[first:last]
        entries[:1] = [replace(entries[0], is_discontinuous=False)]
        weight = Weight()
        for entry in entries:
            weight.add(0 if entry.is_gap else size(entry.name), entry.seconds)
        # of a copied picture it is not known whether it keeps to it in every piece
        files[rung.recorded_name] = recorded(entries, is_independent=rung.name == SOUND)
        made.append(rung.as_rendition(weight))
    files[MASTER] = master(made, {rendition.name: f"{rendition.name}.m3u8" for rendition in made})
    count = len(rungs[0].playlist.entries)
    return Recording(files, made, first, count if last is None else last)


def nearest_border(entries: list[Entry], seconds: float) -> int:
    """Return the number of pieces before the border that is nearest to `seconds`."""
    border, before = 0.0, 0
    for entry in entries:
        if border + entry.seconds / 2 > seconds:
            break
        border += entry.seconds
        before += 1
    return before
