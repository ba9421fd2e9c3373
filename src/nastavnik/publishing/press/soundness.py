"""Signs that no program takes: zero bytes end words in C, and half of a pair of UTF-16 is no sign at all. Both come with JSON of others."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from nastavnik.core.text import without_unkept
from nastavnik.publishing.press.book import Book

T = TypeVar("T", str, Book)


def sound(told: T) -> T:
    """Return words, or a whole book with all words in it, without such signs."""
    made: T = _sound(told)
    return made


def _sound(told: Any) -> Any:
    if type(told) is str:  # not the words of ours, which are enums
        return without_unkept(told)
    if isinstance(told, tuple):
        return tuple(_sound(one) for one in told)
    if isinstance(told, Mapping):
        return {_sound(name): _sound(value) for name, value in told.items()}
    if is_dataclass(told) and not isinstance(told, type):
        return replace(told, **{one.name: _sound(getattr(told, one.name)) for one in fields(told)})
    return told
