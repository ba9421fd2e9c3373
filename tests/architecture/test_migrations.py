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


def tables_made_alone(migration):
    return [operation for operation in migration.operations if isinstance(operation, CreateModel)]


def test_migrations_say_what_they_do():
    assert MIGRATIONS
    assert [str(migration) for migration in MIGRATIONS if "_auto_" in migration.name] == []


def test_migrations_can_be_taken_back():
    assert [str(one) for one in MIGRATIONS if not all(script.reversible for script in scripts_of(one))] == []


@pytest.mark.django_db
def test_models_have_their_migrations():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_migrations_make_their_tables_together():
    alone = [one for one in MIGRATIONS if len(tables_made_alone(one)) > 1]

    assert [f"python tools/together.py {one.app_label} {one.name}" for one in alone] == []
