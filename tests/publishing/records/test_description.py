"""Bibliographic records by ГОСТ Р 7.0.100-2018."""

from dataclasses import replace

from tests.publishing.records.made import BELAYA, COLLECTION, IVANOVA, NETWORK, ONLINE, ORLOV, PETROV, SIDOROVA

from nastavnik.publishing.records.description import record_of
from nastavnik.publishing.records.imprint import Credit, Imprint, Printing, Publisher, Role
from nastavnik.publishing.records.names import Person


def test_record_of_a_collection_begins_with_its_title():
    assert record_of(COLLECTION) == (
        "Школа библиотечного наставничества : сборник материалов онлайн-курса / "
        "МУК «Центральная библиотека Белгородского района» ; составитель А. П. Иванова ; редактор Б. В. Петров. – "
        "Белгород : МУК ЦБ, 2026. – 96 с. – 50 экз. – Текст : непосредственный."
    )


def test_record_of_an_author_has_a_heading_and_all_areas():
    book = Imprint(
        title="Чтение вслух в сельской библиотеке",
        subtitle="учебное пособие",
        authors=(Person("Игнатова", "С. В."), PETROV),
        publisher=Publisher("Книга", "Москва"),
        year=2017,
        pages=144,
        is_illustrated=True,
        height_cm=21,
        series="Полка методиста",
        bibliography="с. 137",
        isbn="978-5-9228-1632-8",
        printing=Printing(copies=100),
    )
    assert record_of(book) == (
        "Игнатова, С. В. Чтение вслух в сельской библиотеке : учебное пособие / С. В. Игнатова, Б. В. Петров. – "
        "Москва : Книга, 2017. – 144 с. : ил. ; 21 см. – (Полка методиста). – Библиогр.: с. 137. – 100 экз. – "
        "ISBN 978-5-9228-1632-8. – Текст : непосредственный."
    )


def begins(*authors):
    return record_of(replace(COLLECTION, authors=authors, credits=(), organisation="", subtitle="")).partition(". – Б")[
        0
    ]


def test_record_of_three_authors_has_the_first_in_its_heading():
    assert begins(IVANOVA, PETROV, SIDOROVA) == (
        "Иванова, А. П. Школа библиотечного наставничества / А. П. Иванова, Б. В. Петров, В. Сидорова"
    )


def test_record_of_four_authors_has_no_heading_and_names_all():
    assert begins(IVANOVA, PETROV, SIDOROVA, ORLOV) == (
        "Школа библиотечного наставничества / А. П. Иванова, Б. В. Петров, В. Сидорова, Г. И. Орлов"
    )


def test_record_of_five_authors_names_three():
    assert begins(IVANOVA, PETROV, SIDOROVA, ORLOV, BELAYA) == (
        "Школа библиотечного наставничества / А. П. Иванова, Б. В. Петров, В. Сидорова [и др.]"
    )


def test_record_of_an_author_with_one_name_ends_it_with_a_full_stop():
    assert begins(Person("Вольтер")) == "Вольтер. Школа библиотечного наставничества / Вольтер"


def test_record_names_several_compilers_together():
    book = replace(COLLECTION, credits=tuple(Credit(Role.COMPILER, one) for one in (IVANOVA, PETROV)))
    assert f"{NETWORK} ; составители: А. П. Иванова, Б. В. Петров. –" in record_of(book)


def test_record_of_an_electronic_edition_says_where_it_is():
    assert record_of(ONLINE).endswith(
        " – Белгород : МУК ЦБ, 2026. – 1 файл (12,4 МБ). – Системные требования: браузер. – DOI 10.1/1. – "
        "URL: https://school.example/c/1 (дата обращения: 02.11.2026). – Текст : электронный."
    )
    bare = replace(ONLINE, electronic=type(ONLINE.electronic)(url="https://school.example"))
    assert record_of(bare).endswith("2026. – URL: https://school.example. – Текст : электронный.")
    assert record_of(replace(ONLINE, electronic=type(ONLINE.electronic)())).endswith("2026. – Текст : электронный.")


def test_record_without_place_publisher_and_pages_says_so():
    book = Imprint(
        "Сборник",
        Publisher("", ""),
        2026,
        edition="2-е изд., доп.",
        series="Наши",
        series_number="вып. 3",
        height_cm=20,
    )
    assert record_of(book) == (
        "Сборник. – 2-е изд., доп. – [Б. м.] : [б. и.], 2026. – (Наши ; вып. 3). – Текст : непосредственный."
    )


def test_record_keeps_the_marks_at_the_end_of_a_title():
    assert begins_with_title("Что читать?") == "Что читать?. – Белгород"
    assert begins_with_title("Жили-были…") == "Жили-были… – Белгород"
    assert begins_with_title("Жили-были...") == "Жили-были... – Белгород"


def begins_with_title(title):
    book = replace(COLLECTION, title=title, subtitle="", organisation="", credits=())
    return record_of(book).partition(" : МУК")[0]
