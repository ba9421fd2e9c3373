"""Rows of live broadcasts and of their rooms."""

from nastavnik.live.models.broadcasts import (
    Broadcast,
    Channel,
    DeskNote,
    IngestNode,
    Part,
    Relay,
    Sender,
    StreamKey,
)

__all__ = [
    "Broadcast",
    "Channel",
    "DeskNote",
    "IngestNode",
    "Part",
    "Relay",
    "Sender",
    "StreamKey",
]
