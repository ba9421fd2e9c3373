"""What queries that are written out give back differs between the databases."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime


def decimal_of(value: Any) -> Decimal | None:
    """Return a number that is a decimal on one database and a float on the other."""
    return Decimal(str(value)) if value is not None else None


def moment_of(value: Any) -> datetime | None:
    """Return a moment that is aware on one database, and a text or without its zone, which is UTC, on the other."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=UTC)
