"""What the tests of the desk of broadcasts share."""

from datetime import UTC, datetime

import pytest
from tests.live.factories import BroadcastFactory, ChannelFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, LessonSpeakerFactory

SIGNED_IN_BY = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def now():
    """Noon in Moscow, a Tuesday."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def lesson(school):
    return LessonFactory(announced=True, cycle__programme__school=school, title="Сказки на ночь")


@pytest.fixture
def broadcast(lesson):
    return BroadcastFactory(lesson=lesson)


@pytest.fixture
def channel(school):
    return ChannelFactory(school=school, title="Сообщество библиотеки", address="rtmp://ovsu.okcdn.ru/input")


@pytest.fixture
def speaker(lesson):
    """Somebody who holds the lesson and is nothing else in the school."""
    user = UserFactory(full_name="Ведущая занятия")
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user


@pytest.fixture
def enter(client):
    """Sign somebody in: `enter(methodist)` returns the browser."""

    def sign_in(user):
        client.force_login(user, backend=SIGNED_IN_BY)
        return client

    return sign_in
