"""Sessions that are over are deleted, once a day."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from nastavnik.people import tasks
from nastavnik.people.services.sessions import forget_old_sessions

NOW = timezone.now()


@pytest.fixture
def sessions(db):
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(hours=1))


def test_forget_old_sessions_keeps_those_in_use(sessions):
    assert forget_old_sessions(now=NOW) == 1
    assert forget_old_sessions(now=NOW) == 0
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_forget_old_sessions_is_done_by_its_task(sessions):
    tasks.forget_old_sessions.call()

    assert not Session.objects.filter(session_key="old").exists()
