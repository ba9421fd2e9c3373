"""Topics: proposed, written by what the school knows, voted for, merged, taken into production, made."""

from nastavnik.studio.services.topics.deciding import decline_topic, open_topic
from nastavnik.studio.services.topics.merging import merge_topics
from nastavnik.studio.services.topics.production import finish_topic, give_back_topic, take_topic
from nastavnik.studio.services.topics.proposing import Proposal, edit_topic, propose_topic
from nastavnik.studio.services.topics.sweeping import collect_all, collect_now, collect_topics
from nastavnik.studio.services.topics.voting import ask_to_be_told, stop_telling, take_back_vote, vote

__all__ = [
    "Proposal",
    "ask_to_be_told",
    "collect_all",
    "collect_now",
    "collect_topics",
    "decline_topic",
    "edit_topic",
    "finish_topic",
    "give_back_topic",
    "merge_topics",
    "open_topic",
    "propose_topic",
    "stop_telling",
    "take_back_vote",
    "take_topic",
    "vote",
]
