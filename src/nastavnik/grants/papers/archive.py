"""Files as one archive, made while it is sent: never more of it in memory than a piece."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

PIECE_BYTES = 2**18
# an archive knows no earlier year
FIRST_YEAR = 1980
# read by everybody, written by its owner, as archives of Unix say it
PERMISSIONS = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive; `open` is asked for it when its turn comes."""

    path: str
    open: Callable[[], IO[bytes]]
    # by the clock of the school
    made_at: datetime


class Sink:
    """Takes what the archive writes, until somebody fetches it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._written.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def fetch(self) -> bytes:
        """Return what was written since the last time."""
        whole = b"".join(self._written)
        self._written.clear()
        return whole


def zip_pieces(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield an archive piece by piece. What cannot be opened breaks it off: half of an archive must not look like a whole one."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it only writes
        for entry in entries:
            moment = entry.made_at.timetuple()[:6]
            about = zipfile.ZipInfo(entry.path, date_time=(max(moment[0], FIRST_YEAR), *moment[1:]))
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, PERMISSIONS
            with entry.open() as source, archive.open(about, "w") as target:
                while piece := source.read(PIECE_BYTES):
                    target.write(piece)
                    yield sink.fetch()
            yield sink.fetch()
    yield sink.fetch()
