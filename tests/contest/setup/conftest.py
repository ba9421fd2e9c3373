"""Who stands around a contest that is set up."""

import pytest
from django.utils import timezone
from tests.contest.factories import ContestFactory, complete


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def contest(school):
    """Being prepared, with one of everything."""
    return complete(ContestFactory(school=school))
