"""What every area of learning may rely on: a moment, and browsers that somebody has signed in with."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def now():
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def enter():
    """Return the browser of somebody who has signed in."""

    def browser(user) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return browser
