"""Lists in pieces: a cursor says behind which row the next piece begins.

It is sealed, so it tells nothing of how many rows there are, belongs to one list of one school, and is the same for the same
place however often it is made. Rows that come or go meanwhile move nothing: none is told twice or left out for it.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.db.models import Model, QuerySet
from django.http import Http404

from nastavnik.core.sealing import key_for
from nastavnik.programme.models import School

PURPOSE = "api.cursor"
MOST_ROWS = 100
USUAL_ROWS = 50

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which piece of a list of a school is asked for; without a cursor the first."""

    school: School
    name: str
    cursor: str = ""
    rows: int = USUAL_ROWS


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A piece of a list, and the cursor of the next one; empty behind the last."""

    rows: Sequence[T]
    following: str


def piece_of(asked: Asked, rows: Sequence[T], key_of: Callable[[T], str]) -> Piece[T]:
    """Return a piece of rows, in the order of their keys, of which each has its own. Raises `Http404` for a cursor that is none."""
    behind = _opened(asked)
    ordered = sorted((row for row in rows if not behind or key_of(row) > behind), key=key_of)
    return _cut(asked, ordered[: asked.rows + 1], key_of)


def piece_of_rows(asked: Asked, rows: QuerySet[M]) -> Piece[M]:
    """Return a piece of the rows of a query, in the order in which they were made; reads no more than it returns, and one."""
    behind = _opened(asked)
    later = rows.filter(pk__gt=int(behind)) if behind else rows
    return _cut(asked, list(later.order_by("pk")[: asked.rows + 1]), lambda row: str(row.pk))


def _cut(asked: Asked, found: Sequence[T], key_of: Callable[[T], str]) -> Piece[T]:
    rows = found[: asked.rows]
    return Piece(rows, _sealed(asked, key_of(rows[-1])) if len(found) > asked.rows else "")


def _sealed(asked: Asked, key: str) -> str:
    return base64.urlsafe_b64encode(_box().encrypt(key.encode(), _place(asked))).decode().rstrip("=")


def _opened(asked: Asked) -> str:
    """Return the key behind which the piece begins. Raises `Http404`: there is no such page of the list."""
    if not asked.cursor:
        return ""
    try:
        sealed = base64.urlsafe_b64decode(asked.cursor + "=" * (-len(asked.cursor) % 4))
        return _box().decrypt(sealed, _place(asked)).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Http404 from error


def _place(asked: Asked) -> list[bytes]:
    return [f"{asked.school.pk} {asked.name}".encode()]


def _box() -> AESSIV:
    return _box_of(key_for(PURPOSE))


@cache
def _box_of(key: bytes) -> AESSIV:
    return AESSIV(key)
