"""What the tests of slides share."""

import pytest
from tests.video.conftest import _own_store  # noqa: F401 -- autouse here too
from tests.video.slides import talks


@pytest.fixture
def film(school):
    """A film of the school that is ready: a talk of three slides, at 0, 8 and 16 seconds."""
    return talks.ready_talk(school)
