"""Two topics become one: evidence, votes and askers go over, and the old address leads to the other."""

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
def merge_topics(*, actor: User, topic_id: int, into_id: int, now: datetime) -> Topic:
    """Let a topic go into another one; return that. Whoever is in both counts once; what went into the first follows.

    Raises `NothingToMerge`, `TopicCannotGo`, `TopicTakesNothing`.
    """
    if topic_id == into_id:
        raise NothingToMerge
    school = School.objects.get(pk=Topic.objects.values("school").get(pk=topic_id)["school"])
    if not can_keep_topics(actor, school):
        raise PermissionDenied
    # a sweep that adds evidence to what goes away just now would lose it
    School.objects.select_for_update(of=("self",), no_key=True).get(pk=school.pk)
    topics = locked_together(school, [topic_id, into_id])
    if into_id not in topics:
        raise Topic.DoesNotExist
    topic, into = topics[topic_id], topics[into_id]
    if topic.state not in MAY_GO:
        raise TopicCannotGo
    if into.state not in LIVING_STATES:
        raise TopicTakesNothing
    _carry_over(topic, into)
    topic.state, topic.merged_into, topic.changed_at = TopicState.MERGED, into, now
    topic.save(update_fields=["state", "merged_into", "changed_at"])
    # an old address leads to where it is now, never to another old one
    Topic.objects.filter(merged_into=topic).update(merged_into=into)
    for one in (topic, into):
        recount(one)
    journal.record(actor=actor, verb="topics_merged", subject=topic, now=now, into=into.token)
    publish(TopicsMerged(topic_id=topic.pk, into_id=into.pk))
    return into


def _carry_over(topic: Topic, into: Topic) -> None:
    TopicEvidence.objects.filter(topic=topic).update(topic=into)
    counted = TopicVote.objects.filter(topic=into)
    votes = TopicVote.objects.filter(topic=topic)
    votes.filter(voice__in=counted.values("voice")).delete()
    votes.update(topic=into)
    askers = TopicAsker.objects.filter(topic=topic)
    askers.filter(user__in=TopicAsker.objects.filter(topic=into).values("user")).delete()
    askers.update(topic=into)
