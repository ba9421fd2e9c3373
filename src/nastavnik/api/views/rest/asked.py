"""What stands in addresses: tokens, and which piece of a list is wanted."""

from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from ninja import Schema
from pydantic import Field

from nastavnik.api.selectors.cursors import MOST_ROWS, USUAL_ROWS, Asked, Piece
from nastavnik.core.http import Request
from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.publishing.selectors.reading.addresses import whole_address

T = TypeVar("T")

Token = Annotated[str, Field(pattern=r"^[a-z0-9]{1,22}$")]
Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")]


class ListQuery(Schema):
    """Which piece of a list."""

    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,200}$")] = ""
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = USUAL_ROWS


class LessonQuery(ListQuery):
    """Which lessons."""

    programme: Annotated[str, Field(pattern=r"^[a-z0-9]{0,22}$")] = ""
    state: LessonState | None = None
    kind: LessonKind | None = None


class DeskLessonQuery(ListQuery):
    """Which lessons of the desk."""

    state: LessonState | None = None


class SearchQuery(Schema):
    """What is looked for; nothing finds nothing."""

    q: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")] = ""


def asked_of(request: Request, query: ListQuery, name: str) -> Asked:
    """Return which piece of the list `name` is wanted."""
    return Asked(request.school, name, query.cursor, query.limit)


def page_of(request: Request, piece: Piece[T]) -> dict[str, Any]:
    """Return a piece of a list with the address of the next one."""
    words = {**request.GET.dict(), "cursor": piece.following}
    following = f"{whole_address(request.school, request.path)}?{urlencode(words)}"
    return {"items": piece.rows, "next": following if piece.following else None}
