"""A mentor of the school, an asker with a question in each hand, browsers."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonFactory
from tests.search.factories import CueFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of
from nastavnik.search import services as search


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def asker(learner):
    return learner


@pytest.fixture
def mentor(school):
    user = UserFactory(full_name="Наставник школы")
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def draft(school, asker):
    return ConsultationFactory(school=school, asker=asker)


@pytest.fixture
def question(school, asker, mentor):
    """A question that the mentor has and has not answered."""
    consultation = ConsultationFactory(school=school, asker=asker, waiting=True)
    AssignmentFactory(consultation=consultation, mentor=mentor)
    return consultation


@pytest.fixture
def answered(school, asker, mentor):
    """A question with an answer that the asker has not judged."""
    consultation = ConsultationFactory(school=school, asker=asker, answered=True)
    AssignmentFactory(consultation=consultation, mentor=mentor)
    return consultation


@pytest.fixture
def enter():
    """Return the browser of somebody who has signed in."""

    def browser(user) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return browser


SAID = "Смету проекта начинают с перечня закупок."


@pytest.fixture
def window(asker, enter):
    return enter(asker)


@pytest.fixture
def film(school, now):
    lesson = LessonFactory(held=True, cycle__programme__school=school)
    film = VideoFactory(lesson=lesson, ready=True, title="Мастерская проектов")
    CueFactory(transcript=TranscriptFactory(video=film, version=1), seconds=10.0, end_seconds=15.0, text=SAID)
    search.index_video(video_id=film.pk, now=now)
    return film


def page_of(consultation, name="consultation"):
    """Return the address of a page of a question."""
    return reverse(f"mentoring:{name}", args=[consultation.token])


def typed(**words):
    """Return the form of a question as a browser posts it."""
    return {"subject": "Смета проекта", "text": "С чего начать?", "audience": "private", "version": "0"} | words
