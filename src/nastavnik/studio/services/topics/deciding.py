"""What a methodist decides of a topic: it is opened for votes, set aside with a reason, brought back."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.text import without_unkept
from nastavnik.people.models import User
from nastavnik.studio.enums import TopicState
from nastavnik.studio.events import TopicOpened
from nastavnik.studio.models import Topic
from nastavnik.studio.services.topics import telling
from nastavnik.studio.services.topics.locking import locked
from nastavnik.studio.services.topics.refusals import ReasonMissing, TopicMoved

LONGEST_REASON = 300


@transaction.atomic
def open_topic(*, actor: User, topic_id: int, now: datetime) -> Topic:
    """Let a topic that has written itself be voted for, or bring one back that was set aside. Safe to repeat. Raises `TopicMoved`."""
    topic = locked(actor, topic_id)
    if topic.state == TopicState.OPEN:
        return topic
    if topic.state not in {TopicState.SUGGESTED, TopicState.DECLINED}:
        raise TopicMoved
    before = topic.state
    topic.state, topic.declined_because, topic.changed_at = TopicState.OPEN, "", now
    topic.save(update_fields=["state", "declined_because", "changed_at"])
    journal.record(actor=actor, verb="topic_opened", subject=topic, now=now, before=before)
    publish(TopicOpened(topic_id=topic.pk))
    return topic


@transaction.atomic
def decline_topic(*, actor: User, topic_id: int, because: str, now: datetime) -> Topic:
    """Set a topic aside and tell those who asked for it why; its evidence stays with it, so that it does not come back by itself.

    Raises `ReasonMissing` where somebody has asked for it, `TopicMoved`.
    """
    topic = locked(actor, topic_id)
    reason = " ".join(without_unkept(because).split())[:LONGEST_REASON]
    if topic.state not in {TopicState.SUGGESTED, TopicState.OPEN}:
        raise TopicMoved
    if not reason and topic.state == TopicState.OPEN:
        raise ReasonMissing
    topic.state, topic.declined_because, topic.changed_at = TopicState.DECLINED, reason, now
    topic.save(update_fields=["state", "declined_because", "changed_at"])
    journal.record(actor=actor, verb="topic_declined", subject=topic, now=now, reason=reason)
    telling.tell_of_declining(topic, but=actor, now=now)
    return topic
