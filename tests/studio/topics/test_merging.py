"""Merged topics: nothing is lost, no voice counts twice, no address ends in another old one."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.studio.factories import EvidenceFactory, TopicFactory

from nastavnik.studio.enums import TopicState
from nastavnik.studio.models import Topic, TopicAsker, TopicEvidence
from nastavnik.studio.services import topics
from nastavnik.studio.services.topics.refusals import NothingToMerge, TopicCannotGo, TopicTakesNothing

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(make_topic):
    return make_topic("Ролик о книге")


@pytest.fixture
def merge(methodist, now):
    def go(into, *others, actor=methodist):
        ids = [topic.pk for topic in others]
        return topics.merge_topics(actor=actor, topic_ids=ids, into_id=into.pk, now=now)

    return go


def test_votes_evidence_and_askers_go_over_each_once(merge, topic, other, anna, boris, vera, galina, now):
    for actor, one in ((anna, topic), (galina, topic), (boris, other), (vera, other)):
        topics.vote(actor=actor, topic_id=one.pk, now=now)
    EvidenceFactory(topic=other)
    into = merge(topic, other)
    # anna and boris are of one branch
    assert into.voices == 3
    assert TopicEvidence.objects.filter(topic=topic).count() == 1
    assert TopicAsker.objects.filter(topic=topic).count() == 4
    other.refresh_from_db()
    assert (other.state, other.merged_into, other.voices) == (TopicState.MERGED, topic, 0)


def test_chain_of_merges_leads_to_its_end(merge, topic, other, make_topic):
    third, fourth = make_topic("Сказки"), make_topic("Былины")
    merge(other, third, fourth)
    merge(topic, other)
    assert set(Topic.objects.filter(merged_into=topic)) == {other, third, fourth}


def test_topic_with_a_card_takes_others_and_goes_nowhere(merge, topic, other, methodist, now):
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    with pytest.raises(TopicCannotGo):
        merge(other, topic)
    assert merge(topic, other).state == TopicState.TAKEN
    # what went away goes no further
    with pytest.raises(TopicCannotGo):
        merge(topic, other)
    with pytest.raises(TopicTakesNothing):
        merge(other, TopicFactory(school=topic.school))


def test_nothing_goes_into_itself_or_into_another_school(merge, topic, methodist):
    for others in ((), (topic,)):
        with pytest.raises(NothingToMerge):
            merge(topic, *others)
    with pytest.raises(Topic.DoesNotExist):
        merge(topic, TopicFactory())


def test_only_methodists_merge(merge, topic, other, director):
    with pytest.raises(PermissionDenied):
        merge(topic, other, actor=director)
