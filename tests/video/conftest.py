"""What the tests of films share."""

import pytest
from tests.programme.conftest import heard  # noqa: F401 -- a fixture of ours too


@pytest.fixture(autouse=True)
def _own_store(settings, _own_files):
    """Let the storage of films follow the folder of this test: Django keeps the first one it made."""
    settings.STORAGES = dict(settings.STORAGES)
