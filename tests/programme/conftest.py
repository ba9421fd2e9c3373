from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from tests.programme.factories import CycleFactory, ProgrammeFactory

from nastavnik.core import events

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def now():
    """Noon in Moscow, a Tuesday."""
    return NOON


@pytest.fixture
def programme(school):
    return ProgrammeFactory(school=school)


@pytest.fixture
def cycle(programme):
    return CycleFactory(programme=programme, position=1)


@pytest.fixture
def heard(monkeypatch, django_capture_on_commit_callbacks):
    """Listen to all news: `with heard() as news: ...`; after the block `news` holds the events in their order."""

    @contextmanager
    def listen():
        news = []
        monkeypatch.setattr(events, "_handlers", defaultdict(lambda: [news.append]))
        with django_capture_on_commit_callbacks(execute=True):
            yield news

    return listen
