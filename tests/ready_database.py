"""The database of the tests, made by all migrations once and then copied for every worker and every later run.

Why it may be copied: docs/decisions/2026-11-26-quick-tests.md.
"""

import fcntl
import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps

FOLDER = Path(__file__).resolve().parents[1] / "build" / "databases"
BORROWED = re.compile(r"^(?:from|import) (nastavnik[\w.]*)", re.MULTILINE)


@cache
def made_by_migrations() -> str:
    """Return what names the database that today's migrations make: it changes with any of them, and with what they call."""
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    files = [path for folder in folders for path in folder.glob("*.py")]
    borrowed = {name for path in files for name in BORROWED.findall(path.read_text(encoding="utf-8"))}
    files += [Path(spec.origin) for name in borrowed if (spec := find_spec(name)) and spec.origin]
    told = hashlib.sha256(django.__version__.encode())
    for path in sorted(files):
        told.update(path.read_bytes())
    return told.hexdigest()[:12]


@contextmanager
def alone() -> Iterator[None]:
    """Let the other workers wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class SqliteFile:
    """A file beside the build, which is read into the memory of a worker."""

    def __init__(self, connection, name):
        self.connection = connection
        self.path = FOLDER / f"{name}.sqlite3"
        self.held = None

    def is_there(self):
        return self.path.exists()

    def keep(self):
        """Write down what the migrations made, in place of what older ones did."""
        for old in FOLDER.glob("*.sqlite3*"):
            old.unlink()
        unfinished = self.path.with_suffix(".sqlite3-unfinished")
        with closing(sqlite3.connect(unfinished)) as file:
            self.connection.connection.backup(file)
        unfinished.rename(self.path)

    def use(self):
        # what is in memory is there as long as somebody is connected
        self.held = sqlite3.connect(self.connection.creation._get_test_db_name(), uri=True)
        with closing(sqlite3.connect(self.path)) as file:
            file.backup(self.held)


class PostgresTemplate:
    """A database of the same server, of which PostgreSQL makes copies."""

    def __init__(self, connection, name):
        self.connection = connection
        self.prefix = "nastavnik_template_"
        self.name = f"{self.prefix}{name}"

    def is_there(self):
        return self.name in self.all()

    def all(self):
        with self.connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.prefix])
            return [name for (name,) in cursor.fetchall()]

    def keep(self):
        """Copy what the migrations made, in place of what older ones did."""
        made = self.connection.settings_dict["NAME"]
        self.connection.close()
        old = self.all()
        with self.connection.creation._nodb_cursor() as cursor:
            for name in old:
                cursor.execute(f'DROP DATABASE "{name}"')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{made}"')

    def use(self):
        self.connection.settings_dict["TEST"]["TEMPLATE"] = self.name


def put_tables_into(folder: Path) -> None:
    """Give a school in processes of its own its file with all tables and nothing in them, if it is made; else its own migrate makes it."""
    ready = FOLDER / f"{made_by_migrations()}.sqlite3"
    if ready.exists():
        shutil.copyfile(ready, folder / "school.sqlite3")


KINDS = {"sqlite": SqliteFile, "postgresql": PostgresTemplate}


def template_of(connection) -> str:
    """Return the database of which PostgreSQL makes copies with all tables and nothing in them; empty while there is none."""
    ready = PostgresTemplate(connection, made_by_migrations())
    return ready.name if ready.is_there() else ""


def make_it_ready(connection):
    """Let Django make the database of the tests from a copy, if there is one; else keep a copy of what it makes."""
    creation, ready = connection.creation, KINDS[connection.vendor](connection, made_by_migrations())
    make = creation.create_test_db

    def create_test_db(*words, **options):
        with alone():
            if not ready.is_there():
                name = make(*words, **options)
                ready.keep()
                return name
            ready.use()
        return make(*words, **options)

    creation.create_test_db = create_test_db
