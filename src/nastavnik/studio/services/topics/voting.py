"""Votes, and who wishes to be told. Whoever votes is told; one voice counts once, however many of its people give it."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.pace import is_within
from nastavnik.people.models import User
from nastavnik.studio.enums import TopicState
from nastavnik.studio.models import Topic, TopicAsker, TopicVote
from nastavnik.studio.permissions import can_propose
from nastavnik.studio.selectors.topics.voices import is_hers, rule_of, voice_of
from nastavnik.studio.services.topics.evidence import recount
from nastavnik.studio.services.topics.locking import locked
from nastavnik.studio.services.topics.refusals import TooManyVotes, TopicNotOpen

# of one person in a minute: as fast as one reads
MOST_VOTES = 60
AWAITED = (TopicState.SUGGESTED, TopicState.OPEN, TopicState.TAKEN)


@transaction.atomic
def vote(*, actor: User, topic_id: int, now: datetime) -> Topic:
    """Give the actor's voice, her branch's where branches vote, to an open topic; she is told what becomes of it. Safe to repeat.

    Raises `TopicNotOpen`, `TooManyVotes`.
    """
    topic = _open(actor, topic_id)
    rule = rule_of(topic.school)
    _await(topic, actor, now)
    if TopicVote.objects.filter(is_hers(actor, rule), topic=topic).exists():
        return topic
    voice = voice_of(actor, rule)
    library = actor.library_id if voice.startswith("library:") else None
    TopicVote.objects.create(topic=topic, voice=voice, user=actor, library_id=library, given_at=now)
    recount(topic)
    journal.record(actor=actor, verb="topic_voted", subject=topic, now=now, voice=voice)
    return topic


@transaction.atomic
def take_back_vote(*, actor: User, topic_id: int, now: datetime) -> Topic:
    """Take the actor's voice back, her branch's too; whoever proposed the topic is told of it all the same. Safe to repeat.

    Raises `TopicNotOpen`, `TooManyVotes`.
    """
    topic = _open(actor, topic_id)
    gone, _rows = TopicVote.objects.filter(is_hers(actor, rule_of(topic.school)), topic=topic).delete()
    if gone:
        recount(topic)
        journal.record(actor=actor, verb="topic_vote_taken_back", subject=topic, now=now)
    if topic.proposed_by_id != actor.pk:
        TopicAsker.objects.filter(topic=topic, user=actor).delete()
    return topic


@transaction.atomic
def ask_to_be_told(*, actor: User, topic_id: int, now: datetime) -> Topic:
    """Note that the actor wishes to be told what becomes of a topic. Safe to repeat. Raises `TopicNotOpen`."""
    topic = locked(actor, topic_id, right=can_propose)
    if topic.state not in AWAITED:
        raise TopicNotOpen
    _await(topic, actor, now)
    return topic


@transaction.atomic
def stop_telling(*, actor: User, topic_id: int) -> Topic:
    """Note that the actor wishes to hear no more of a topic. Safe to repeat."""
    topic = locked(actor, topic_id, right=can_propose)
    TopicAsker.objects.filter(topic=topic, user=actor).delete()
    return topic


def _open(actor: User, topic_id: int) -> Topic:
    if not is_within("topic_votes", f"person.{actor.pk}", MOST_VOTES):
        raise TooManyVotes
    topic = locked(actor, topic_id, right=can_propose)
    if topic.state != TopicState.OPEN:
        raise TopicNotOpen
    return topic


def _await(topic: Topic, actor: User, now: datetime) -> None:
    TopicAsker.objects.get_or_create(topic=topic, user=actor, defaults={"since": now})
