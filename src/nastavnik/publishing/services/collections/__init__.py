"""Collections: making, ordering, removing. Callers import from here."""

from nastavnik.publishing.services.collections.making import (
    Facts,
    create_collection,
    edit_collection,
    remove_collection,
    restore_collection,
    save_imprint,
)
from nastavnik.publishing.services.collections.order import add_part, move_part, remove_part, rename_part, reorder
from nastavnik.publishing.services.collections.showing import set_state

__all__ = [
    "Facts",
    "add_part",
    "create_collection",
    "edit_collection",
    "move_part",
    "remove_collection",
    "remove_part",
    "rename_part",
    "reorder",
    "restore_collection",
    "save_imprint",
    "set_state",
]
