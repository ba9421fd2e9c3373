"""Somebody who is forgotten: her own voice goes, her branch's stays without her, topics stay."""

import pytest

from nastavnik.people.events import PersonErased
from nastavnik.studio.models import Topic, TopicAsker, TopicVote
from nastavnik.studio.receivers import forget_in_topics
from nastavnik.studio.services import topics
from nastavnik.studio.tasks import forget_who_was_missed_in_topics

pytestmark = pytest.mark.django_db


def test_forgotten_person_leaves_the_voice_of_her_branch(topic, make_topic, anna, galina, now):
    Topic.objects.filter(pk=topic.pk).update(proposed_by=anna)
    other = make_topic("Сказки")
    for actor, one in ((anna, topic), (galina, topic), (galina, other)):
        topics.vote(actor=actor, topic_id=one.pk, now=now)
    forget_in_topics(PersonErased(user_id=anna.pk))
    galina.erased_at = now
    galina.save()
    assert [forget_who_was_missed_in_topics.func() for _ in range(2)] == [1, 0]
    vote = TopicVote.objects.get()
    assert (vote.voice, vote.user) == (f"library:{anna.library_id}", None)
    assert list(Topic.objects.order_by("pk").values_list("voices", "proposed_by")) == [(1, None), (0, None)]
    assert not TopicAsker.objects.exists()
