"""A table out of Excel in a browser: shown first, then taken; hostile files and cells are refused or tamed."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.grants.check.full import fill, line
from tests.grants.check.sheet import address, lines_in, names_in

pytestmark = pytest.mark.django_db
TABLE = "Статья\tЗа что\tМероприятие\tСколько\tЦена\tСвои\tКомментарий\nОборудование\tСтол\tОткрытие студии\t2\t5 000\t1 000\tдля студии"


@pytest.fixture
def client(sign_in, author):
    return sign_in(author)


def paste(client, grant, text=TABLE, **more):
    return client.post(address(grant, "paste_budget"), {"table": text, **more})


def upload(client, grant, content, name="budget.xlsx"):
    return client.post(address(grant, "paste_budget"), {"table": "", "file": SimpleUploadedFile(name, content)})


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_table_is_shown_before_anything_is_taken(client, full):
    html = paste(client, full).content.decode()

    assert "Найдена 1 строка" in html
    assert "1 ряд — заголовок или итог" in html
    assert ">10\u00a0000<" in html
    assert "Вместо 5 строк, которые есть" in html
    assert len(lines_in(full)) == 5


def test_table_is_taken_after_or_in_place_of_what_is_there(client, full):
    assert paste(client, full, take="after").url == address(full)
    assert names_in(full)[-1] == "Стол"
    taken = lines_in(full)[-1]
    assert (taken["article"], taken["activity"], taken["own"]) == ("equipment", "a1", "1\u00a0000")

    paste(client, full, take="instead")
    assert names_in(full) == ["Стол"]
    assert "Взята 1 строка" in client.get(address(full)).content.decode()


def test_columns_and_the_article_are_chosen_anew(client, full):
    chosen = {"column-0": "price", "column-1": "name", "column-2": "wrong", "article": "travel"}

    html = paste(client, full, "700\tБилет\tх", **chosen).content.decode()

    assert '<option value="price" selected>' in html
    assert '<option value="travel" selected>' in html
    paste(client, full, "700\tБилет\tх", take="after", **chosen)
    assert {key: lines_in(full)[-1][key] for key in ("article", "name", "quantity", "price")} == {
        "article": "travel",
        "name": "Билет",
        "quantity": "1",
        "price": "700",
    }
    paste(client, full, "Билет\t1\t700", take="after", article="yachts")
    assert lines_in(full)[-1]["article"] == ""


def test_bad_and_hostile_cells_are_told_and_tamed(client, full):
    html = paste(client, full, "=cmd|' /C calc'!A0\tдва\t=1+1\t\t\t\t<script>alert(1)</script>").content.decode()

    assert "Ряд 1, столбец A: похоже на формулу" in html
    assert "Ряд 1, столбец B: «два» — не число" in html
    assert "Ряд 1, столбец C: «=1+1» — формула" in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html
    paste(client, full, "=cmd|' /C calc'!A0\t1\t5", take="after")
    assert names_in(full)[-1] == "cmd|' /C calc'!A0"


def test_nothing_pasted_is_told_and_nothing_is_taken(client, full):
    assert "Найдено 0 строк" in paste(client, full, "  ").content.decode()
    assert "Таблицы ещё нет" in paste(client, full, "").content.decode()
    html = paste(client, full, "Итого\t5").content.decode()
    assert "Найдено 0 строк" in html
    assert 'value="after"' not in html
    answer = paste(client, full, "Итого\t5", take="after")
    assert answer.status_code == 409
    assert len(lines_in(full)) == 5
    assert "Вставить из Excel" in client.get(address(full, "paste_budget")).content.decode()


def test_too_long_table_is_told_before_it_is_taken(client, full):
    rows = "\n".join(f"Стол {number}\t1\t5" for number in range(101))
    html = paste(client, full, rows).content.decode()
    assert "не больше 100 строк" in html
    assert 'name="take"' not in html

    html = paste(client, full, "\n".join(f"Стол {number}\t1\t5" for number in range(97))).content.decode()
    assert 'value="after"' not in html
    assert 'value="instead"' in html


def test_table_longer_than_any_budget_is_refused_with_what_was_typed(client, full):
    html = paste(client, full, "я" * 200_001).content.decode()

    assert "200000" in html
    assert "Так будет взято" not in html
    assert "яяя" in html


def test_first_table_of_an_empty_budget_is_simply_taken(client, full, author):
    fill(full, author, budget_lines=[])

    html = paste(client, full).content.decode()

    assert "Взять строки" in html
    assert 'value="instead"' not in html


def test_workbook_is_read_by_what_excel_has_computed(client, full):
    content = xlsx(["За что", "Сколько", "Цена"], [], ["Стол", 2, 5000.5], ["Лампа", 1, "=1+1"])

    html = upload(client, full, content).content.decode()

    assert "Найдены 2 строки" in html
    assert "5\u00a0000,50" in html


def test_workbook_of_several_sheets_gives_the_first_that_holds_a_table(client, full):
    book = openpyxl.Workbook()
    book.active.append(["заметка"])
    sheet = book.create_sheet()
    for row in (["За что", "Цена"], ["Стол", 5]):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)

    assert "Найдена 1 строка" in upload(client, full, kept.getvalue()).content.decode()
    assert "Таблицы ещё нет" in upload(client, full, xlsx(["одна"])).content.decode()


def test_csv_is_read_too(client, full):
    content = "За что;Сколько;Цена\nСтол;2;5 000,50".encode("cp1251")

    assert "Найдена 1 строка" in upload(client, full, content, "budget.csv").content.decode()


def test_longest_workbook_is_bounded(client, full):
    html = upload(client, full, xlsx(["За что", "Цена"], *(["Стол", 5] for _ in range(500)))).content.decode()

    assert "не больше 100 строк" in html


def bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * (40 * 2**20))
    return kept.getvalue()


def with_entities():
    """Return a workbook whose sheet would grow a thousandfold."""
    source, kept = zipfile.ZipFile(io.BytesIO(xlsx(["а", "б"], [1, 2]))), io.BytesIO()
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(kept, "w") as package:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b"<worksheet", doctype.encode() + b"<worksheet", 1).replace(
                    b"<v>1</v>", b"<v>&b;</v>"
                )
            package.writestr(name, text)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", bomb(), b"\x00\x01\x02", b"%PDF-1.7"],
    ids=["empty", "broken zip", "old xls", "bomb", "noughts", "pdf"],
)
def test_hostile_file_is_refused_in_a_sentence(client, full, content):
    answer = upload(client, full, content)

    assert answer.status_code == 200
    assert len(lines_in(full)) == 5
    assert "Так будет взято" not in answer.content.decode()


def test_workbook_with_entities_does_not_grow(client, full):
    answer = upload(client, full, with_entities())

    assert answer.status_code == 200
    assert "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" not in answer.content.decode()


def test_paste_is_for_who_writes(sign_in, full, director):
    assert sign_in(director).get(address(full, "paste_budget")).status_code == 403


def test_preview_asks_the_same_queries_whatever_is_pasted(assert_flat, client, full, author):
    text = [TABLE]

    def grow():
        text[0] += "\nОборудование\tСтол\tОткрытие студии\t2\t5 000\t1 000\tеще" * 9
        fill(full, author, budget_lines=[*lines_in(full), line(f"x{len(lines_in(full))}", "other", "Чай")])

    assert_flat(lambda: paste(client, full, text[0]), grow)
