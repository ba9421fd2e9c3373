"""A lesson that was held, with a film in which something is said."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.programme.factories import LessonFactory
from tests.search.factories import CueFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.search import selectors, services

GUEST = AnonymousUser()


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school, title="Мастерская")


@pytest.fixture
def film(lesson):
    return VideoFactory(lesson=lesson, ready=True, title=lesson.title, duration_seconds=600.0)


@pytest.fixture
def transcript(film):
    return TranscriptFactory(video=film)


@pytest.fixture
def say(film, transcript):
    """Let sentences be said in the film, ten seconds apart, and be found."""

    def say_them(*texts, **facts):
        for number, text in enumerate(texts):
            CueFactory(transcript=transcript, seconds=number * 10.0, text=text, **facts)
        transcript.version += 1
        transcript.save()
        services.index_video(video_id=film.pk, now=timezone.now())

    return say_them


@pytest.fixture
def hits_of(school):
    """Return the hits of a question, as the page shows them."""

    def ask(text, actor=GUEST):
        forget_all()
        results = selectors.search(actor, school, text, timezone.now())
        return [hit for group in results.groups for hit in group.hits]

    return ask


@pytest.fixture
def found(hits_of):
    """Return the texts that answer a question."""

    def ask(text, actor=GUEST):
        return [hit.text for hit in hits_of(text, actor)]

    return ask
