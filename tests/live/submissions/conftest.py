"""A lesson in three weeks, and a channel that wants to be asked two weeks before."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.fakes.culture_portal import CulturePortal
from tests.live.factories import ChannelFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, LessonSpeakerFactory

from nastavnik.core import clock
from nastavnik.live.enums import ChannelKind
from nastavnik.live.services import culture
from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of


@pytest.fixture
def now():
    """Noon in Moscow, a Tuesday."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def lesson(school, now):
    made = LessonFactory(
        announced=True,
        cycle__programme__school=school,
        title="Сказки на ночь",
        summary="Как читать вслух.",
        description="## О чём\n\nЧитаем **вслух**.\n\n- голос\n- пауза",
        starts_at=now + timedelta(days=21),
    )
    LessonSpeakerFactory(lesson=made, speaker__name="Анна Читаева", speaker__position="библиотекарь")
    return made


@pytest.fixture
def channel(school):
    return ChannelFactory(school=school, kind=ChannelKind.CULTURE, title="Культура.РФ", address="")


@pytest.fixture
def where(lesson, channel):
    """The words by which services know the place of a submission."""
    return {"lesson_uid": lesson.uid, "channel_token": channel.token}


@pytest.fixture
def portal(settings, monkeypatch):
    settings.EXCHANGE_INSIDE = True
    with CulturePortal() as running:
        monkeypatch.setattr(culture, "API", running.api)
        yield running


@pytest.fixture
def enter(client, school):
    """Sign a person in who has read the documents of the school."""

    def sign_in(user):
        place = place_of(school)
        ConsentRound.objects.create(user=user, place_kind=place.kind, place_id=place.id, answered_at=timezone.now())
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def stranger():
    return UserFactory(full_name="Посторонний Человек")
