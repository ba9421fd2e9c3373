"""The boxes of MP4 (ISO 14496-12): taken apart, put together."""

import struct
from collections.abc import Iterator

BOX_HEADER = struct.Struct(">I4s")
LONG = struct.Struct(">I")
DOUBLE_LONG = struct.Struct(">Q")


class NotFragments(Exception):
    """What was read is no fragmented MP4 as we ask ffmpeg for it."""


def boxes(content: bytes, start: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Return the kind and the body of each box in `content` from `start` on; raises `NotFragments`."""
    while start < len(content):
        if start + BOX_HEADER.size > len(content):
            raise NotFragments("a box is cut off")
        size, kind = BOX_HEADER.unpack_from(content, start)
        if not BOX_HEADER.size <= size <= len(content) - start:
            raise NotFragments(f"a box {kind!r} of {size} bytes")
        yield kind, content[start + BOX_HEADER.size : start + size]
        start += size


def box(kind: bytes, *bodies: bytes) -> bytes:
    """Return a box."""
    size = BOX_HEADER.size + sum(len(body) for body in bodies)
    return b"".join((BOX_HEADER.pack(size, kind), *bodies))


def inside(content: bytes, *path: bytes) -> bytes:
    """Return the body of the first box at `path`; raises `NotFragments` when there is none."""
    for wanted in path:
        found = next((body for kind, body in boxes(content) if kind == wanted), None)
        if found is None:
            raise NotFragments(f"no box {wanted!r}")
        content = found
    return content


def number(content: bytes, offset: int) -> int:
    """Return the four-byte number at `offset`; raises `NotFragments` when the box is too short."""
    if offset + LONG.size > len(content):
        raise NotFragments("a box is too short")
    return int(LONG.unpack_from(content, offset)[0])
