"""AMF0: the values in which RTMP writes commands and FLV writes metadata (Action Message Format, AMF 0, 2007).

Reading is bounded in depth, in the number of values and in bytes, whatever the bytes claim about themselves.
"""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "float | bool | str | Mapping[str, Value] | Sequence[Value] | None"

MOST_BYTES = 64 * 1024
MOST_VALUES = 1024
MOST_DEPTH = 8

NUMBER, BOOLEAN, STRING, OBJECT, NULL, UNDEFINED = 0x00, 0x01, 0x02, 0x03, 0x05, 0x06
ECMA_ARRAY, OBJECT_END, STRICT_ARRAY, DATE = 0x08, 0x09, 0x0A, 0x0B
LONG_STRING, UNSUPPORTED, XML, TYPED_OBJECT = 0x0C, 0x0D, 0x0F, 0x10

_DOUBLE = struct.Struct(">d")
_SHORT = struct.Struct(">H")
_LONG = struct.Struct(">I")
_SHORT_STRING_BYTES = 0xFFFF


class NotAmf0(Exception):
    """The bytes are no AMF0, or more of it than is taken."""


def decode(body: bytes) -> list[Value]:
    """Return the values that `body` holds one after another. Raises `NotAmf0`.

    Objects and arrays by name become dicts, lists become lists, dates become milliseconds since 1970; what has no
    meaning here (undefined, unsupported) becomes None. Text that is no UTF-8 is mended, not refused.
    """
    if len(body) > MOST_BYTES:
        raise NotAmf0("too long")
    reader = _Reader(body)
    values = []
    while reader.at < len(body):
        values.append(reader.value(0))
    return values


class _Reader:
    """Walks over the bytes of one message."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.at = 0
        self.values = 0

    def value(self, depth: int) -> Value:
        self.values += 1
        if self.values > MOST_VALUES or depth > MOST_DEPTH:
            raise NotAmf0("too many values")
        read = _READ.get(self._take(1)[0])
        if read is None:
            raise NotAmf0("unknown kind of value")
        return read(self, depth)

    def number(self, _depth: int) -> Value:
        return float(_DOUBLE.unpack(self._take(8))[0])

    def boolean(self, _depth: int) -> Value:
        return self._take(1) != b"\0"

    def string(self, _depth: int) -> Value:
        return self._text(self._short())

    def long_string(self, _depth: int) -> Value:
        return self._text(self._long())

    def nothing(self, _depth: int) -> Value:
        return None

    def date(self, _depth: int) -> Value:
        milliseconds = float(_DOUBLE.unpack(self._take(8))[0])
        self._take(2)  # a time zone, "reserved, should be zero"
        return milliseconds

    def named(self, depth: int) -> Value:
        pairs: dict[str, Value] = {}
        while True:
            name = self._text(self._short())
            if not name and self.body[self.at : self.at + 1] == bytes([OBJECT_END]):
                self.at += 1
                return pairs
            pairs[name] = self.value(depth + 1)

    def typed(self, depth: int) -> Value:
        self._text(self._short())  # the name of a class, which means nothing here
        return self.named(depth)

    def counted_names(self, depth: int) -> Value:
        self._long()  # "the associative count": writers leave it 0 or wrong, the end mark counts
        return self.named(depth)

    def listed(self, depth: int) -> Value:
        count = self._long()
        if count > MOST_VALUES:
            raise NotAmf0("too many values")
        return [self.value(depth + 1) for _ in range(count)]

    def _take(self, count: int) -> bytes:
        taken = self.body[self.at : self.at + count]
        if len(taken) < count:
            raise NotAmf0("cut short")
        self.at += count
        return taken

    def _text(self, count: int) -> str:
        return self._take(count).decode("utf-8", errors="replace")

    def _short(self) -> int:
        return int(_SHORT.unpack(self._take(2))[0])

    def _long(self) -> int:
        return int(_LONG.unpack(self._take(4))[0])


_READ: dict[int, Callable[[_Reader, int], Value]] = {
    NUMBER: _Reader.number,
    BOOLEAN: _Reader.boolean,
    STRING: _Reader.string,
    OBJECT: _Reader.named,
    NULL: _Reader.nothing,
    UNDEFINED: _Reader.nothing,
    ECMA_ARRAY: _Reader.counted_names,
    STRICT_ARRAY: _Reader.listed,
    DATE: _Reader.date,
    LONG_STRING: _Reader.long_string,
    UNSUPPORTED: _Reader.nothing,
    XML: _Reader.long_string,
    TYPED_OBJECT: _Reader.typed,
}


def encode(*values: Value) -> bytes:
    """Return `values` one after another; a mapping becomes an object. Raises `NotAmf0` when they are nested too deeply."""
    return b"".join(_encoded(values, 0))


def _encoded(values: Iterable[Value], depth: int) -> Iterable[bytes]:
    if depth > MOST_DEPTH:
        raise NotAmf0("nested too deeply")
    for value in values:
        yield from _of_one(value, depth)


def _of_one(value: Value, depth: int) -> Iterable[bytes]:
    match value:
        case None:
            yield bytes([NULL])
        case bool():
            yield bytes([BOOLEAN, value])
        case int() | float():
            yield bytes([NUMBER]) + _DOUBLE.pack(value)
        case str():
            yield _of_text(value)
        case Mapping():
            yield bytes([OBJECT])
            for name, inner in value.items():
                yield _of_name(name)
                yield from _encoded([inner], depth + 1)
            yield bytes([0, 0, OBJECT_END])
        case _:
            yield bytes([STRICT_ARRAY]) + _LONG.pack(len(value))
            yield from _encoded(value, depth + 1)


def _of_text(text: str) -> bytes:
    raw = text.encode("utf-8", errors="replace")
    if len(raw) > _SHORT_STRING_BYTES:
        return bytes([LONG_STRING]) + _LONG.pack(len(raw)) + raw
    return bytes([STRING]) + _SHORT.pack(len(raw)) + raw


def _of_name(name: str) -> bytes:
    raw = name.encode("utf-8", errors="replace")[:_SHORT_STRING_BYTES]
    return _SHORT.pack(len(raw)) + raw
