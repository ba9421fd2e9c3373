"""A question that two mentors have, a film with words, a draft, and an answer that was sent."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.mentoring.answering.factories import RecommendedMomentFactory
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, RecommendationFactory, ThemeFactory
from tests.people.factories import UserFactory, grant
from tests.programme.conftest import heard  # noqa: F401 -- a fixture of ours too
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

SAID = (
    (1.0, 4.0, "Сегодня мы поговорим о том, как превратить идею в проект."),
    (5.0, 8.0, "Опишите, кому сейчас плохо, где именно и почему."),
    (12.0, 16.0, "Цель отвечает на вопрос, что изменится к концу проекта."),
    (20.0, 24.0, "Задачи отвечают на вопрос, что мы для этого сделаем."),
)


@pytest.fixture
def now():
    return timezone.now()


def a_mentor(school, name):
    user = UserFactory(full_name=name)
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def mentor(school):
    return a_mentor(school, "Ольга Наставникова")


@pytest.fixture
def colleague(school):
    return a_mentor(school, "Пётр Коллегин")


@pytest.fixture
def theme(school):
    return ThemeFactory(school=school, title="Проекты")


@pytest.fixture
def question(school, learner, mentor, theme):
    """A question that the mentor has and has not answered."""
    consultation = ConsultationFactory(school=school, asker=learner, theme=theme, waiting=True)
    AssignmentFactory(consultation=consultation, mentor=mentor)
    return consultation


@pytest.fixture
def shared(question, colleague):
    """The same question, which a colleague has too."""
    AssignmentFactory(consultation=question, mentor=colleague)
    return question


@pytest.fixture
def film(school):
    return VideoFactory(lesson=LessonFactory(held=True, cycle__programme__school=school), ready=True)


@pytest.fixture
def said(film):
    transcript = TranscriptFactory(video=film)
    return [CueFactory(transcript=transcript, seconds=begin, end_seconds=end, text=text) for begin, end, text in SAID]


@pytest.fixture
def draft(question, mentor):
    return RecommendationFactory(consultation=question, mentor=mentor, text="Начните с проблемы.")


@pytest.fixture
def moment(draft, film, said):
    made = MomentFactory(video=film, made_by=draft.mentor, seconds=12.0, end_seconds=16.0, quote=SAID[2][2])
    return RecommendedMomentFactory(recommendation=draft, moment=made, position=0)


@pytest.fixture
def sent(question, mentor):
    return RecommendationFactory(consultation=question, mentor=mentor, text="Начните с проблемы.", sent=True)


@pytest.fixture
def enter():
    """Return the browser of somebody who has signed in."""

    def browser(user) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return browser
