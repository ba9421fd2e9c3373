"""Voices: one for a branch or a person by the rule; whoever votes is told; what was voted stays when the rule changes."""

import pytest

from nastavnik.studio.enums import TopicState, Voice
from nastavnik.studio.models import StudioRules, TopicAsker, TopicVote
from nastavnik.studio.selectors.topics.voices import own_voice
from nastavnik.studio.services import topics
from nastavnik.studio.services.topics import voting
from nastavnik.studio.services.topics.refusals import TooManyVotes, TopicNotOpen

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(topic, now):
    return lambda actor: topics.vote(actor=actor, topic_id=topic.pk, now=now).voices


@pytest.fixture
def unvote(topic, now):
    return lambda actor: topics.take_back_vote(actor=actor, topic_id=topic.pk, now=now).voices


def test_branch_has_one_voice_and_who_has_no_branch_her_own(vote, unvote, anna, boris, vera, galina, topic, school):
    assert [vote(actor) for actor in (anna, boris, anna, vera, galina)] == [1, 1, 1, 2, 3]
    own = own_voice(boris, school, [topic.pk])
    assert (own.voted, own.by_colleague, own.asked) == ({topic.pk}, {topic.pk}, {topic.pk})
    assert not own_voice(galina, school, [topic.pk]).by_library
    # a colleague may take the branch's voice back; once more takes nothing
    assert [unvote(boris), unvote(boris), unvote(anna)] == [2, 2, 2]


def test_by_the_rule_of_persons_colleagues_count_each(vote, anna, boris, school):
    StudioRules.objects.create(school=school, voice=Voice.PERSON)
    assert [vote(anna), vote(boris)] == [1, 2]


def test_changed_rule_leaves_old_voices_and_gives_nobody_a_second_one(vote, unvote, anna, boris, school):
    rules = StudioRules.objects.create(school=school, voice=Voice.PERSON)
    vote(anna)
    rules.voice = Voice.LIBRARY
    rules.save()
    assert [vote(anna), vote(boris), unvote(anna)] == [1, 2, 0]


def test_who_takes_her_vote_back_is_told_no_more_unless_she_proposed_it(vote, unvote, anna, vera, topic):
    topic.proposed_by = anna
    topic.save()
    for actor in (anna, vera):
        vote(actor)
        unvote(actor)
    assert list(TopicAsker.objects.filter(topic=topic).values_list("user", flat=True)) == [anna.pk]


def test_what_is_being_made_takes_no_votes_but_tells(vote, anna, topic, methodist, now):
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    with pytest.raises(TopicNotOpen):
        vote(anna)
    topics.ask_to_be_told(actor=anna, topic_id=topic.pk, now=now)
    assert TopicAsker.objects.filter(topic=topic, user=anna).exists()
    topics.stop_telling(actor=anna, topic_id=topic.pk)
    assert not TopicAsker.objects.filter(topic=topic).exists()


def test_nobody_is_told_of_what_is_set_aside(anna, make_topic, now):
    topic = make_topic("Сказки", state=TopicState.DECLINED)
    with pytest.raises(TopicNotOpen):
        topics.ask_to_be_told(actor=anna, topic_id=topic.pk, now=now)


def test_votes_of_a_program_are_refused(vote, unvote, anna, monkeypatch, topic):
    monkeypatch.setattr(voting, "MOST_VOTES", 1)
    vote(anna)
    with pytest.raises(TooManyVotes):
        unvote(anna)
    assert TopicVote.objects.filter(topic=topic).count() == 1
