"""Let a migration make its tables in one step: `python tools/together.py APP NAME`, for one that nobody has applied yet.

Fields, indexes and constraints that it adds to its own tables go into them, and tables that stand side by side become one
`nastavnik.core.together.Together`, which says why. The tables stay what they were but for the order of their columns.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import django
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

from nastavnik.core.together import Together


def folded(operations: list[Operation]) -> list[Operation]:
    """Return the operations with what is added to a table of theirs in its making, as far as nothing else changes it before."""
    made: dict[str, CreateModel] = {}
    kept: list[Operation] = []
    for operation in operations:
        name = getattr(operation, "model_name_lower", "")
        if isinstance(operation, CreateModel):
            made[operation.name_lower] = operation
            kept.append(operation)
        elif name in made and isinstance(operation, AddField | AddIndex | AddConstraint):
            put_into(made[name], operation)
        else:
            made.pop(name, None)
            kept.append(operation)
    return kept


def put_into(table: CreateModel, added: AddField | AddIndex | AddConstraint) -> None:
    """Let a table be made with what was added to it."""
    if isinstance(added, AddField):
        table.fields.append((added.name, added.field))
        return
    key, one = ("indexes", added.index) if isinstance(added, AddIndex) else ("constraints", added.constraint)
    table.options = {**table.options, key: [*table.options.get(key, []), one]}


def grouped(operations: list[Operation]) -> Iterator[Operation]:
    """Yield the operations, tables side by side as one."""
    side_by_side: list[Operation] = []
    for operation in [*operations, None]:
        if isinstance(operation, CreateModel):
            side_by_side.append(operation)
            continue
        if len(side_by_side) > 1:
            yield Together(side_by_side)
        else:
            yield from side_by_side
        side_by_side = []
        if operation is not None:
            yield operation


def main(app: str, name: str) -> None:
    """Rewrite one migration; one that runs code of its own is left to a person, whose comments would be lost."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")
    django.setup()
    migration: Migration = MigrationLoader(None).get_migration(app, name)
    operations = cast("list[Operation]", migration.operations)  # the loader's own list
    operations[:] = list(grouped(folded(operations)))
    path = Path(str(sys.modules[type(migration).__module__].__file__))
    head, _newline, text = MigrationWriter(migration).as_string().partition("\n")
    was = path.read_text(encoding="utf-8").partition("\n")[0]
    path.write_text(f"{was if was.startswith('#') else head}\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
