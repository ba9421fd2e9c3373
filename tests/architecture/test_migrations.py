"""Migrations are named, complete, and can be taken back."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations import CreateModel, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from tests.architecture.house import RANK

MIGRATIONS = [
    migration
    for (app, _name), migration in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items())
    if app in RANK
]


def scripts_of(migration):
    return [operation for operation in migration.operations if isinstance(operation, RunPython | RunSQL)]


@pytest.mark.parametrize("migration", MIGRATIONS, ids=str)
def test_migration_says_what_it_does(migration):
    assert "_auto_" not in migration.name


@pytest.mark.parametrize("migration", MIGRATIONS, ids=str)
def test_migration_can_be_taken_back(migration):
    assert all(operation.reversible for operation in scripts_of(migration))


@pytest.mark.django_db
def test_models_have_their_migrations():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


@pytest.mark.parametrize("migration", MIGRATIONS, ids=str)
def test_migration_makes_its_tables_together(migration):
    alone = [operation for operation in migration.operations if isinstance(operation, CreateModel)]

    assert len(alone) <= 1, f"python tools/together.py {migration.app_label} {migration.name}"
