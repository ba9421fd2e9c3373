"""A broadcast as it lies in its folder: pieces that never change, playlists that grow, and the recording at the end.

    main-init-1.mp4, main-000001.m4s, ...      the picture with its sound, as it was sent
    sound-init-1.mp4, sound-000001.m4s, ...    the sound alone
    low-init-1.mp4, low-000001.m4s, ...        a smaller picture, where the machine can make one
    live-<quality>.m3u8, live-<quality>-delta.m3u8, live-master.m3u8     while it is on air
    source.m3u8, sound.m3u8, v360.m3u8, master.m3u8                      the recording, over the same pieces

The number of an init file is that of the part (a sender's unbroken stretch). Piece n is the same stretch of time in all
qualities. Everything that is known is read back from the folder, so a killed process is followed by the next one.
All methods write files and may be called from any thread.
"""

import contextlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from nastavnik.live.ingest.packaging.boxes import NotFragments
from nastavnik.live.ingest.packaging.folder import BuildFolder
from nastavnik.live.ingest.packaging.fragments import Fragment, FragmentReader
from nastavnik.live.ingest.packaging.header import Init, read_init
from nastavnik.live.ingest.packaging.pieces import Piece
from nastavnik.live.ingest.packaging.playlist import SECONDS_DIGITS, Entry, Playlist, read_playlist, target_for
from nastavnik.live.ingest.packaging.recording import Recording, nearest_border, record
from nastavnik.live.ingest.packaging.rungs import LIVE_MASTER, LOW, MAIN, SOUND, Rung, live_master
from nastavnik.video.ffmpeg.playlists import MadeRendition

INIT = re.compile(r"[a-z]+-init-(\d+)(?:-(\d+))?\.mp4")
# The master is written anew when a piece was so much heavier than it says.
HEAVIER = 1.25


@dataclass(frozen=True, slots=True)
class Done:
    """Up to where a part is packaged, by the packager's clock; 0 for a track that it does not have."""

    seconds: float
    picture_seconds: float
    sound_seconds: float


class LiveBuild:
    """The folder of one broadcast; it goes on with what is there."""

    def __init__(
        self, path: Path, *, target_seconds: int = 0, on_file: Callable[[str, bytes], None] | None = None
    ) -> None:
        """Open the folder. `target_seconds` is the TARGETDURATION of a new one; 0 leaves it to the first piece."""
        self._folder = BuildFolder(path, on_file)
        self._target_seconds = target_seconds
        self._lock = threading.Lock()
        self._inits: dict[str, Init] = {}
        self._rungs: dict[str, Rung] = {}
        self._is_low_made = False
        self._told_rungs = self._told_bits = 0  # of the master
        self._recover()

    # --- what is there ----------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        return self._folder.path

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return len(self._rungs[MAIN].playlist.entries) if MAIN in self._rungs else 0

    @property
    def seconds(self) -> float:
        """How much of the broadcast can be watched."""
        return self._rungs[MAIN].weight.seconds if MAIN in self._rungs else 0.0

    @property
    def part(self) -> int:
        """The part that the last piece belongs to; 0 when there is none."""
        return _part_of(self._rungs[MAIN].playlist.entries[-1]) if self.pieces else 0

    @property
    def longest_seconds(self) -> float:
        """How long a piece may be."""
        if MAIN in self._rungs:
            return self._rungs[MAIN].playlist.longest_seconds
        return Playlist(self._target_seconds or target_for(float("inf"))).longest_seconds

    def done(self, part: int) -> Done | None:
        """Return up to where `part` is packaged; None when nothing of it is there, or others came after it."""
        if self.part != part:
            return None
        entry = self._rungs[MAIN].playlist.entries[-1]
        reader = FragmentReader()
        found = list(reader.feed(self._folder.read(entry.init) + self._folder.read(entry.name)))
        fragments = [fragment for fragment in found if isinstance(fragment, Fragment)]
        return Done(
            seconds=fragments[-1].leading.end_seconds,
            picture_seconds=max(
                (fragment.picture.end_seconds for fragment in fragments if fragment.picture), default=0.0
            ),
            sound_seconds=max((fragment.sound.end_seconds for fragment in fragments if fragment.sound), default=0.0),
        )

    # --- on air -----------------------------------------------------------------------------------------------------

    def add(self, init: Init, piece: Piece, *, part: int, at: datetime) -> int:
        """Put the next piece of `part`, whose first frame was sent `at`; return its number.

        A piece of a new part, or one that follows a hole, is marked so that players set their clocks anew.
        """
        with self._lock:
            if MAIN not in self._rungs:
                target = self._target_seconds or target_for(piece.seconds)
                self._rungs = {name: Rung(name, Playlist(target)) for name in (MAIN, SOUND)}
            number = self.pieces + 1
            is_new = part != self.part
            entry = Entry(
                name=f"{MAIN}-{number:06}.m4s",
                seconds=round(piece.seconds, SECONDS_DIGITS),
                init=self._put_init(MAIN, part, init),
                at=at if is_new or piece.follows_a_hole else None,
                is_discontinuous=number > 1 and (is_new or piece.follows_a_hole),
            )
            self._folder.put(entry.name, piece.content)
            sound = self._put_sound(entry, init, piece, part)
            self._rungs[MAIN].add(entry, len(piece.content))
            self._rungs[SOUND].add(sound, len(piece.sound_content))
            self._publish([MAIN, *([SOUND] if self._rungs[SOUND].init else [])])
            if LOW in self._rungs and not self._is_low_made:
                self._fill_low()
            return number

    def _put_init(self, rung: str, part: int, init: Init) -> str:
        """Return the name of the file with this header of a part; most parts have one."""
        self._rungs[rung].note_init(init)
        attempt = 1
        while True:
            name = f"{rung}-init-{part}{f'-{attempt}' if attempt > 1 else ''}.mp4"
            if name not in self._inits:
                self._inits[name] = init
                self._folder.put(name, init.content)
                return name
            if self._inits[name].content == init.content:
                return name
            attempt += 1

    def _put_sound(self, entry: Entry, init: Init, piece: Piece, part: int) -> Entry:
        """Return the entry of the sound alone: a file of its own, the same file, or a gap of the same length."""
        of_sound = init.of_sound()
        if of_sound is None or not piece.sound_content:
            before = self._rungs[SOUND].playlist.entries
            return replace(entry, init=before[-1].init if before else "", is_gap=True)
        if init.picture is None:
            self._rungs[SOUND].note_init(init)
            return entry
        name = entry.name.replace(MAIN, SOUND)
        self._folder.put(name, piece.sound_content)
        return replace(entry, name=name, init=self._put_init(SOUND, part, of_sound))

    def _publish(self, names: list[str]) -> None:
        """Write the playlists of some qualities, and the master when it says too little."""
        for rung in (self._rungs[name] for name in names):
            self._folder.put_list(rung.live_name, rung.playlist.full())
            self._folder.put_list(rung.delta_name, rung.playlist.delta())
        rungs = self._offered()
        peak = max(rung.weight.peak_bits for rung in rungs)
        if len(rungs) != self._told_rungs or peak > self._told_bits * HEAVIER:
            self._told_rungs, self._told_bits = len(rungs), peak
            self._folder.put_list(LIVE_MASTER, live_master(rungs))

    def _offered(self) -> list[Rung]:
        """Return the qualities that can be chosen; one of sound alone is offered once."""
        main = self._rungs[MAIN]
        with_picture = [main] if main.init is not None and main.init.picture is not None else []
        others = [self._rungs[name] for name in (LOW, SOUND) if name in self._rungs]
        return [*with_picture, *(rung for rung in others if rung.init is not None)]

    # --- the smaller picture ----------------------------------------------------------------------------------------

    def begin_low(self, number: int) -> None:
        """Make smaller pictures from piece `number` on, or go on with them.

        Pieces that were not made smaller are shown as they are, so that the quality has no hole.
        """
        with self._lock:
            self._is_low_made = True
            if LOW not in self._rungs:
                self._rungs[LOW] = Rung(LOW, Playlist(self._rungs[MAIN].playlist.target_seconds))
            self._fill_low(before=number)

    def add_low(self, number: int, init: Init, content: bytes) -> None:
        """Put the smaller picture of piece `number`, after `begin_low`; one that comes too late is dropped."""
        with self._lock:
            rung, main = self._rungs[LOW], self._rungs[MAIN].playlist.entries
            if not len(rung.playlist.entries) < number <= len(main):
                return
            self._fill_low(before=number)
            name = f"{LOW}-{number:06}.m4s"
            self._folder.put(name, content)
            init_name = self._put_init(LOW, _part_of(main[number - 1]), init)
            rung.add(replace(main[number - 1], name=name, init=init_name), len(content))
            self._publish([LOW])

    def end_low(self) -> None:
        """Make no smaller picture any more: who watches it goes on with the whole one."""
        with self._lock:
            self._is_low_made = False
            if LOW in self._rungs:
                self._fill_low()

    def _fill_low(self, before: int = 0) -> None:
        """Show pieces as they are where no smaller ones came: all of them, or those with a number less than `before`."""
        rung, main = self._rungs[LOW], self._rungs[MAIN].playlist.entries
        missing = main[len(rung.playlist.entries) : before - 1 if before else None]
        for entry in missing:
            rung.add(entry, self._folder.size(entry.name))
        if missing and rung.init is not None:
            self._publish([LOW])

    # --- the end ----------------------------------------------------------------------------------------------------

    def finish(self) -> list[MadeRendition]:
        """End the playlists and write those of the recording; return its qualities. Safe to repeat."""
        with self._lock:
            if not self.pieces:
                return []
            if LOW in self._rungs:
                self._fill_low()
            recording = record(self._offered(), self._folder.size)
            for name, content in recording.files.items():
                self._folder.put(name, content)
            for rung in self._rungs.values():
                self._folder.put(rung.live_name, rung.playlist.full(is_over=True))
                self._folder.put(rung.delta_name, rung.playlist.full(is_over=True))
            return recording.made

    def trimmed(self, *, head_seconds: float, tail_seconds: float) -> Recording:
        """Return the recording without so much of its beginning and its end, cut at the nearest borders of pieces.

        Nothing is written. At least one piece is left.
        """
        entries = self._rungs[MAIN].playlist.entries
        first = nearest_border(entries, head_seconds)
        last = nearest_border(entries, self.seconds - tail_seconds)
        first = min(first, len(entries) - 1)
        return record(self._offered(), self._folder.size, first, max(last, first + 1))

    # --- going on ---------------------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Read back what is there; what a playlist names but the disk does not hold is left out."""
        main, sound, low = (read_playlist(self._folder.read(f"live-{name}.m3u8")) for name in (MAIN, SOUND, LOW))
        if main is None:
            return
        self._read_inits()
        kept = {MAIN: list(takewhile(self._is_whole, main.entries))}
        if sound is not None:
            kept[SOUND] = list(takewhile(self._is_whole, sound.entries))
        elif any(name.startswith(SOUND) for name in self._inits):
            kept[SOUND] = []  # it was there, and is lost
        else:
            kept[SOUND] = [replace(entry, init="", is_gap=True) for entry in kept[MAIN]]
        count = min(len(kept[MAIN]), len(kept[SOUND]))
        if low is not None:
            kept[LOW] = list(takewhile(self._is_whole, low.entries))
        for name, entries in kept.items() if count else ():
            self._rungs[name] = self._recovered(name, main.target_seconds, entries[:count])

    def _read_inits(self) -> None:
        for path in self.path.glob("*-init-*.mp4"):
            with contextlib.suppress(NotFragments):  # a power cut left it empty
                self._inits[path.name] = read_init(path.read_bytes())

    def _is_whole(self, entry: Entry) -> bool:
        return entry.is_gap or (entry.init in self._inits and self._folder.size(entry.name) > 0)

    def _recovered(self, name: str, target_seconds: int, entries: list[Entry]) -> Rung:
        rung = Rung(name, Playlist(target_seconds))
        for entry in entries:
            rung.add(entry, 0 if entry.is_gap else self._folder.size(entry.name))
            init = self._inits.get(entry.init)
            is_own = entry.init.startswith(name) or (name == SOUND and not entry.is_gap)
            if init is not None and is_own:
                rung.note_init(init)
        return rung


def _part_of(entry: Entry) -> int:
    match = INIT.fullmatch(entry.init)
    return int(match[1]) if match else 0
