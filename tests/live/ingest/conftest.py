"""One school a test: its processes end with it."""

import shutil

import pytest
from tests.live.ingest.a_school import School, film_of
from tests.ready_database import put_tables_into


@pytest.fixture(scope="session")
def empty_school(tmp_path_factory):
    """Tables are made once; every test takes a copy."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "data").mkdir()
    put_tables_into(folder / "data")
    made = School(folder, is_empty=True)
    made.do("migrate")
    made.end_all()
    return folder / "data" / "school.sqlite3"


@pytest.fixture
def school(tmp_path, _own_files, empty_school):
    (tmp_path / "data").mkdir()
    shutil.copy(empty_school, tmp_path / "data" / "school.sqlite3")
    made = School(tmp_path)
    yield made
    made.end_all()


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    return film_of(tmp_path_factory.mktemp("films"), 60)


@pytest.fixture(scope="session")
def long_film(tmp_path_factory):
    """A film for what is waited for twice: on a busy machine each waiting may take as long as a usual film."""
    return film_of(tmp_path_factory.mktemp("films"), 300)
