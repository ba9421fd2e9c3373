"""A room that is open, somebody who leads it, and somebody who listens."""

import sqlite3
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone
from tests.live.factories import BroadcastFactory, PartFactory
from tests.live.room.factories import RoomFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, LessonSpeakerFactory

from nastavnik.live.models import RoomEvent
from nastavnik.programme.enums import LessonState


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def lesson(school, now):
    return LessonFactory(cycle__programme__school=school, announced=True, starts_at=now - timedelta(minutes=5))


@pytest.fixture
def broadcast(lesson):
    return BroadcastFactory(lesson=lesson, live=True)


@pytest.fixture
def room(broadcast):
    return RoomFactory(broadcast=broadcast)


@pytest.fixture
def speaker(lesson):
    """Somebody with an account who holds the lesson."""
    user = UserFactory(full_name="Ведущая Мария")
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user


@pytest.fixture
def told():
    """Return what the log of a room says from a number on."""

    def read(room, after=0):
        events = RoomEvent.objects.filter(room=room, number__gt=after).order_by("number")
        return [(event.number, event.kind, event.audience, event.payload) for event in events]

    return read


@pytest.fixture
def database_of_threads(transactional_db, tmp_path):
    """Let several threads write: SQLite's database in memory is locked whole by whoever reads or writes a table.

    On SQLite the test works on a copy in a file, as a school does; the database in memory stays as it is.
    """
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "room.sqlite3")
    with sqlite3.connect(path) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connections.close_all()
    connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def over(school):
    """A room whose broadcast is over and can be watched: two parts, with a pause of a minute between them."""
    broadcast = BroadcastFactory(lesson__cycle__programme__school=school, lesson__state=LessonState.HELD, ended=True)
    PartFactory(broadcast=broadcast, number=1, started_at=broadcast.live_at, offset_seconds=0, duration_seconds=600)
    second = broadcast.live_at + timedelta(minutes=11)
    PartFactory(broadcast=broadcast, number=2, started_at=second, offset_seconds=600, duration_seconds=300)
    return RoomFactory(broadcast=broadcast)
