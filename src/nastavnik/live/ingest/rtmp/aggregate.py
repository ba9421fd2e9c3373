"""Aggregates: one message that holds several tags, written as in a file (Adobe RTMP 1.0, section 7.1.6)."""

from nastavnik.live.ingest.rtmp.chunks import MAX_TIMESTAMP, BrokenStream, Message
from nastavnik.live.ingest.rtmp.flv import Kind, Tag

_HEADER_BYTES, _TAIL_BYTES = 11, 4
_KINDS = set(Kind)


def tags_in(message: Message) -> list[Tag]:
    """Return the tags of an aggregate, the first at the message's own time. Raises `BrokenStream`."""
    tags: list[Tag] = []
    body, at, shift_ms = message.body, 0, None
    while at < len(body):
        header = body[at : at + _HEADER_BYTES]
        length = int.from_bytes(header[1:4], "big")
        end = at + _HEADER_BYTES + length
        if len(header) < _HEADER_BYTES or end > len(body):
            raise BrokenStream("an aggregate that is cut short")
        when = int.from_bytes(header[4:7], "big") | header[7] << 24
        shift_ms = message.timestamp_ms - when if shift_ms is None else shift_ms
        if header[0] in _KINDS and length:
            tags.append(Tag(Kind(header[0]), (when + shift_ms) & MAX_TIMESTAMP, body[at + _HEADER_BYTES : end]))
        at = end + _TAIL_BYTES
    return tags
