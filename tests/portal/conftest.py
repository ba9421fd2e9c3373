"""A school with a public year in it, asked afresh by every test."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from tests.portal.demonstrating import NOW
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory
from tests.video.factories import VideoFactory

from nastavnik.people.models import ConsentRound
from nastavnik.portal.management.demonstration import make_demonstration
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import forget_schools


@pytest.fixture(scope="module")
def demonstrated(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make the demonstration once for all that only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    own = override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media")
    with django_db_blocker.unblock(), own, transaction.atomic():
        make_demonstration(NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nothing_is_remembered(db):
    cache.clear()
    forget_schools()


@pytest.fixture(autouse=True)
def _own_store(settings, _own_files):
    """Let the storage of pictures follow the folder of this test: Django keeps the first one it made."""
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def cycle(school):
    return CycleFactory(programme=ProgrammeFactory(school=school), position=1)


@pytest.fixture
def held(cycle):
    return LessonFactory(cycle=cycle, held=True, number=1, slug="held", title="Прошедшее занятие")


@pytest.fixture
def coming(cycle, now):
    return LessonFactory(
        cycle=cycle, announced=True, number=2, slug="coming", title="Будущее занятие", starts_at=now + timedelta(days=3)
    )


@pytest.fixture
def draft(cycle):
    return LessonFactory(cycle=cycle, number=3, slug="draft", title="Тайный замысел")


@pytest.fixture
def film(held):
    return VideoFactory(lesson=held, ready=True)


@pytest.fixture
def enter(client, school):
    """Sign a person in who has read the documents of the school."""

    def sign_in(user):
        ConsentRound.objects.create(
            user=user, place_kind="school", place_id=place_of(school).id, answered_at=timezone.now()
        )
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
