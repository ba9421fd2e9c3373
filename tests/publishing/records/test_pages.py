"""The pages of an imprint."""

from dataclasses import replace

from tests.publishing.records.made import BELAYA, COLLECTION, IVANOVA, NETWORK, ONLINE, ORLOV, PETROV, SIDOROVA

from nastavnik.publishing.records.description import record_of
from nastavnik.publishing.records.imprint import Credit, Imprint, Printing, Publisher, Role
from nastavnik.publishing.records.pages import LineKind, last_page, title_page, verso


def texts(lines, *kinds):
    return [one.text for one in lines if not kinds or one.kind in kinds]


def test_title_page_has_what_the_standard_wants_in_its_order():
    assert texts(title_page(COLLECTION)) == [
        "Управление культуры администрации Белгородского района",
        NETWORK,
        "Школа библиотечного наставничества",
        "Сборник материалов онлайн-курса",
        "Белгород",
        "МУК ЦБ",
        "2026",
    ]


def test_year_that_nobody_has_typed_stands_nowhere():
    lines = [*title_page(bare := replace(COLLECTION, year=0)), *verso(bare), *last_page(bare)]
    assert [one.text for one in lines if one.text == "0" or ", 0" in one.text] == []
    assert f"© {NETWORK}" in texts(lines)
    assert "– Белгород : МУК ЦБ. –" in record_of(bare)


def test_title_page_names_up_to_three_authors():
    three = replace(COLLECTION, authors=(IVANOVA, PETROV, SIDOROVA))
    assert texts(title_page(three), LineKind.AUTHOR) == ["А. П. Иванова", "Б. В. Петров", "В. Сидорова"]
    assert texts(verso(three), LineKind.CREDIT)[0].startswith("Составитель")


def test_four_authors_stand_on_the_verso():
    four = replace(COLLECTION, authors=(IVANOVA, PETROV, SIDOROVA, BELAYA))
    assert texts(title_page(four), LineKind.AUTHOR) == []
    assert texts(verso(four), LineKind.CREDIT)[0] == "Авторы: А. П. Иванова, Б. В. Петров, В. Сидорова, Д. Белая"


def test_verso_has_indexes_record_and_signs():
    assert texts(verso(replace(COLLECTION, isbn="978-5-9228-1632-8", licence="CC BY 4.0"))) == [
        "УДК 023.5(470.325)",
        "ББК 78.34(2Рос-4Бел)",
        "Ш 67",
        "Составитель: А. П. Иванова",
        "Редактор: Б. В. Петров",
        "Рецензент: В. Сидорова, канд. пед. наук",
        record_of(replace(COLLECTION, isbn="978-5-9228-1632-8")),
        COLLECTION.annotation,
        "12+",
        "ISBN 978-5-9228-1632-8",
        f"© {NETWORK}, 2026",
        "CC BY 4.0",
    ]


def test_several_persons_of_one_role_stand_together():
    book = replace(
        COLLECTION,
        credits=(
            Credit(Role.REVIEWER, IVANOVA, "методист"),
            Credit(Role.REVIEWER, PETROV),
            Credit(Role.EDITOR, SIDOROVA),
            Credit(Role.EDITOR, ORLOV),
        ),
    )
    assert texts(verso(book), LineKind.CREDIT) == [
        "Редакторы: В. Сидорова, Г. И. Орлов",
        "Рецензенты: А. П. Иванова, методист; Б. В. Петров",
    ]


def test_last_page_of_print_says_how_it_was_printed():
    assert texts(last_page(COLLECTION)) == [
        "Производственно-практическое издание",
        "Школа библиотечного наставничества",
        "Сборник материалов онлайн-курса",
        "Редактор: Б. В. Петров",
        "Вёрстка: Г. И. Орлов",
        "Подписано в печать 01.11.2026. Формат 60×84/16. Усл. печ. л. 5,58. Тираж 50 экз. Заказ № 12.",
        f"Издатель: {NETWORK}, 308000, Белгород, ул. Мирная, 1, тел.: +7 4722 00-00-00.",
        "Отпечатано: ООО «Типография», Белгород, ул. Новая, 5.",
    ]


def test_last_page_of_print_tells_paper_typeface_and_sheets_when_they_are_known():
    printing = replace(
        COLLECTION.printing, paper="офсетная", typeface="PT Serif", method="цифровая", publisher_sheets="4,2"
    )
    (release,) = texts(last_page(replace(COLLECTION, printing=printing, authors=(IVANOVA,))), LineKind.RELEASE)
    assert "Бумага офсетная. Гарнитура PT Serif. Печать цифровая. Усл. печ. л. 5,58. Уч.-изд. л. 4,2. Тираж" in release


def test_last_page_of_an_electronic_edition_says_what_reads_it():
    lines = last_page(ONLINE)
    assert texts(lines, LineKind.PURPOSE) == [
        "Производственно-практическое издание",
        "Электронное издание сетевого распространения",
    ]
    assert texts(lines, LineKind.RELEASE) == [
        (
            "Подписано к использованию 01.11.2026. Объём издания 12,4 МБ. Минимальные системные требования: браузер. "
            "DOI 10.1/1. URL: https://school.example/c/1."
        )
    ]
    assert texts(lines, LineKind.PRINTER) == []


def test_pages_of_an_empty_imprint_have_no_empty_lines():
    for form in (COLLECTION.form, ONLINE.form):
        book = Imprint("", Publisher("", ""), 2026, form=form, authors=(IVANOVA,), printing=Printing())
        lines = [*title_page(book), *verso(book), *last_page(book)]
        assert all(one.text for one in lines)
        assert texts(last_page(book)) == [*texts(last_page(book), LineKind.PURPOSE), "Иванова Анна Петровна"]
