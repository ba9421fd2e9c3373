"""Pieces: what a viewer asks for one by one. Fragments are joined until a piece is long enough.

A piece begins with a key frame, so that one can begin to watch with any of them. Where key frames are too rare for
that, a piece ends at the latest after the longest time allowed and the next one needs the one before it: a playlist may never
name a piece that is longer than it has promised.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from nastavnik.live.ingest.packaging.fragments import Fragment

SHORTEST_SECONDS = 0.9
# Clocks of the picture and of the fragments are rounded differently.
TOLERANCE_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a film; `seconds` is the time until the next one begins, times are the packager's."""

    content: bytes = field(repr=False)
    sound_content: bytes = field(repr=False)  # the same without its picture; empty when nothing is heard
    begin_seconds: float
    seconds: float
    begins_with_key_frame: bool
    follows_a_hole: bool  # nothing was sent for longer than a piece may be: the clock jumps here

    @property
    def end_seconds(self) -> float:
        return self.begin_seconds + self.seconds


class PieceMaker:
    """Joins the fragments of one part."""

    def __init__(
        self,
        longest_seconds: Callable[[], float],
        *,
        has_picture: bool,
        since_seconds: float = 0.0,
        follows_a_hole: bool = False,
    ) -> None:
        self._longest_seconds = longest_seconds  # asked anew for each piece: the first one decides
        self.longest_key_gap_seconds = 0.0  # between two key frames, as far as seen
        self._has_picture = has_picture
        self._since_seconds = since_seconds  # what begins earlier is there already
        self._open: list[Fragment] = []
        self._is_key_open = False
        self._follows_a_hole = follows_a_hole
        self._key_seconds: float | None = None

    def add(self, fragment: Fragment) -> Piece | None:
        """Take a fragment; return the piece that ended before it."""
        begin = fragment.leading.begin_seconds
        if begin < self._since_seconds - TOLERANCE_SECONDS:
            return None
        is_key = self._note_key(fragment)
        piece = self._close(begin) if self._open and self._should_close(fragment, is_key=is_key) else None
        if not self._open:
            self._is_key_open = is_key
        self._open.append(fragment)
        return piece

    def finish(self) -> Piece | None:
        """Return what is left at the end."""
        return self._close(self._open[-1].leading.end_seconds) if self._open else None

    def _note_key(self, fragment: Fragment) -> bool:
        """Tell whether one can begin to watch with a fragment."""
        if not self._has_picture:
            return True
        if fragment.picture is None or not fragment.picture.begins_with_key_frame:
            return False
        begin = fragment.picture.begin_seconds
        gap = begin - self._key_seconds if self._key_seconds is not None else 0.0
        self.longest_key_gap_seconds = max(self.longest_key_gap_seconds, gap)
        self._key_seconds = begin
        return True

    def _should_close(self, fragment: Fragment, *, is_key: bool) -> bool:
        open_since = self._open[0].leading.begin_seconds
        is_long_enough = fragment.leading.begin_seconds - open_since >= SHORTEST_SECONDS
        return (is_key and is_long_enough) or fragment.leading.end_seconds - open_since > self._longest_seconds()

    def _close(self, end_seconds: float) -> Piece:
        begin = self._open[0].leading.begin_seconds
        piece = Piece(
            content=b"".join(fragment.content for fragment in self._open),
            sound_content=b"".join(fragment.sound_content for fragment in self._open),
            begin_seconds=begin,
            seconds=min(max(end_seconds - begin, 0.001), self._longest_seconds()),
            begins_with_key_frame=self._is_key_open,
            follows_a_hole=self._follows_a_hole,
        )
        self._follows_a_hole = end_seconds - begin > self._longest_seconds()
        self._open = []
        return piece
