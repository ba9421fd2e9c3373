"""A school with a cycle, somebody who makes films, a card that lacks nothing, and one that was just begun."""

import sqlite3
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from tests.people.factories import UserFactory, grant
from tests.programme.factories import CycleFactory, ProgrammeFactory
from tests.studio.factories import CardFactory, ShownPersonFactory, TopicFactory
from tests.video.factories import VideoFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.people.enums import Role
from nastavnik.people.models import ConsentRound
from nastavnik.programme.enums import AgeRating
from nastavnik.programme.permissions import place_of
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.selectors.cards.words import words_mark
from nastavnik.video.models import Chapter


@pytest.fixture
def now():
    """Noon in Moscow, a Tuesday."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def sign_in(school, now):
    """Sign somebody in, with a browser of her own, who has gone through the documents."""

    def enter(user):
        place = place_of(school)
        defaults = {"answered_at": now}
        ConsentRound.objects.get_or_create(user=user, place_kind=place.kind, place_id=place.id, defaults=defaults)
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return enter


@pytest.fixture
def cycle(school):
    return CycleFactory(
        programme=ProgrammeFactory(school=school, title="2026/27"), title="Книга и читатель", position=1
    )


@pytest.fixture
def maker(school):
    user = UserFactory(full_name="Наставница Вера")
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def card(school, maker, cycle, now):
    return CardFactory(school=school, owner=maker, number=1, title="Буктрейлер за вечер", cycle=cycle, created_at=now)


@pytest.fixture
def film(school):
    video = VideoFactory(ready=True, school=school, title="Буктрейлер: монтаж", duration_seconds=1234.0)
    for seconds in (0, 300):
        Chapter.objects.create(video=video, seconds=seconds, title=f"Часть {seconds}", kind="hand")
    return video


@pytest.fixture
def words(film):
    transcript = TranscriptFactory(video=film, language="ru", version=3)
    CueFactory(transcript=transcript)
    return transcript


@pytest.fixture
def shown(card, now):
    return ShownPersonFactory(card=card, name="Ирина Орлова", has_agreed=True, answered_at=now)


@pytest.fixture
def topic(school):
    return TopicFactory(school=school, title="Буктрейлер за вечер", about="Как снять его одной")


@pytest.fixture
def whole(card, film, words, shown):
    """A card of which nothing is missing."""
    ProductionCard.objects.filter(pk=card.pk).update(
        state=CardState.SUBTITLES,
        video=film,
        checked_words=words_mark(film, words.pk, words.version),
        age_rating=AgeRating.TWELVE,
        rights="Музыка своя",
        has_rights=True,
        summary="Снимаем и монтируем телефоном",
    )
    card.refresh_from_db()
    return card


@pytest.fixture
def database_of_threads(transactional_db, tmp_path):
    """Let several threads write: on SQLite the test works on a copy in a file, as a school does."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "studio.sqlite3")
    with sqlite3.connect(path) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connections.close_all()
    connection.connection, connection.settings_dict["NAME"] = memory, name
