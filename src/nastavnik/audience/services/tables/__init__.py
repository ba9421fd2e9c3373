"""Every write of own tables."""

from nastavnik.audience.services.tables.keeping import remove_table, save_table

__all__ = ["remove_table", "save_table"]
