"""A school in which something of everything has happened."""

import pytest
from django.utils import timezone
from tests.audience.figures.world import fill


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def world(school):
    return fill(school)
