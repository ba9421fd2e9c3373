"""What happened to broadcasts, for the apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BroadcastStarted:
    """A broadcast went on air."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class BroadcastEnded:
    """A broadcast is over; its recording follows within seconds."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class RecordingReady:
    """The recording of a broadcast can be watched at the lesson's address."""

    broadcast_id: int
