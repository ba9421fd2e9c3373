"""Rows of topics and of production."""

from nastavnik.studio.models.cards import CardComment, CardFile, CardStep, ProductionCard, StudioRules
from nastavnik.studio.models.shooting import Prompter, ScriptRevision, Shot, ShownPerson
from nastavnik.studio.models.topics import Topic, TopicAsker, TopicEvidence, TopicVote

__all__ = [
    "CardComment",
    "CardFile",
    "CardStep",
    "ProductionCard",
    "Prompter",
    "ScriptRevision",
    "Shot",
    "ShownPerson",
    "StudioRules",
    "Topic",
    "TopicAsker",
    "TopicEvidence",
    "TopicVote",
]
