"""Proposals: open at once, with a vote and evidence; alike ones are offered first; nobody overwrites anybody."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory

from nastavnik.search.models import SearchMiss
from nastavnik.studio.enums import EvidenceKind, TopicState
from nastavnik.studio.models import Topic, TopicAsker, TopicEvidence
from nastavnik.studio.services import topics
from nastavnik.studio.services.topics import proposing
from nastavnik.studio.services.topics.refusals import (
    TooManyTopics,
    TopicEmpty,
    TopicIsAlike,
    TopicMoved,
    TopicWrittenElsewhere,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def propose(school, now):
    def ask(actor, title, about="", **facts):
        proposal = topics.Proposal(title, about, **facts)
        return topics.propose_topic(actor=actor, school=school, proposal=proposal, now=now)

    return ask


def test_proposal_is_open_with_the_voice_of_its_branch(propose, anna, branch):
    topic = propose(anna, "  Съёмка \x00 интервью\nс читателем ", "Для  села.\x00")
    assert (topic.title, topic.about) == ("Съёмка интервью с читателем", "Для  села.")
    assert (topic.state, topic.voices, topic.proposed_by) == (TopicState.OPEN, 1, anna)
    evidence = TopicEvidence.objects.get(topic=topic)
    assert (evidence.kind, evidence.key) == (EvidenceKind.PROPOSAL, f"proposal:{topic.token}")
    assert TopicAsker.objects.filter(topic=topic, user=anna).exists()


def test_empty_proposal_is_refused(propose, anna):
    with pytest.raises(TopicEmpty):
        propose(anna, " — !\x00")


def test_alike_topic_is_offered_first_in_other_forms_of_its_words(propose, anna, topic):
    with pytest.raises(TopicIsAlike) as refused:
        propose(anna, "Как снять буктрейлеры телефоном вечером")
    assert refused.value.topics == [topic]
    sure = propose(anna, "Как снять буктрейлеры телефоном вечером", is_sure=True)
    assert sure.pk != topic.pk


def test_second_click_proposes_nothing(propose, anna):
    first = propose(anna, "Съёмка интервью с читателем")
    assert propose(anna, "съёмка  интервью с читателем") == first
    assert Topic.objects.count() == 1


def test_what_nobody_may_see_is_not_offered(propose, anna, make_topic):
    make_topic("Съёмка интервью с читателем", state=TopicState.SUGGESTED)
    assert propose(anna, "Съёмка интервью с читателем").state == TopicState.OPEN


def test_search_without_a_hit_is_evidence_in_whatever_form(propose, anna, school, now):
    day = now.astimezone(school.zone).date()
    SearchMiss.objects.create(school=school, day=day - timedelta(days=1), text="интервью читателя", count=2)
    SearchMiss.objects.create(school=school, day=day, text="интервью с читателем", count=3)
    topic = propose(anna, "Съёмка интервью", searched="Интервью с читателями")
    evidence = TopicEvidence.objects.get(topic=topic, kind=EvidenceKind.SEARCH)
    assert (evidence.text, evidence.count) == ("интервью с читателем", 5)
    assert (evidence.first_on, evidence.last_on) == (day - timedelta(days=1), day)


def test_nobody_makes_evidence_up(propose, anna):
    topic = propose(anna, "Съёмка интервью", searched="Чего никто не искал")
    assert not TopicEvidence.objects.filter(topic=topic, kind=EvidenceKind.SEARCH).exists()


def test_one_person_proposes_only_so_many_a_day(propose, anna, monkeypatch):
    monkeypatch.setattr(proposing, "MOST_TOPICS", 1)
    propose(anna, "Съёмка интервью")
    with pytest.raises(TooManyTopics):
        propose(anna, "Сказки у костра")


def test_without_an_active_account_nothing_is_proposed(propose):
    with pytest.raises(PermissionDenied):
        propose(UserFactory(is_active=False), "Съёмка интервью")


def edit(actor, topic, now, title="Иначе", version=0):
    return topics.edit_topic(actor=actor, topic_id=topic.pk, title=title, about="Так", version=version, now=now)


def test_proposer_changes_her_topic_while_it_is_open(propose, anna, boris, methodist, now):
    topic = propose(anna, "Съёмка интервью")
    edited = edit(anna, topic, now, "Монтаж подкаста")
    assert (edited.title_key, edited.lemmas, edited.version) == ("монтаж подкаста", "монтаж подкаст", 1)
    with pytest.raises(TopicWrittenElsewhere):
        edit(anna, topic, now, "Совсем иначе")
    # the same words are never a conflict
    assert edit(anna, topic, now, "Монтаж подкаста").version == 1
    with pytest.raises(PermissionDenied):
        edit(boris, topic, now, version=1)
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    with pytest.raises(TopicMoved):
        edit(anna, topic, now, version=1)
    assert edit(methodist, topic, now, version=1).title == "Иначе"
