"""What methodists decide, and the way through production: each step once, everybody told once."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.programme.factories import LessonFactory

from nastavnik.people.models import Notice
from nastavnik.programme.models import Lesson
from nastavnik.studio.enums import TopicState
from nastavnik.studio.models import Topic
from nastavnik.studio.services import topics
from nastavnik.studio.services.topics.refusals import ReasonMissing, TopicMoved

pytestmark = pytest.mark.django_db


def test_suggested_topic_is_opened_once(make_topic, methodist, now):
    topic = make_topic("Сказки", state=TopicState.SUGGESTED)
    for _ in range(2):
        assert topics.open_topic(actor=methodist, topic_id=topic.pk, now=now).state == TopicState.OPEN
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    with pytest.raises(TopicMoved):
        topics.open_topic(actor=methodist, topic_id=topic.pk, now=now)


def test_only_methodists_decide(topic, anna, director, now):
    for actor in (anna, director):
        with pytest.raises(PermissionDenied):
            topics.decline_topic(actor=actor, topic_id=topic.pk, because="Нет", now=now)


def test_askers_are_told_why_a_topic_is_set_aside_and_it_comes_back(topic, anna, methodist, now):
    topics.vote(actor=anna, topic_id=topic.pk, now=now)
    with pytest.raises(ReasonMissing):
        topics.decline_topic(actor=methodist, topic_id=topic.pk, because=" \x00", now=now)
    topics.decline_topic(actor=methodist, topic_id=topic.pk, because="Есть в прошлогоднем\n цикле", now=now)
    notice = Notice.objects.get(user=anna)
    assert "Есть в прошлогоднем цикле" in notice.text
    with pytest.raises(TopicMoved):
        topics.decline_topic(actor=methodist, topic_id=topic.pk, because="Ещё раз", now=now)
    back = topics.open_topic(actor=methodist, topic_id=topic.pk, now=now)
    assert (back.state, back.declined_because, back.voices) == (TopicState.OPEN, "", 1)


def test_what_wrote_itself_is_set_aside_without_a_word(make_topic, methodist, now):
    topic = make_topic("Сказки", state=TopicState.SUGGESTED)
    assert topics.decline_topic(actor=methodist, topic_id=topic.pk, because="", now=now).state == TopicState.DECLINED
    assert not Notice.objects.exists()


def test_topic_goes_into_production_and_back(topic, methodist, now):
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    with pytest.raises(TopicMoved):
        topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    for _ in range(2):
        assert topics.give_back_topic(topic_id=topic.pk, actor=methodist, now=now).state == TopicState.OPEN


def test_asker_is_told_of_the_lesson_once(topic, anna, methodist, school, now):
    lesson = LessonFactory(cycle__programme__school=school, announced=True, title="Буктрейлер")
    topics.vote(actor=anna, topic_id=topic.pk, now=now)
    with pytest.raises(TopicMoved):
        topics.finish_topic(topic_id=topic.pk, lesson_id=lesson.pk, now=now)
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    told = [topics.finish_topic(topic_id=topic.pk, lesson_id=lesson.pk, now=now) for _ in range(2)]
    assert told == [1, 0]
    notice = Notice.objects.get(user=anna)
    assert (notice.link, Topic.objects.get(pk=topic.pk).lesson) == (lesson.path, lesson)
    with pytest.raises(TopicMoved):
        topics.give_back_topic(topic_id=topic.pk, actor=methodist, now=now)


def test_lesson_of_another_school_finishes_nothing(topic, methodist, now):
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    with pytest.raises(Lesson.DoesNotExist):
        topics.finish_topic(topic_id=topic.pk, lesson_id=LessonFactory().pk, now=now)
    topic.refresh_from_db()
    assert topic.state == TopicState.TAKEN


def test_hidden_topic_that_is_taken_is_shown_to_all(make_topic, methodist, now):
    topic = make_topic("Сказки", state=TopicState.SUGGESTED)
    assert topics.take_topic(topic_id=topic.pk, actor=methodist, now=now).state == TopicState.TAKEN
