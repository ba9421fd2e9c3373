"""How well a stream arrives, from the frames that go by: cheap enough to be asked all the time."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from nastavnik.live.ingest.packaging.marks import Frame

# What is told is of so many last seconds.
WINDOW_SECONDS = 10.0
MOST_FRAMES = 4096
# A picture that comes so much later than usual is one that the sender dropped.
DROPPED_FRAMES = 2.5
# Pictures that were caught together and stamped one after another tell nothing of the usual pace.
LEAST_GAP_SECONDS = 0.005
# Clocks of senders differ; arriving later than that against the best moment so far is a slow line.
FORGET_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Signal:
    """How a stream arrives. Of the last ten seconds, but for `longest_key_gap_seconds` and `dropped_frames`."""

    bits_per_second: int
    frames_per_second: float
    key_gap_seconds: float  # between the last two key frames of the picture; 0 before the second
    longest_key_gap_seconds: float
    dropped_frames: int  # pictures that should have come between others
    late_seconds: float  # how much later frames come than when the line was at its best
    silent_seconds: float  # since the last frame of anything
    picture_silent_seconds: float | None  # since the last picture; None when there never was one
    sound_silent_seconds: float | None


class Health:
    """Hears of each frame (`Journal(on_frame=health.saw)`), is asked for the `signal`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began_at = clock()
        self._frames: deque[tuple[float, Frame]] = deque(maxlen=MOST_FRAMES)
        self._seen_at: dict[bool, float] = {}  # by whether it is a picture
        self._picture_seconds: float | None = None
        self._usual_seconds = 0.0  # between two pictures
        self._key_seconds: float | None = None
        self._key_gap = self._longest_key_gap = 0.0
        self._dropped = 0
        self._delays: deque[tuple[float, float]] = deque()  # rising: when, and how late against the sender's clock

    def saw(self, frame: Frame) -> None:
        """Take note of a frame that has just arrived."""
        now = self._clock()
        self._frames.append((now, frame))
        self._seen_at[frame.is_picture] = now
        self._note_delay(now, now - frame.seconds)
        if frame.is_picture:
            self._note_picture(frame)

    def signal(self) -> Signal:
        """Return how the stream arrives just now."""
        now = self._clock()
        recent = [(at, frame) for at, frame in self._frames if now - at <= WINDOW_SECONDS]
        window = min(WINDOW_SECONDS, max(now - self._began_at, 1.0))
        last_at = max(self._seen_at.values(), default=self._began_at)
        return Signal(
            bits_per_second=int(sum(frame.bytes for _at, frame in recent) * 8 / window),
            frames_per_second=sum(frame.is_picture for _at, frame in recent) / window,
            key_gap_seconds=self._key_gap,
            longest_key_gap_seconds=self._longest_key_gap,
            dropped_frames=self._dropped,
            late_seconds=self._late(),
            silent_seconds=now - last_at,
            picture_silent_seconds=now - self._seen_at[True] if True in self._seen_at else None,
            sound_silent_seconds=now - self._seen_at[False] if False in self._seen_at else None,
        )

    def _note_picture(self, frame: Frame) -> None:
        if self._picture_seconds is not None:
            gap = frame.seconds - self._picture_seconds
            if self._usual_seconds and gap > self._usual_seconds * DROPPED_FRAMES:
                self._dropped += round(gap / self._usual_seconds) - 1
            elif gap >= LEAST_GAP_SECONDS:
                self._usual_seconds += (gap - self._usual_seconds) * (0.1 if self._usual_seconds else 1.0)
        self._picture_seconds = frame.seconds
        if frame.is_key:
            if self._key_seconds is not None:
                self._key_gap = frame.seconds - self._key_seconds
                self._longest_key_gap = max(self._longest_key_gap, self._key_gap)
            self._key_seconds = frame.seconds

    def _note_delay(self, now: float, delay: float) -> None:
        """Keep the least delay of the last two minutes at the front."""
        while self._delays and self._delays[-1][1] >= delay:
            self._delays.pop()
        self._delays.append((now, delay))
        while now - self._delays[0][0] > FORGET_SECONDS:
            self._delays.popleft()

    def _late(self) -> float:
        if not self._frames:
            return 0.0
        at, frame = self._frames[-1]
        return at - frame.seconds - self._delays[0][1]
