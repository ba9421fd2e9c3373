"""Database connections of threads and processes that live long and are not requests."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")


def drop_dead_connections() -> None:
    """Let go of connections that no longer work; inside somebody's transaction the connection is hers."""
    if not connection.in_atomic_block:
        close_old_connections()


def with_database(call: Callable[P, T]) -> Callable[P, T]:
    """Let `call` use the database in a thread that no request of Django looks after."""

    @wraps(call)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        drop_dead_connections()
        try:
            return call(*args, **kwargs)
        finally:
            drop_dead_connections()

    return wrapped
