"""Where workers are tried."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.db import connection
from tests.core.queue.yard import Yard
from tests.ready_database import put_tables_into, template_of

from nastavnik.core.ids import new_token


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    """An SQLite file with every table, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    put_tables_into(folder)
    yard = Yard(folder, f"sqlite:///{folder / 'school.sqlite3'}")
    yard.manage("migrate", "--verbosity", "0")
    return folder / "school.sqlite3"


@pytest.fixture
def yard(request, tmp_path, django_db_blocker):
    """Workers on a database of their own, of the kind that the suite runs on."""
    with django_db_blocker.unblock():
        address = own_postgres() if connection.vendor == "postgresql" else own_sqlite(request, tmp_path)
        made = Yard(tmp_path, address)
        if connection.vendor == "postgresql":
            made.manage("migrate", "--verbosity", "0")
        yield made
        made.close()


def own_sqlite(request, folder) -> str:
    shutil.copy(request.getfixturevalue("migrated_file"), folder / "school.sqlite3")
    return f"sqlite:///{folder / 'school.sqlite3'}"


def own_postgres() -> str:
    name = f"yard_{new_token()}"
    with connection._nodb_cursor() as cursor:
        template = template_of(connection)
        cursor.execute(f"CREATE DATABASE {name}" + (f' TEMPLATE "{template}"' if template else ""))
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
