"""How well a signal arrives."""

from collections import deque
from dataclasses import dataclass, field
from time import monotonic

from nastavnik.live.ingest.packaging.marks import Frame

WINDOW_SECONDS = 5.0


@dataclass(slots=True)
class Meter:
    """Counts what comes in. All rates are of the last five seconds."""

    came_at: float = field(default_factory=monotonic)
    last_byte_at: float = field(default_factory=monotonic)
    key_gap_seconds: float = 0.0  # between the newest two key frames
    frames: int = 0
    newest_seconds: float = 0.0  # of the signal's own clock
    _arrivals: deque[tuple[float, int, int]] = field(default_factory=deque)
    _key_seconds: float | None = None

    def took(self, count: int, frames: list[Frame]) -> None:
        """Count bytes that came, and the frames that began in them."""
        now = self.last_byte_at = monotonic()
        pictures = 0
        for frame in frames:
            self.newest_seconds = max(self.newest_seconds, frame.seconds)
            if frame.is_picture:
                pictures += 1
                self._note_key(frame)
        self.frames += pictures
        self._arrivals.append((now, count, pictures))
        self._forget(now)

    def _note_key(self, frame: Frame) -> None:
        if frame.is_key:
            if self._key_seconds is not None and frame.seconds > self._key_seconds:
                self.key_gap_seconds = frame.seconds - self._key_seconds
            self._key_seconds = frame.seconds

    def _forget(self, now: float) -> None:
        while self._arrivals and self._arrivals[0][0] < now - WINDOW_SECONDS:
            self._arrivals.popleft()

    @property
    def silent_seconds(self) -> float:
        """How long nothing has come."""
        return monotonic() - self.last_byte_at

    @property
    def bits_per_second(self) -> int:
        """How much comes."""
        self._forget(monotonic())
        return int(sum(count for _at, count, _pictures in self._arrivals) * 8 / self._window())

    @property
    def pictures_per_second(self) -> float:
        """How many pictures come."""
        self._forget(monotonic())
        return round(sum(pictures for _at, _count, pictures in self._arrivals) / self._window(), 1)

    def _window(self) -> float:
        return max(0.5, min(WINDOW_SECONDS, monotonic() - self.came_at))
