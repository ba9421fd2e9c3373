"""A budget out of Excel: read as it is meant, troubles told with row and column, nothing computed, nothing that grows."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.grants.funds.cells import harmless, is_formula, money_in, number_in, split_cells
from nastavnik.grants.funds.pasting import MOST_PASTED, MOST_ROWS, Known, Part, read_pasted, without_names
from nastavnik.grants.funds.template import Article, ArticleKind

ARTICLES = (
    Article("staff", "Оплата труда штатных работников", ArticleKind.STAFF, ""),
    Article("people", "Выплаты физическим лицам", ArticleKind.PEOPLE, ""),
    Article("equipment", "Оборудование", ArticleKind.OTHER, ""),
    Article("other", "Прочие прямые расходы", ArticleKind.OTHER, ""),
)
KNOWN = Known(ARTICLES, {"a1": "Открытие студии", "a2": "Фестиваль подкастов"}, "other")
HEAD = "Статья\tНаименование\tМероприятие\tКол-во\tЦена\tСтоимость\tСофинансирование\tЗапрашиваемая сумма\tКомментарий"


def read(*rows, known=KNOWN, parts=()):
    return read_pasted("\n".join(rows), known, parts)


def cells(pasted, *columns):
    return [tuple(line.cells[column] for column in columns) for line in pasted.lines]


def told(pasted):
    return [(trouble.row, trouble.column, trouble.words) for trouble in pasted.troubles]


def test_table_with_heads_is_read_column_by_column():
    pasted = read(
        HEAD,
        "Оборудование\tМикрофон\tОткрытие студии\t2\t12 500,50 ₽\t25 001,00\t5 001\t20 000\tцена магазина",
        "Выплаты физическим лицам\tЗвукорежиссёр\tФестиваль подкастов\t1\t30000\t30000\t\t30000\t",
        "ИТОГО\t\t\t\t\t55 001\t5 001\t50 000\t",
    )

    assert cells(pasted, "article", "name", "activity", "quantity", "price", "own") == [
        ("equipment", "Микрофон", "a1", "2", "12\u00a0500,50", "5\u00a0001"),
        ("people", "Звукорежиссёр", "a2", "1", "30\u00a0000", ""),
    ]
    assert pasted.lines[0].cells["comment"] == "цена магазина"
    assert (pasted.troubles, pasted.passed) == ((), 2)


def test_heading_of_an_article_holds_for_the_lines_under_it():
    pasted = read(
        "За что\tСколько\tЦена",
        "1. Оплата труда штатных работников\t\t",
        "Руководитель\t6\t20 000",
        "Оборудование\t\t",
        "Стол\t1\t5 000",
    )

    assert cells(pasted, "article", "name") == [("staff", "Руководитель"), ("equipment", "Стол")]


def test_lines_without_an_article_stand_in_the_one_that_was_chosen():
    assert cells(read("Стол\t1\t5000"), "article", "name") == [("other", "Стол")]


def test_joined_cells_of_an_article_hold_for_all_their_rows():
    pasted = read("Статья\tЗа что\tЦена", "Оборудование\tСтол\t5", "\tСтул\t5", "Выплаты физическим лицам\tЛекция\t5")

    assert cells(pasted, "article", "name") == [("equipment", "Стол"), ("equipment", "Стул"), ("people", "Лекция")]


def test_columns_that_somebody_has_chosen_are_taken_so():
    parts = (Part.PRICE, Part.NOTHING, Part.NAME, Part.QUANTITY)

    pasted = read("100\tшт\tСтол\t3", parts=parts)

    assert cells(pasted, "name", "quantity", "price") == [("Стол", "3", "100")]
    assert pasted.parts == parts


def test_table_without_heads_is_read_as_the_sheet_itself():
    pasted = read("Стол\t2\t100\t200\t50\t150\tдля студии")

    assert cells(pasted, "name", "quantity", "price", "own", "comment") == [("Стол", "2", "100", "50", "для студии")]


@pytest.mark.parametrize(
    ("row", "quantity", "price", "own"),
    [
        ("Стол\t4\t\t1000\t\t", "4", "250", ""),
        ("Стол\t3\t\t1000\t\t", "1", "1\u00a0000", ""),
        ("Стол\t\t250\t1000\t\t", "4", "250", ""),
        ("Стол\t\t250\t\t\t", "1", "250", ""),
        ("Стол\t\t\t1000\t\t", "1", "1\u00a0000", ""),
        ("Стол\t2\t500\t1000\t\t900", "2", "500", "100"),
        ("Стол\t2\t500\t1000\t\t1000", "2", "500", ""),
        ("Стол\t2\t500\t1000\t0\t1000", "2", "500", ""),
        ("Стол\t2\t500\t1000\tчасть\t1000", "2", "500", "часть"),
    ],
)
def test_figures_follow_from_each_other(row, quantity, price, own):
    pasted = read("Наименование\tКол-во\tЦена\tСтоимость\tСвои\tГрант", row)

    assert cells(pasted, "quantity", "price", "own") == [(quantity, price, own)]


def test_bad_cells_are_told_with_row_and_column_and_are_kept():
    pasted = read(
        "Наименование\tКол-во\tЦена\tСтоимость\tСтатья\tМероприятие",
        "Стол\tдва\tдорого\t100\tЯхты\tОткрытие студии",
        "Стул\t-2\t33,333\t\tОборудование\tКонцерт",
        "Лампа\t2\t100\t300\t\t",
        "Полка\t=A1*2\t100\t\t\t",
    )

    assert told(pasted) == [
        (2, "E", "«Яхты» — не статья этого фонда"),
        (2, "B", "«два» — не число"),
        (2, "C", "«дорого» — не сумма в рублях"),
        (3, "F", "«Концерт» — не мероприятие плана"),
        (3, "B", "«-2» — не число"),
        (3, "C", "«33,333» — не сумма в рублях"),
        (4, "D", "в Excel стоимость 300, количество на цену — 200: взято это"),
        (5, "B", "«=A1*2» — формула: скопируйте её значение"),
    ]
    assert cells(pasted, "quantity", "price")[0] == ("два", "дорого")
    assert cells(pasted, "quantity")[3] == ("A1*2",)
    assert pasted.lines[0].wrong == {"quantity", "price"}


@pytest.mark.parametrize(
    "hostile",
    ["=1+1", "=cmd|' /C calc'!A0", "+SUM(A1)", "@SUM(A1)", "-1+cmd|' /C calc'!A0", "-cmd", "==2", "=-+@x", "= 2"],
)
def test_formula_is_taken_as_plain_words_and_told(hostile):
    pasted = read(f"{hostile}\t1\t100\t\t\t\t{hostile}")

    for column in ("name", "comment"):
        assert not pasted.lines[0].cells[column].startswith(("=", "+", "@", "-"))
    assert [trouble.column for trouble in pasted.troubles] == ["A", "G"]
    assert "формул" in pasted.troubles[0].words


def test_dash_and_number_below_nought_are_no_formulas():
    assert not is_formula("- печать афиш")
    assert not is_formula("-5")
    assert harmless("— тире") == "— тире"
    assert harmless("=") == ""


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("12 500,50", 1_250_050),
        ("12\u00a0500.5", 1_250_050),
        ("12\u202f500 руб.", 1_250_000),
        ("1,234,567.50", 123_456_750),
        ("1.234.567,50", 123_456_750),
        ("1 000 ₽", 100_000),
        ("100,5000", 10_050),
        ("1'000", 100_000),
        ("500р.", 50_000),
        ("100,505", None),
        ("1E+05", None),
        ("(500)", None),
        ("-500", None),
        ("", None),
        ("12,500,3", None),
    ],
)
def test_sum_is_read_as_excel_shows_it(text, kopecks):
    assert money_in(text) == kopecks


def test_quantity_is_read_with_its_unit():
    assert [number_in(text) for text in ("3 шт.", "0,5", "1,234.5", "семь")] == [3, 0.5, 1234.5, None]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a\t"b\nc"\td', [["a", "b\nc", "d"]]),
        ('"он сказал ""да"""\tb', [['он сказал "да"', "b"]]),
        ('"Чайка" театр\tb', [['"Чайка" театр', "b"]]),
        ('"не закрыта\tb\nc', [['"не закрыта', "b"], ["c"]]),
        ('5" диск\tb', [['5" диск', "b"]]),
        ("a\r\nb\rc", [["a"], ["b"], ["c"]]),
        ("a;b\nc;d", [["a", "b"], ["c", "d"]]),
        ("a;b\tc", [["a;b", "c"]]),
        ('""\t"a"', [["", "a"]]),
        ("", []),
        ("\n\n", []),
        ("a\u0000b\u0007\t\u200b", [["ab", "\u200b"]]),
    ],
)
def test_cells_are_taken_apart_as_excel_puts_them_together(text, rows):
    assert list(split_cells(text, 10, 10)) == rows


@pytest.mark.parametrize("piece", [";", '"', '"a\t', '""\t', '"\n', "\t", "\n", "=", 'a"\t"', '"""', " "])
def test_hostile_paste_is_read_at_once(piece):
    text = piece * (MOST_PASTED // len(piece))
    began = time.process_time()

    pasted = read_pasted(text, KNOWN)

    assert time.process_time() - began < 2
    assert len(pasted.lines) <= MOST_ROWS


def test_longest_table_is_bounded():
    pasted = read(*(["Стол\t1\t5"] * (MOST_ROWS + 50)))

    assert len(pasted.lines) == MOST_ROWS
    assert len(read("\t".join("a" * 100)).parts) == 24
    assert len(read("я" * 10_000 + "\t1\t5").lines[0].cells["name"]) == 4000


def test_nothing_pasted_is_nothing():
    pasted = read("")

    assert (pasted.lines, pasted.parts, pasted.troubles) == ((), (), ())


def test_row_that_holds_nothing_known_is_left_out():
    pasted = read("заметка\tСтол", parts=(Part.NOTHING, Part.NOTHING))

    assert (pasted.lines, pasted.passed) == ((), 1)


def test_article_is_found_by_words_when_only_one_has_them():
    assert cells(read("Статья\tНаименование", "Оплата труда\tОклад"), "article") == [("staff",)]
    assert cells(read("Статья\tНаименование", "расходы\tОклад", known=Known(ARTICLES[:2])), "article") == [("",)]


def test_line_has_only_the_cells_that_the_fund_asks_for():
    line = without_names(read("Стол\t1\t5").lines[0], ["name", "price"])

    assert set(line.cells) == {"id", "name", "price"}


texts = st.text(st.sampled_from('абв1,.=+-@"\t\n ;₽'), max_size=200)


@given(texts)
def test_whatever_is_pasted_gives_lines_that_no_program_computes(text):
    for line in read_pasted(text, KNOWN).lines:
        for column in ("name", "quantity", "price", "own", "comment"):
            cell = line.cells[column]
            assert not cell.startswith(("=", "+", "@")), cell
            assert not is_formula(cell)


@given(
    st.lists(st.lists(st.text(st.sampled_from('абв"\n '), max_size=6), min_size=2, max_size=4), min_size=1, max_size=4)
)
def test_cells_come_back_as_excel_writes_them(rows):
    def written(cell):
        return '"' + cell.replace('"', '""') + '"' if '"' in cell or "\n" in cell else cell

    text = "\n".join("\t".join(map(written, row)) for row in rows)

    read_back = list(split_cells(text, 100, 100))
    expected = [[cell.strip() for cell in row] for row in rows]
    while expected and not any(expected[-1]) and len(expected) > len(read_back):
        expected.pop()
    assert read_back == expected
