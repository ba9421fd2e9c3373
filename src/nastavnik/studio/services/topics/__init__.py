"""Topics: proposed, written by what the school knows, voted for, merged, taken into production, made."""

from nastavnik.studio.services.topics.production import finish_topic, give_back_topic, take_topic

__all__ = [
    "finish_topic",
    "give_back_topic",
    "take_topic",
]
