"""A school with a year of lessons that is watched in two places outside."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.audience.factories import CountedChannelFactory
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory

from nastavnik.audience.enums import Metric, PlaceKind
from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def year(school):
    return ProgrammeFactory(school=school, title="Год наставника")


@pytest.fixture
def cycle(year):
    return CycleFactory(programme=year, position=1)


@pytest.fixture
def lesson(cycle):
    return LessonFactory(cycle=cycle, held=True, number=1, title="Урок у полки", starts_at=NOW - timedelta(days=20))


@pytest.fixture
def other(cycle):
    return LessonFactory(
        cycle=cycle, held=True, number=2, title="Подросток в библиотеке", starts_at=NOW - timedelta(days=10)
    )


@pytest.fixture
def vk(school):
    return CountedChannelFactory(school=school, title="VK Видео", position=2)


@pytest.fixture
def culture(school):
    return CountedChannelFactory(
        school=school, kind=PlaceKind.CULTURE, title="Культура.РФ", metrics=[Metric.LIVE_VIEWS], position=1
    )


@pytest.fixture
def enter(client, school):
    """Sign a person in who has read the documents of the school."""

    def sign_in(user):
        ConsentRound.objects.create(user=user, place_kind="school", place_id=place_of(school).id, answered_at=NOW)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
