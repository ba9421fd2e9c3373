"""A lesson of an hour that was broadcast from nine to ten, and who was in its room."""

from datetime import timedelta

import pytest
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import MemberFactory, RoomFactory
from tests.programme.factories import LessonFactory

from nastavnik.live.models import Presence


@pytest.fixture
def lesson(school, now):
    return LessonFactory(cycle__programme__school=school, announced=True, starts_at=now, duration_minutes=60)


@pytest.fixture
def hour_later(now):
    return now + timedelta(hours=1)


@pytest.fixture
def broadcast(lesson, now, hour_later):
    return BroadcastFactory(lesson=lesson, ended=True, live_at=now, ended_at=hour_later)


@pytest.fixture
def room(broadcast):
    return RoomFactory(broadcast=broadcast)


@pytest.fixture
def stay(room, now):
    """Let somebody have been in the room between minutes of the broadcast, several times if need be."""

    def stayed(user, *minutes, people=1):
        member = MemberFactory(room=room, user=user, people=people)
        for begin, end in minutes:
            came_at, until = now + timedelta(minutes=begin), now + timedelta(minutes=end)
            Presence.objects.create(room=room, member=member, came_at=came_at, until=until, people=people)
        return member

    return stayed
