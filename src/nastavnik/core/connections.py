"""Database connections of threads and processes that live long and are not requests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.dateparse import parse_datetime

P = ParamSpec("P")
T = TypeVar("T")


def rows_of(query: str, values: Sequence[str | int | datetime | None]) -> list[tuple[Any, ...]]:
    """Return what a query finds that is written out, because to build it anew takes longer than to answer it.

    For the few that are asked on every page of a signed-in person; all others are Django's.
    """
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@dataclass(frozen=True, slots=True)
class Written:
    """A query that is written out, and what is filled into it; an app below may ask it beside its own, in one."""

    query: str
    values: Sequence[Any]


def places_for(values: Sequence[object]) -> str:
    """Return what stands for several values in a query that is written out: `%s, %s`."""
    return ", ".join(["%s"] * len(values))


def moment_of(value: str | datetime | None) -> datetime | None:
    """Return a moment of a query that is written out: an aware one on PostgreSQL, a text in UTC on SQLite."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


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


def tried_twice(call: Callable[[], T]) -> T:
    """Return what a whole transaction returns; it is begun once more when the connection broke, or two processes waited for each other."""
    try:
        return call()
    except (OperationalError, InterfaceError):
        connection.close()
        return call()
