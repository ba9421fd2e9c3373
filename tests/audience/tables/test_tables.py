"""Own tables: only what is described can be asked for; saved, shared, opened again, exported."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.people.factories import UserFactory, grant

from nastavnik.audience.models import SavedTable
from nastavnik.audience.selectors.tables import building
from nastavnik.audience.selectors.tables.sets import SETS
from nastavnik.audience.services.tables import remove_table, save_table
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def table(methodist, school, lesson, now):
    return save_table(
        actor=methodist,
        school=school,
        title="Мои занятия",
        rows="lessons",
        columns=["minutes", "title", "school__owner"],
        filters={"kind": lesson.kind},
        is_shared=False,
        now=now,
    )


@pytest.mark.parametrize("key", SETS)
def test_every_set_gives_the_columns_that_it_describes(methodist, school, lesson, now, key):
    choice = building.read_choice(key, (), {"from": "2026-01-01", "to": "2026-12-31"})

    listing = building.listing_of(methodist, school, choice, {}, now)

    assert [one.key for one in listing.table.columns] == list(SETS[key].columns)
    assert all(len(row) == len(choice.columns) for row in listing.values())


def test_read_choice_lets_in_only_what_a_set_describes():
    choice = building.read_choice("lessons", ["minutes", "cycle__programme", "title"], {"kind": "", "to": "x"})

    assert choice.columns == ("title", "minutes")
    assert choice.filters == {"to": "x"}
    with pytest.raises(Http404):
        building.read_choice("people.user", [], {})


def test_listing_narrows_by_the_filters_and_bears_odd_ones(methodist, school, lesson, now):
    def total(**filters):
        choice = building.read_choice("lessons", ["programme"], filters)
        return building.listing_of(methodist, school, choice, {"sort": "-programme"}, now).total

    other = "seminar" if lesson.kind != "seminar" else "webinar"
    assert (total(), total(kind=lesson.kind), total(kind=other), total(kind="no\0")) == (1, 1, 0, 1)
    assert total(to="2020-01-01") == 0


def test_saved_table_opens_with_its_columns_and_the_rows_of_now(enter, methodist, table, lesson):
    assert (table.columns, table.filters) == (["title", "minutes"], {"kind": lesson.kind})
    client = enter(methodist)

    page = client.get(f"/desk/reports/tables/{table.token}/")
    assert len(page.context["listing"].labels()) == 2
    text = b"".join(client.get(f"/desk/reports/tables/{table.token}/?export=csv")).decode()
    assert f'"\'{lesson.title}";{lesson.duration_minutes}' in text
    assert b"".join(client.get(f"/desk/reports/tables/{table.token}/?export=xlsx")).startswith(b"PK")


def test_table_is_seen_by_others_of_the_desk_once_it_is_shared(methodist, director, learner, school, table, now):
    with pytest.raises(Http404):
        building.saved_table(director, school, table.token)
    SavedTable.objects.update(is_shared=True)
    assert building.saved_table(director, school, table.token) == table
    assert not building.own_table_page(director, table, {}, now).is_own
    assert building.tables_page(director, school, {}).total == 1
    with pytest.raises(Http404):
        building.saved_table(learner, school, table.token)
    with pytest.raises(PermissionDenied):
        building.tables_page(learner, school, {})
    with pytest.raises(PermissionDenied):
        building.listing_of(learner, school, building.read_choice("lessons", [], {}), {}, now)


def test_only_the_owner_removes_and_only_the_desk_saves(methodist, learner, school, table, now):
    other = UserFactory()
    grant(other, Role.METHODIST, place_of(school))
    with pytest.raises(PermissionDenied):
        remove_table(actor=other, table_id=table.pk, now=now)
    with pytest.raises(PermissionDenied):
        save_table(
            actor=learner, school=school, title="x", rows="lessons", columns=[], filters={}, is_shared=True, now=now
        )
    remove_table(actor=methodist, table_id=table.pk, now=now)
    assert not SavedTable.objects.exists()


def test_builder_shows_rows_saves_and_makes_another_like_it(enter, methodist, lesson):
    client, url = enter(methodist), "/desk/reports/tables/new/lessons/"
    assert client.get(url).context["preview"].total == 1

    said = {"title": "Часы", "columns": ["title", "minutes"], "from": "2026-01-01", "kind": lesson.kind}
    shown = client.post(url, {**said, "show": "1"})
    assert len(shown.context["preview"].heads) == 2
    assert client.post(url, {**said, "columns": ["user__password"], "save": "1"}).context["form"].errors
    client.post(url, {**said, "is_shared": "on", "save": "1"})

    table = SavedTable.objects.get()
    assert (table.filters, table.is_shared) == ({"from": "2026-01-01", "kind": lesson.kind}, True)
    like = client.get(f"{url}?like={table.token}").context["form"]
    assert like.initial["columns"] == ["title", "minutes"]
    assert "Часы" in client.get("/desk/reports/tables/").content.decode()
    assert client.post(f"/desk/reports/tables/{table.token}/remove/").status_code == 302
    assert client.get("/desk/reports/tables/new/persons/").status_code == 404
