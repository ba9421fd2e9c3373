"""The places where people watch, and where each lesson stands there."""

from nastavnik.audience.services.channels.ensuring import ensure_channels, ensure_everywhere
from nastavnik.audience.services.channels.keeping import (
    ChannelFacts,
    add_channel,
    change_channel,
    remove_channel,
    restore_channel,
)
from nastavnik.audience.services.channels.placing import place_lessons

__all__ = [
    "ChannelFacts",
    "add_channel",
    "change_channel",
    "ensure_channels",
    "ensure_everywhere",
    "place_lessons",
    "remove_channel",
    "restore_channel",
]
