"""The budget as a workbook: sums are formulas that make what the sheet shows, words are words."""

import io

import openpyxl
import pytest
from tests.grants.check.full import LINES, fill, line
from tests.grants.check.sheet import address

pytestmark = pytest.mark.django_db
HOSTILE = ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2+3", "{=1}", "https://example.org/", "\t=1"]


def book_of(client, grant, **more):
    answer = client.get(address(grant, "budget_file"))
    content = b"".join(answer.streaming_content)
    return openpyxl.load_workbook(io.BytesIO(content), **more).active


def values(sheet):
    return {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows() if row[0].value}


def test_workbook_holds_numbers_as_numbers_and_sums_as_formulas(sign_in, full, author):
    client = sign_in(author)

    made, shown = book_of(client, full), values(book_of(client, full, data_only=True))

    assert made["A1"].value == "Читаем вместе"
    assert made["A2"].value == "Фонд президентских грантов · МБУК «Библиотека»"
    assert shown["Микрофон студийный"] == [
        "Открытие студии",
        4,
        12500.5,
        50002,
        None,
        50002,
        "средняя цена трёх магазинов",
    ]
    assert shown["Итого"][3:6] == [253_242, 39_248, 213_994]
    written = values(made)
    assert written["Микрофон студийный"][3] == "=ROUND(N(C12)*N(D12),2)"
    assert written["Оборудование"][3] == "=SUM(E12:E12)"
    assert written["Итого"][3] == "=E5+E7+E9+E11+E13"


def test_workbook_makes_no_formula_and_no_link_of_what_people_wrote(sign_in, full, author):
    lines = [line(f"b{n}", "other", text, text, text, text, comment=text) for n, text in enumerate(HOSTILE)]
    fill(full, author, budget_lines=[*lines, line("b9", "yachts", "=1+1", "2", "=5")], activities=[])
    full.project.title = "=HYPERLINK(1)"
    full.project.save()

    sheet = book_of(sign_in(author), full)

    assert sheet["A1"].value == "=HYPERLINK(1)"
    assert sheet["A1"].data_type == "s"
    ours = {"=ROUND(N(", "=SUM(", "=E", "=F", "=G"}
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.hyperlink is None
            assert cell.data_type != "f" or any(str(cell.value).startswith(begin) for begin in ours)
    assert "Вне статей" in [row[0].value for row in sheet.iter_rows()]


def test_workbook_of_an_empty_budget_has_sums_of_nought(sign_in, full, author):
    fill(full, author, budget_lines=[])

    assert values(book_of(sign_in(author), full))["Итого"][3] == "=0"


def test_workbook_computes_to_the_same_when_a_program_computes_it(sign_in, full, author, tmp_path):
    """Reckon the formulas by hand: product to two places, sums over ranges."""
    fill(full, author, budget_lines=[*LINES, line("b6", "other", "Мел", "0,333", "10,05", "1")])
    client = sign_in(author)
    made, shown = book_of(client, full), book_of(client, full, data_only=True)

    for row in range(5, made.max_row + 1):
        if str(made.cell(row, 5).value).startswith("=ROUND"):
            quantity, price, own = (shown.cell(row, place).value or 0 for place in (3, 4, 6))
            assert shown.cell(row, 5).value == pytest.approx(round(quantity * price + 1e-9, 2))
            assert shown.cell(row, 7).value == pytest.approx(shown.cell(row, 5).value - own)
