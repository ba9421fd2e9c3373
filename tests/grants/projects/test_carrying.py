"""What of one form fits into another: pure, without rows."""

import pytest
from tests.grants.factories import shipped_text
from tests.grants.projects.entry import SECTIONS

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import FormField
from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.selectors.setup import Column, Field, Form, Section, field_read
from nastavnik.grants.funds.carrying import carry, fitted
from nastavnik.grants.funds.project import project_of
from nastavnik.grants.selectors.templates import read_text


def a_field(key, kind=FieldKind.TEXT, *, options=(), columns=(), most=0):
    return Field(0, key, key, "", "", kind, True, most, tuple(options), tuple(columns), None, tells_who=False)


def a_column(key, kind=FieldKind.LINE, *, options=(), of=""):
    return Column(key, key, kind, 0, tuple(options), of)


def a_form(*fields):
    return Form((Section(0, "all", "All", "", tuple(fields)),))


def one(there, here, value):
    """Return what the field `x` gets."""
    return fitted(a_form(there), a_form(here), "x", {"x": value})


def test_carries_texts_and_tables_of_the_same_keys(entry_form):
    values = {key: value for section in SECTIONS.values() for key, value in section.items()}
    carried = carry(entry_form, read_text(shipped_text("pfci")).form, values)
    assert carried.values["goal"] == "Семьи читают дома"
    assert [row["id"] for row in carried.values["activities"]] == ["a1"]
    assert carried.values["activities"][0]["objective"] == "o1"
    assert carried.values["activities"][0]["people"] == ""


def test_turns_a_sum_into_one_piece_at_its_whole_price(entry_form):
    template = read_text(shipped_text("pfci"))
    values = {key: value for section in SECTIONS.values() for key, value in section.items()}
    first, second = carry(entry_form, template.form, values).values["budget_lines"]
    assert (first["quantity"], first["price"], first["own"]) == ("1", "13\u00a0000,50", "500,50")
    assert (second["quantity"], second["price"]) == ("1", "как договоримся")
    line = project_of(template, {"budget_lines": [first]}).sheet.lines[0]
    assert (line.cost, line.own, line.requested) == (1_300_050, 50_050, 1_250_000)


def test_puts_together_what_the_fund_asks_in_one_field(entry_form):
    values = {"problem": "Не читают.", "problem_evidence": "Опрос.", "risks": "Заболеем"}
    carried = carry(entry_form, read_text(shipped_text("fpg")).form, values)
    assert carried.values["problem"] == "Не читают.\n\nОпрос."
    assert carried.left == ("risks",)


def test_takes_what_proves_a_problem_where_the_problem_itself_is_empty(entry_form):
    carried = carry(entry_form, read_text(shipped_text("fpg")).form, {"problem_evidence": "Опрос."})
    assert carried.values["problem"] == "Опрос."


def test_joins_nothing_where_the_fund_has_the_field_itself():
    source = a_form(a_field("problem"), a_field("problem_evidence"))
    values = {"problem": "Не читают.", "problem_evidence": "Опрос."}
    assert carry(source, source, values).values == values


def test_joins_nothing_into_a_line():
    source = a_form(a_field("problem"), a_field("problem_evidence"))
    target = a_form(a_field("problem", FieldKind.LINE))
    carried = carry(source, target, {"problem": "Не читают.", "problem_evidence": "Опрос."})
    assert carried.values == {"problem": "Не читают."}


@pytest.mark.parametrize(
    ("there", "here", "value", "expected"),
    [
        (a_field("x"), a_field("x", FieldKind.LINE), "два\n слова", "два слова"),
        (a_field("x", FieldKind.NUMBER), a_field("x"), "25", "25"),
        (a_field("x", FieldKind.NUMBER), a_field("x", FieldKind.NUMBER), "25", "25"),
        (a_field("x"), a_field("x", FieldKind.DATE), "весной", ""),
        (a_field("x", FieldKind.CHOICES), a_field("x"), ["дети", "все"], "дети, все"),
        (a_field("x"), a_field("x", FieldKind.CHOICE, options=["да"]), "да", "да"),
        (a_field("x"), a_field("x", FieldKind.CHOICE, options=["да"]), "нет", ""),
        (a_field("x"), a_field("x", FieldKind.CHOICES, options=["да"]), "да", ["да"]),
        (a_field("x"), a_field("x", FieldKind.FILES), "да", ""),
        (a_field("x"), a_field("x", FieldKind.ROWS, columns=[a_column("a")]), "да", ""),
        (a_field("x", FieldKind.ROWS, columns=[a_column("a")]), a_field("x"), [{"id": "1", "a": "да"}], ""),
    ],
)
def test_fits_a_value_into_a_field_of_another_kind(there, here, value, expected):
    assert one(there, here, value) == expected


def test_fits_nothing_into_a_field_that_is_not_there():
    assert fitted(a_form(a_field("x")), a_form(a_field("y")), "x", {"x": "да"}) == ""
    assert fitted(a_form(a_field("x")), a_form(a_field("y")), "y", {"x": "да"}) == ""


@pytest.mark.parametrize(
    ("there", "here", "cell", "expected"),
    [
        (a_column("c", FieldKind.TEXT), a_column("c"), "два\nслова", "два слова"),
        (a_column("c"), a_column("c", FieldKind.CHOICE, options=["да"]), "нет", ""),
        (a_column("c"), a_column("c", FieldKind.CHOICE, options=["да"]), "да", "да"),
        (a_column("c", FieldKind.CHOICE, of="t"), a_column("c", FieldKind.CHOICE, of="t"), "r1", "r1"),
        (a_column("c"), a_column("c", FieldKind.CHOICE, of="t"), "r1", ""),
        (a_column("c", FieldKind.CHOICE, of="t"), a_column("c"), "r1", ""),
        (a_column("d"), a_column("c", FieldKind.CHOICE, of="t"), "r1", ""),
    ],
)
def test_fits_a_cell_into_a_column_of_another_kind(there, here, cell, expected):
    columns = [a_column("kept")]
    source = a_field("x", FieldKind.ROWS, columns=[*columns, there])
    target = a_field("x", FieldKind.ROWS, columns=[*columns, here])
    value = [{"id": "1", "kept": "да", there.key: cell}]
    assert one(source, target, value) == [{"id": "1", "kept": "да", "c": expected}]


def test_drops_rows_of_which_nothing_is_left_and_those_beyond_the_limit():
    source = a_field("x", FieldKind.ROWS, columns=[a_column("a"), a_column("b")])
    target = a_field("x", FieldKind.ROWS, columns=[a_column("a")], most=1)
    value = [{"id": "1", "a": "", "b": "да"}, {"id": "2", "a": "да", "b": ""}, {"id": "3", "a": "да", "b": ""}]
    assert one(source, target, value) == [{"id": "2", "a": "да"}]


@pytest.fixture(scope="module")
def entry_form():
    """The form of the district's arrangement, as contests are made of it."""
    return Form(
        tuple(
            Section(
                0, part["key"], part["title"], "", tuple(field_read(FormField(**field)) for field in part["fields"])
            )
            for part in blueprint("district").told["sections"]
        )
    )
