"""A topic goes into production, comes back, and becomes a lesson. Called by the cards, which lock the topic before themselves."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson
from nastavnik.studio.enums import TopicState
from nastavnik.studio.events import TopicOpened
from nastavnik.studio.models import Topic
from nastavnik.studio.services.topics import telling
from nastavnik.studio.services.topics.locking import locked, locked_by_itself
from nastavnik.studio.services.topics.refusals import TopicMoved


@transaction.atomic
def take_topic(*, topic_id: int, actor: User, now: datetime) -> Topic:
    """Take a topic into production: one film of it is made at a time. Raises `TopicMoved`."""
    topic = locked(actor, topic_id)
    if topic.state not in {TopicState.SUGGESTED, TopicState.OPEN}:
        raise TopicMoved
    was_hidden = topic.state == TopicState.SUGGESTED
    _move(topic, TopicState.TAKEN, now)
    journal.record(actor=actor, verb="topic_taken", subject=topic, now=now)
    if was_hidden:
        publish(TopicOpened(topic_id=topic.pk))
    return topic


@transaction.atomic
def give_back_topic(*, topic_id: int, actor: User, now: datetime) -> Topic:
    """Let a topic that is not made after all be voted for again. Safe to repeat; raises `TopicMoved` for one that was made."""
    topic = locked(actor, topic_id)
    if topic.state == TopicState.OPEN:
        return topic
    if topic.state != TopicState.TAKEN:
        raise TopicMoved
    _move(topic, TopicState.OPEN, now)
    journal.record(actor=actor, verb="topic_given_back", subject=topic, now=now)
    return topic


@transaction.atomic
def finish_topic(*, topic_id: int, lesson_id: int, now: datetime) -> int:
    """Say of a topic in production that a lesson has come of it, and tell everybody who asked; return how many were told.

    Safe to repeat: nobody is told twice. Raises `TopicMoved`.
    """
    topic = locked_by_itself(topic_id)
    if topic.state not in {TopicState.TAKEN, TopicState.DONE}:
        raise TopicMoved
    lesson = Lesson.objects.get(pk=lesson_id, school=topic.school_id)
    if topic.state == TopicState.TAKEN:
        topic.lesson = lesson
        topic.state, topic.changed_at = TopicState.DONE, now
        topic.save(update_fields=["state", "changed_at", "lesson"])
        journal.record(actor=None, verb="topic_done", subject=topic, now=now, lesson=lesson.uid)
    return telling.tell_of_lesson(topic, lesson, now=now)


def _move(topic: Topic, state: TopicState, now: datetime) -> None:
    topic.state, topic.changed_at = state, now
    topic.save(update_fields=["state", "changed_at"])
