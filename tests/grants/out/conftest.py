"""An application on its way, and whoever signs in to move it."""

import pytest
from tests.grants.whole import fill
from tests.grants.writing.conftest import sign_in as sign_in  # noqa: PLC0414 -- a fixture that is used by its name

from nastavnik.grants.enums import GrantState


@pytest.fixture
def whole(application):
    return fill(application)


@pytest.fixture
def won(whole, now):
    whole.state, whole.granted, whole.submitted_at = GrantState.WON, 12_600_000, now
    whole.save()
    return whole
