"""A school with a lesson held, and its report."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory

from nastavnik.audience.selectors.figures import Scope
from nastavnik.audience.services.reports import freeze_report
from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def cycle(school):
    return CycleFactory(programme=ProgrammeFactory(school=school, title="Год наставника"), position=1)


@pytest.fixture
def lesson(cycle):
    return LessonFactory(cycle=cycle, held=True, number=1, title="=Урок; «у полки»", starts_at=NOW - timedelta(days=20))


@pytest.fixture
def scope(school, lesson):
    return Scope(school, as_of=NOW)


@pytest.fixture
def report(methodist, scope):
    return freeze_report(actor=methodist, scope=scope, title="Отчёт за год", now=NOW)


@pytest.fixture
def enter(client, school):
    """Sign a person in who has read the documents of the school."""

    def sign_in(user):
        ConsentRound.objects.create(user=user, place_kind="school", place_id=place_of(school).id, answered_at=NOW)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
