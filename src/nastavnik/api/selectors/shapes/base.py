"""Words that stand in many answers."""

from typing import Generic, TypeVar

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

T = TypeVar("T")


class Problem(Schema):
    """What went wrong (RFC 9457), in the language that was asked for."""

    type: str = Field("about:blank", description=_("Always about:blank: the status says which kind of problem it is."))
    title: str
    status: int
    detail: str = ""
    errors: list[str] = Field([], description=_("What is wrong with what was sent, field by field."))


class Page(Schema, Generic[T]):
    """A piece of a list."""

    items: list[T]
    next: str | None = Field(description=_("The address of the next piece; nothing behind the last."))


class Handout(Schema):
    """A file or an address for a lesson."""

    token: str
    title: str
    url: str
    bytes: int
