"""References to what is quoted."""

from dataclasses import replace
from datetime import date

from tests.publishing.records.made import BELAYA, IVANOVA, ORLOV, PETROV, SIDOROVA

from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.references import SITE, Host, Medium, Source, part_record_of, reference_of

DAY = date(2026, 11, 1)
ARTICLE = Source("Клуб при библиотеке", Host("Библиотека", year=2026, number="3"), authors=(IVANOVA,), pages="5–10")
PAGE = Source(
    "Как получить номер",
    Host("Палата книги", SITE, year=2018),
    Medium.ELECTRONIC,
    url="http://palata.example/isbn",
    read_on=date(2018, 5, 22),
)
FILM = Source(
    "Как начать",
    Host("Школа наставника", SITE, year=2026),
    Medium.FILM,
    (PETROV,),
    url="https://school.example/v/1?t=750",
    read_on=DAY,
    seconds=750.4,
    end_seconds=785,
)
CHAPTER = Source(
    "Читают все",
    Host("Школа наставничества", "сборник материалов", "Белгород", "МУК ЦБ", 2026),
    authors=(IVANOVA, PETROV),
    pages="12–20",
)
BOOK = Source(
    "Чтение", Host("", place="Москва", publisher="Книга", year=1966), authors=(Person("Жак", "Д. К."),), pages="128"
)


def test_reference_to_an_article():
    assert reference_of(ARTICLE) == "Иванова А. П. Клуб при библиотеке // Библиотека. 2026. № 3. С. 5–10."


def test_reference_to_a_page_of_a_site():
    assert reference_of(PAGE) == (
        "Как получить номер // Палата книги : [сайт]. 2018. "
        "URL: http://palata.example/isbn (дата обращения: 22.05.2018)."
    )


def test_reference_to_a_moment_of_a_film():
    assert reference_of(FILM) == (
        "Петров Б. В. Как начать : [видеозапись] // Школа наставника : [сайт]. 2026. 12:30–13:05. "
        "URL: https://school.example/v/1?t=750 (дата обращения: 01.11.2026)."
    )
    late = reference_of(replace(FILM, seconds=3723, end_seconds=None, subtitle="запись эфира", read_on=None))
    assert late == (
        "Петров Б. В. Как начать : запись эфира // Школа наставника : [сайт]. 2026. 1:02:03. URL: https://school.example/v/1?t=750."
    )


def test_reference_to_an_article_of_a_collection_and_to_a_book():
    assert reference_of(CHAPTER) == (
        "Иванова А. П., Петров Б. В. Читают все // Школа наставничества : сборник материалов. Белгород : МУК ЦБ, 2026. С. 12–20."
    )
    assert reference_of(BOOK) == "Жак Д. К. Чтение. Москва : Книга, 1966. 128 с."


def test_reference_to_the_work_of_four_names_the_first():
    four = replace(ARTICLE, authors=(IVANOVA, PETROV, SIDOROVA, ORLOV))
    assert reference_of(four) == "Клуб при библиотеке / А. П. Иванова [и др.] // Библиотека. 2026. № 3. С. 5–10."


def test_record_of_a_page_says_how_it_is_read_before_its_site():
    assert part_record_of(PAGE) == (
        "Как получить номер. – Текст : электронный // Палата книги : [сайт]. – 2018. – "
        "URL: http://palata.example/isbn (дата обращения: 22.05.2018)."
    )


def test_record_of_a_part_repeats_its_author():
    assert part_record_of(ARTICLE) == (
        "Иванова, А. П. Клуб при библиотеке / А. П. Иванова. – Текст : непосредственный // Библиотека. – 2026. – № 3. – С. 5–10."
    )
    assert part_record_of(replace(FILM, host=Host("Школа наставника", SITE), seconds=None, read_on=None)) == (
        "Петров, Б. В. Как начать / Б. В. Петров. – Изображение (движущееся ; двухмерное) : электронное // "
        "Школа наставника : [сайт]. – URL: https://school.example/v/1?t=750."
    )


def test_record_of_a_book_says_at_its_end_how_it_is_read():
    assert (
        part_record_of(BOOK)
        == "Жак, Д. К. Чтение / Д. К. Жак. – Москва : Книга, 1966. – 128 с. – Текст : непосредственный."
    )


def test_record_of_the_work_of_five_names_three():
    five = replace(CHAPTER, authors=(IVANOVA, PETROV, SIDOROVA, ORLOV, BELAYA))
    assert part_record_of(five).startswith(
        "Читают все / А. П. Иванова, Б. В. Петров, В. Сидорова [и др.]. – Текст : непосредственный // Школа"
    )


def test_reference_changes_nothing_in_titles_and_addresses():
    source = replace(PAGE, title="Жили... были", authors=(), url="https://school.example/a/../b", read_on=None)
    assert reference_of(source) == "Жили... были // Палата книги : [сайт]. 2018. URL: https://school.example/a/../b."
