"""What the tests of all areas of mentoring may use."""

import sqlite3

import pytest
from django.db import connection, connections


@pytest.fixture
def database_of_threads(transactional_db, tmp_path):
    """Let several threads write: on SQLite the test works on a copy in a file, as a school does."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "appointments.sqlite3")
    with sqlite3.connect(path) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connections.close_all()
    connection.connection, connection.settings_dict["NAME"] = memory, name
