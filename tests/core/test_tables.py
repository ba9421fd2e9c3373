"""Tables read their state from an address, narrow, sort and page, and export without carrying formulas."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from nastavnik.core.tables import Column, Filter, Table, answer
from nastavnik.core.tables.export import csv_text, harmless
from nastavnik.core.tables.listing import shown


@dataclass(frozen=True)
class Branch:
    number: int | None
    name: str
    kind: str = "branch"


BRANCHES = [
    Branch(22, "Пушкарская"),
    Branch(6, "бессоновская"),
    Branch(None, "Ёлкинская", "children"),
    Branch(3, "Ериковская"),
]
TABLE = Table[Branch](
    name="branches",
    columns=(
        Column("name", "Название", lambda row: row.name, order=("name",), link=lambda row: f"/b/{row.number}/"),
        Column("number", "Номер", lambda row: row.number, order=("number",), is_number=True),
        Column("kind", "Вид", lambda row: row.kind, show=lambda row: row.kind.upper()),
    ),
    filters=(
        Filter("q", "Найти", keep=lambda row, text: text.lower() in row.name.lower()),
        Filter(
            "kind",
            "Вид",
            keep=lambda row, kind: row.kind == kind,
            choices=(("branch", "филиал"), ("children", "детская")),
        ),
        Filter("unused", "Ни на что не влияет"),
    ),
    order="name",
    page_rows=3,
)


def whole():
    return Table[Branch](name=TABLE.name, columns=TABLE.columns, filters=TABLE.filters, order=TABLE.order)


@pytest.fixture(autouse=True)
def _russian():
    with translation.override("ru"):
        yield


def listing(query="", rows=None, table=TABLE):
    return table.listing(BRANCHES if rows is None else rows, QueryDict(query))


def names(found):
    return [row[0].text for row in found.rows]


# --- lists ---


def test_sort_a_list_goes_by_letters_and_not_by_codes():
    assert names(listing("page=1")) == ["бессоновская", "Ёлкинская", "Ериковская"]
    assert names(listing("page=2")) == ["Пушкарская"]


def test_sort_a_list_puts_the_unknown_last_both_ways():
    assert [row[1].text for row in listing("sort=number", table=whole()).rows] == ["3", "6", "22", "—"]
    assert [row[1].text for row in listing("sort=-number", table=whole()).rows] == ["22", "6", "3", "—"]


def test_filter_a_list_keeps_what_fits():
    assert names(listing("q=ЕРИК")) == ["Ериковская"]
    assert names(listing("kind=children")) == ["Ёлкинская"]
    assert listing("unused=x").total == 4


def test_listing_has_a_link_label_and_its_own_way_of_showing():
    cell, number, kind = listing("q=Пушкарская").rows[0]

    assert (cell.label, cell.link, number.is_number, kind.text) == ("Название", "/b/22/", True, "BRANCH")


def test_heads_lead_to_the_other_order_and_keep_the_filters():
    name, number, kind = listing("q=а&sort=name").heads

    assert (name.direction, name.sort_url) == ("ascending", "?q=%D0%B0&sort=-name")
    assert (number.direction, number.sort_url) == ("", "?q=%D0%B0&sort=number")
    assert kind.sort_url == ""


def test_pages_lead_on_and_keep_the_order():
    found = listing("sort=-number&page=2")

    assert (found.previous, found.following) == ("?sort=-number", "")
    assert [(link.number, link.is_current) for link in found.links] == [(1, False), (2, True)]
    assert found.kept_sort == "-number"


def test_pages_of_a_long_list_have_a_gap():
    found = listing(rows=[Branch(number, f"№ {number:03}") for number in range(60)])

    assert None in [link.number for link in found.links]
    assert found.following == "?page=2"


def test_listing_of_nothing_is_one_empty_page():
    found = listing(rows=[])

    assert (found.rows, found.total, len(found.links)) == ([], 0, 1)


@pytest.mark.parametrize(
    "query",
    [
        "sort=password",
        "sort=--name",
        "sort=name__startswith",
        "page=0",
        "page=-1",
        "page=abc",
        "page=²",
        "page=" + "9" * 5000,
        "kind=evil",
        "export=exe",
        "sort=&page=&q=",
    ],
)
def test_listing_of_a_hostile_address_is_the_usual_one(query):
    found = listing(query)

    assert found.total == 4
    assert found.heads[0].direction == "ascending"
    assert not found.is_export


def test_listing_of_a_page_beyond_the_end_is_the_last():
    assert names(listing("page=99")) == ["Пушкарская"]


def test_filter_of_a_hostile_text_is_cut_and_cleaned():
    found = listing("q=%00" + "я" * 1000)

    assert found.filters[0].value == "я" * 200
    assert found.is_filtered
    assert found.clear_url == "?"


def test_table_with_an_impossible_order_is_refused_at_once():
    with pytest.raises(ImproperlyConfigured):
        Table[Branch](name="x", columns=TABLE.columns, order="kind")


# --- queries ---


APPS = Table[ContentType](
    name="apps",
    columns=(
        Column("app", "Приложение", lambda row: row.app_label, order=("app_label",)),
        Column("model", "Модель", lambda row: row.model, order=("model",)),
    ),
    filters=(Filter("q", "Найти", query=lambda text: Q(model__contains=text)),),
    order="-app",
    page_rows=2,
)


@pytest.mark.django_db
def test_listing_of_a_query_asks_twice_and_sorts_in_the_database():
    with CaptureQueriesContext(connection) as queries:
        found = APPS.listing(ContentType.objects.all(), QueryDict("q=user&sort=model"))

    assert len(queries) == 2
    assert all("user" in row[1].text for row in found.rows)
    assert [row[1].text for row in found.rows] == sorted(row[1].text for row in found.rows)


@pytest.mark.django_db
def test_page_of_a_long_table_is_that_of_any_other_and_sorts_keys_alone():
    asked = QueryDict("sort=-model&page=2")
    with CaptureQueriesContext(connection) as queries:
        found = replace(APPS, is_long=True).listing(ContentType.objects.all(), asked)

    assert found.rows == APPS.listing(ContentType.objects.all(), asked).rows
    assert len(queries) == 2
    keys = queries[1]["sql"].partition(" IN (SELECT ")[2]
    assert "LIMIT" in keys
    assert '"app_label"' not in keys.partition(" FROM ")[0]


@pytest.mark.django_db
def test_listing_for_an_export_reads_no_page():
    with CaptureQueriesContext(connection) as queries:
        found = APPS.listing(ContentType.objects.all(), QueryDict("export=csv"))

    assert len(queries) == 0
    assert len(list(found.values())) == ContentType.objects.count()


# --- files ---


EVIL = ['=HYPERLINK("http://evil.example")', "+7 900", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "обычное", 'a;b\n"c"']


def export(kind, rows, table=TABLE):
    request = RequestFactory().get("/", {"export": kind})
    response = answer(request, table.listing(rows, request.GET), "unused.html", {})
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:  # response.close() would also close the database's connection
        close()
    return response, body


def test_export_to_csv_disarms_formulas_and_keeps_the_text():
    response, body = export("csv", [Branch(1, text) for text in EVIL], whole())
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))

    assert body.startswith("\ufeff".encode())
    assert response["Content-Disposition"] == 'attachment; filename="branches.csv"'
    assert rows[0] == ["Название", "Номер", "Вид"]
    exported = {row[0] for row in rows[1:]}
    assert exported == {f"'{text}" if harmless(text) != text else text for text in EVIL}
    assert not any(text.lstrip().startswith(("=", "+", "-", "@")) for text in exported)


def test_export_to_xlsx_writes_text_as_text():
    _response, body = export("xlsx", [Branch(1, text) for text in EVIL if "\r" not in text], whole())
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]

    assert {cell.value for cell in cells} == {text for text in EVIL if "\r" not in text}
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


@dataclass(frozen=True)
class Everything:
    value: object


def kinds_table():
    return Table[Everything](
        name="all",
        columns=(
            Column("key", "№", lambda _row: 0, order=("key",)),
            Column("value", "Значение", lambda row: row.value),
        ),
        order="key",
    )


VALUES = [
    (None, "—", "", None),
    (True, "да", "да", "да"),
    (False, "нет", "нет", "нет"),
    (1234, "1234", "1234", 1234),
    (2.5, "2,5", "2,5", 2.5),
    (Decimal("7.10"), "7,10", "7,10", 7.1),
    (date(2026, 10, 5), "05.10.2026", "05.10.2026", datetime(2026, 10, 5)),  # noqa: DTZ001 -- cells know no zones
    (datetime(2026, 10, 5, 21, 30, tzinfo=UTC), "06.10.2026, 00:30", "06.10.2026 00:30", datetime(2026, 10, 6, 0, 30)),  # noqa: DTZ001 -- cells know no zones
]


@pytest.mark.parametrize(("value", "on_page", "in_csv", "in_xlsx"), VALUES)
def test_show_and_export_a_value_by_its_kind(value, on_page, in_csv, in_xlsx):
    with timezone.override(ZoneInfo("Europe/Moscow")):
        _response, body = export("xlsx", [Everything(value)], kinds_table())

        assert shown(value).replace("\xa0", "") == on_page
        assert csv_text(value) == in_csv
    assert openpyxl.load_workbook(io.BytesIO(body)).active["B2"].value == in_xlsx


def test_export_to_csv_speaks_the_viewers_language_and_zone_though_sent_later():
    request = RequestFactory().get("/", {"export": "csv"})
    rows = [Everything(True), Everything(datetime(2026, 10, 5, 21, 30, tzinfo=UTC))]
    with translation.override("en"), timezone.override(ZoneInfo("Asia/Omsk")):
        response = answer(request, kinds_table().listing(rows, request.GET), "unused.html", {})
    body = b"".join(response.streaming_content).decode("utf-8-sig")

    assert body == "№;Значение\r\n0;yes\r\n0;06.10.2026 03:30\r\n"


def test_export_to_xlsx_cuts_a_text_too_long_for_a_cell():
    _response, body = export("xlsx", [Branch(1, "я" * 40_000)], whole())

    assert len(openpyxl.load_workbook(io.BytesIO(body)).active["A2"].value) == 32_767


def test_export_of_many_rows_is_streamed_in_pieces():
    request = RequestFactory().get("/", {"export": "csv"})
    rows = [Branch(number, f"Филиал {number}") for number in range(5000)]
    pieces = list(answer(request, whole().listing(rows, request.GET), "unused.html", {}).streaming_content)

    assert len(pieces) == 4
    assert b"".join(pieces).count(b"\r\n") == 5001


def test_table_prepares_the_rows_of_a_page_and_of_a_file_at_once(monkeypatch):
    monkeypatch.setattr("nastavnik.core.tables.listing.CHUNK_ROWS", 2)
    prepared = []
    table = Table(
        name="numbers",
        columns=(Column("number", "Number", lambda row: row, order=("number",)),),
        order="number",
        page_rows=3,
        prepare=lambda rows: prepared.append(list(rows)),
    )

    page = table.listing([5, 3, 1, 4, 2], {})
    file = table.listing([5, 3, 1, 4, 2], {"export": "csv"})

    assert [cells[0].text for cells in page.rows] == ["1", "2", "3"]
    assert [values[0] for values in file.values()] == [1, 2, 3, 4, 5]
    assert prepared == [[1, 2, 3], [1, 2], [3, 4], [5]]
