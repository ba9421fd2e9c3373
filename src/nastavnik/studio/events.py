"""What topics and production tell the apps above them. See docs/architecture/events.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicOpened:
    """A topic can be read and voted for by everybody of the school from now on."""

    topic_id: int


@dataclass(frozen=True, slots=True)
class TopicsMerged:
    """A topic went into another one, with its evidence, its votes and its askers."""

    topic_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class CardMoved:
    """A production card went on to another state, or back."""

    card_id: int
    state: str


@dataclass(frozen=True, slots=True)
class CardPublished:
    """A production card became a lesson."""

    card_id: int
    lesson_id: int
