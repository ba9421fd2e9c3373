"""Rows of topics and production cards."""

from nastavnik.studio.models.cards import (
    CardComment,
    CardFile,
    CardStep,
    ProductionCard,
    Shot,
    ShownConsent,
)
from nastavnik.studio.models.topics import Backlog, Topic, TopicAsker, TopicEvidence, Vote

__all__ = [
    "Backlog",
    "CardComment",
    "CardFile",
    "CardStep",
    "ProductionCard",
    "Shot",
    "ShownConsent",
    "Topic",
    "TopicAsker",
    "TopicEvidence",
    "Vote",
]
