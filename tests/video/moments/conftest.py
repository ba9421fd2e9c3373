"""A film with a minute of words, somebody who collects moments of it, and the moment at which she does."""

from datetime import timedelta

import pytest
from tests.people.factories import UserFactory
from tests.programme.conftest import heard  # noqa: F401 -- a fixture of ours too
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory, MomentListFactory
from tests.video.words.factories import NOON, CueFactory, TranscriptFactory

SAID = (
    (1.0, 4.0, "Сегодня мы поговорим о том, как превратить идею в проект."),
    (5.0, 8.0, "Опишите, кому сейчас плохо, где именно и почему."),
    (12.0, 16.0, "Цель отвечает на вопрос, что изменится к концу проекта."),
    (20.0, 24.0, "Задачи отвечают на вопрос, что мы для этого сделаем."),
    (30.0, 34.0, "Показатель должен быть измеримым и честным."),
)


@pytest.fixture
def now():
    return NOON + timedelta(hours=1)


@pytest.fixture
def film(school):
    return VideoFactory(lesson=LessonFactory(held=True, cycle__programme__school=school), ready=True)


@pytest.fixture
def transcript(film):
    return TranscriptFactory(video=film)


@pytest.fixture
def said(transcript):
    return [CueFactory(transcript=transcript, seconds=begin, end_seconds=end, text=text) for begin, end, text in SAID]


@pytest.fixture
def reader(school):
    return UserFactory()


@pytest.fixture
def collection(reader, school):
    return MomentListFactory(owner=reader, school=school, title="О целях")


@pytest.fixture
def moment(film, collection, reader):
    quote = "Цель отвечает на вопрос, что изменится к концу проекта."
    return MomentFactory(video=film, collection=collection, made_by=reader, seconds=12.0, end_seconds=16.0, quote=quote)
