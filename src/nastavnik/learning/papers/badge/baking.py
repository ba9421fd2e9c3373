"""A badge as a picture that carries its credential: a PNG with a text of the name `openbadgecredential` (Open Badges 3.0, 5.3)."""

import struct
import zlib

KEYWORD = b"openbadgecredential"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_BYTES = 25  # the chunk IHDR, always the first


class NotPicture(Exception):
    """What was given is no PNG."""


def baked(picture: bytes, credential: str) -> bytes:
    """Return `picture`, a PNG, with `credential` in it: a chunk `iTXt` behind the header, not compressed."""
    if not picture.startswith(SIGNATURE):
        raise NotPicture
    head = len(SIGNATURE) + HEADER_BYTES
    # keyword, 0; not compressed, by no method; no language, 0; no translated keyword, 0; the text
    text = chunk(b"iTXt", KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + credential.encode())
    return picture[:head] + text + picture[head:]


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
