"""What one run of processing may write: guarded, so that a run that was overtaken changes nothing any more."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nastavnik.video.enums import MOVES, StepName, VideoState
from nastavnik.video.ffmpeg.run import Watch
from nastavnik.video.models import Video

Clock = Callable[[], datetime]

# How long the steps take beside each other, for the percent that people see. The first quality is a copy or a real one.
WEIGHTS = {
    StepName.CHECK: 1.0,
    StepName.LOUDNESS: 2.0,
    StepName.FIRST: 2.0,
    StepName.POSTER: 1.0,
    StepName.LADDER: 100.0,
    StepName.STRIP: 1.0,
}
ENCODED_FIRST_WEIGHT = 60.0
MOST_PERCENT = 99  # the hundredth is the publishing
TELL_TIME_FROM_SHARE = 0.02


class Overtaken(Exception):
    """Another run of processing, another source file or a removal came in between: this run must stop."""


@dataclass(slots=True)
class Work:
    """One run of processing of one film."""

    video_id: int
    token: str
    attempt: int
    source_path: str  # as the row keeps it
    clock: Clock
    ffmpeg: str
    is_quick: bool = False  # may do only what takes seconds
    shown_build: str = ""  # in which the first quality of this source plays already
    source: Path = Path()  # where ffmpeg reads it
    weights: dict[StepName, float] = field(default_factory=lambda: dict(WEIGHTS))
    done: set[StepName] = field(default_factory=set)


def write(work: Work, **fields: Any) -> None:
    """Change the film's row; raises `Overtaken` when this run may not any more."""
    if not _mine(work).update(**fields):
        raise Overtaken


def move(work: Work, state: VideoState, **fields: Any) -> None:
    """Bring the film into `state` if a move leads there; raises `Overtaken` when it does not or may not."""
    before = [start for start, ends in MOVES.items() if state in ends or start == state]
    if not _mine(work).filter(state__in=before).update(state=state, **fields):
        raise Overtaken


def _mine(work: Work) -> Any:
    return Video.objects.filter(pk=work.video_id, attempt=work.attempt, removed_at=None)


def finish_step(work: Work, name: StepName) -> None:
    """Count a step as done."""
    work.done.add(name)
    write(work, percent=_percent(work, name, 1.0), seconds_left=None, progressed_at=work.clock())


def watch_step(work: Work, name: StepName, duration_seconds: float) -> Watch:
    """Return the watch that writes the progress of a step and stops it when this run was overtaken."""
    began_at = time.monotonic()
    is_overtaken = False

    def tell(seconds: float) -> None:
        nonlocal is_overtaken
        share = min(seconds / duration_seconds, 1.0) if duration_seconds else 0.0
        left = _seconds_left(work, name, share, time.monotonic() - began_at)
        fields = {"percent": _percent(work, name, share), "seconds_left": left, "progressed_at": work.clock()}
        is_overtaken = not _mine(work).update(**fields)

    return Watch(on_progress=tell, should_stop=lambda: is_overtaken)


def _percent(work: Work, name: StepName, share: float) -> int:
    done = sum(work.weights[step] for step in work.done - {name})
    return min(int(100 * (done + work.weights[name] * share) / sum(work.weights.values())), MOST_PERCENT)


def _seconds_left(work: Work, name: StepName, share: float, elapsed_seconds: float) -> int | None:
    """Return the rest of the time: of this step by its own pace, of the following by their weights at that pace."""
    if share < TELL_TIME_FROM_SHARE:
        return None
    whole = elapsed_seconds / share
    after = sum(weight for step, weight in work.weights.items() if step not in work.done and step != name)
    return round(whole * (1 - share) + whole * after / work.weights[name])
