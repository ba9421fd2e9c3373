"""Database connections of threads and processes that live long and are not requests."""

from django.db import close_old_connections, connection


def drop_dead_connections() -> None:
    """Let go of connections that no longer work; inside somebody's transaction the connection is hers."""
    if not connection.in_atomic_block:
        close_old_connections()
