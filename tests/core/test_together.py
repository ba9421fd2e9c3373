"""Tables that a migration makes together are those that Django would have made one by one."""

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.state import ProjectState

import together
from nastavnik.core.together import Together

KEY = ("id", models.BigAutoField(primary_key=True))


def tables():
    """Return two tables that name each other, as Django writes them down."""
    return [
        CreateModel("Shelf", [KEY, ("name", models.CharField(max_length=20))]),
        CreateModel("Volume", [KEY, ("shelf", models.ForeignKey("core.Shelf", models.CASCADE))]),
        AddField("Shelf", "first", models.ForeignKey("core.Volume", models.CASCADE, null=True, related_name="+")),
        AddIndex("Shelf", models.Index(fields=["name"], name="shelf_by_name")),
        AddConstraint("Volume", models.UniqueConstraint(fields=["shelf"], name="volume_once")),
    ]


@pytest.fixture
def made(transactional_db):
    """Make the tables; the state before and after."""
    (operation,) = list(together.grouped(together.folded(tables())))
    before, after = ProjectState(), ProjectState()
    operation.state_forwards("core", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, before, after)
    yield operation, before, after
    if "core_shelf" in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            operation.database_backwards("core", editor, after, before)


@pytest.mark.own_database
def test_together_makes_tables_with_all_that_was_added(made):
    _operation, _before, after = made
    with connection.cursor() as cursor:
        shelf = connection.introspection.get_constraints(cursor, "core_shelf")
        volume = connection.introspection.get_constraints(cursor, "core_volume")

    assert "shelf_by_name" in shelf
    assert volume["volume_once"]["unique"]
    row = after.apps.get_model("core", "Volume")(shelf=after.apps.get_model("core", "Shelf").objects.create(name="А"))
    row.save()


@pytest.mark.own_database
def test_together_is_taken_back(made):
    operation, before, after = made

    with connection.schema_editor() as editor:
        operation.database_backwards("core", editor, after, before)

    assert not {"core_shelf", "core_volume"} & set(connection.introspection.table_names())


def test_together_describes_each_of_its_tables():
    assert Together(tables()[:2]).describe() == "Create model Shelf; Create model Volume"


def test_folded_leaves_what_was_changed_meanwhile():
    changed = AlterField("Shelf", "name", models.CharField(max_length=40))
    added = AddIndex("Shelf", models.Index(fields=["name"], name="shelf_by_name"))

    assert together.folded([tables()[0], changed, added])[1:] == [changed, added]


def test_grouped_keeps_the_order_around_one_table():
    alone, index = tables()[0], tables()[3]

    assert list(together.grouped([alone, index])) == [alone, index]
