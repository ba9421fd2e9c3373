"""Nodes inside the test."""

import pytest
from tests.live.node.here import nothing_measured


@pytest.fixture
def here(monkeypatch, db, settings, _own_files):
    """Let nodes run inside the test: the database is asked in its own thread, the store follows its folder."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setattr("nastavnik.live.ingest.node.measured_speed", nothing_measured)
    settings.STORAGES = dict(settings.STORAGES)
    # a power cut is the matter of other tests, and a disk that others use makes each of these wait
    monkeypatch.setattr("os.fsync", lambda _descriptor: None)
    monkeypatch.setattr("os.fdatasync", lambda _descriptor: None)
