"""Topics become one: evidence, votes and askers go over, and the old address leads to the other."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import LIVING_STATES, TopicState
from nastavnik.studio.events import TopicsMerged
from nastavnik.studio.models import Topic, TopicAsker, TopicEvidence, TopicVote
from nastavnik.studio.permissions import can_keep_topics
from nastavnik.studio.services.topics.evidence import recount
from nastavnik.studio.services.topics.locking import locked_together
from nastavnik.studio.services.topics.refusals import NothingToMerge, TopicCannotGo, TopicTakesNothing

# What has a card, or is one with another already, goes nowhere.
MAY_GO = (TopicState.SUGGESTED, TopicState.OPEN, TopicState.DECLINED)


@transaction.atomic
def merge_topics(*, actor: User, topic_ids: Collection[int], into_id: int, now: datetime) -> Topic:
    """Let topics go into another one; return that. Whoever is in several counts once; what went into one of them follows.

    Raises `NothingToMerge`, `TopicCannotGo`, `TopicTakesNothing`.
    """
    if not topic_ids or into_id in topic_ids:
        raise NothingToMerge
    school = School.objects.get(pk=Topic.objects.values_list("school", flat=True).get(pk=into_id))
    if not can_keep_topics(actor, school):
        raise PermissionDenied
    # a sweep that adds evidence to what goes away just now would lose it
    School.objects.select_for_update(of=("self",), no_key=True).get(pk=school.pk)
    topics = locked_together(school, [*topic_ids, into_id])
    into = topics.pop(into_id)
    if len(topics) != len(set(topic_ids)):
        raise Topic.DoesNotExist
    if into.state not in LIVING_STATES:
        raise TopicTakesNothing
    if any(topic.state not in MAY_GO for topic in topics.values()):
        raise TopicCannotGo
    for topic in topics.values():
        _merge(topic, into, actor, now)
    recount(into)
    return into


def _merge(topic: Topic, into: Topic, actor: User, now: datetime) -> None:
    _carry_over(topic, into)
    topic.state, topic.merged_into, topic.changed_at, topic.voices = TopicState.MERGED, into, now, 0
    topic.save(update_fields=["state", "merged_into", "changed_at", "voices"])
    # an old address leads to where it is now, never to another old one
    Topic.objects.filter(merged_into=topic).update(merged_into=into)
    journal.record(actor=actor, verb="topics_merged", subject=topic, now=now, into=into.token)
    publish(TopicsMerged(topic_id=topic.pk, into_id=into.pk))


def _carry_over(topic: Topic, into: Topic) -> None:
    TopicEvidence.objects.filter(topic=topic).update(topic=into)
    counted = TopicVote.objects.filter(topic=into)
    votes = TopicVote.objects.filter(topic=topic)
    votes.filter(voice__in=counted.values("voice")).delete()
    votes.update(topic=into)
    askers = TopicAsker.objects.filter(topic=topic)
    askers.filter(user__in=TopicAsker.objects.filter(topic=into).values("user")).delete()
    askers.update(topic=into)
