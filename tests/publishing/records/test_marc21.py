"""Records of MARC 21."""

from dataclasses import replace

import pytest
from tests.publishing.records.made import BELAYA, COLLECTION, IVANOVA, ONLINE, ORLOV, PETROV, SIDOROVA, made_work

from nastavnik.publishing.records.imprint import Form
from nastavnik.publishing.records.marc21 import coded, marc21_of
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.work import WorkKind

FILM = {"kind": WorkKind.FILM, "form": Form.ELECTRONIC, "pages": None, "minutes": 52, "year": 2026}


def rows(work, *tags):
    return [
        f"{one.tag} {one.indicators.replace(' ', '_')} " + " ".join(f"${letter} {text}" for letter, text in one.parts)
        for one in marc21_of(work).fields
        if not tags or one.tag in tags
    ]


def test_collection_is_told_field_by_field():
    assert rows(made_work()) == [
        "040 __ $a МУК ЦБ $b rus $e rcr",
        "041 0_ $a rus",
        "080 __ $a 023.5(470.325)",
        "084 __ $a 78.34(2Рос-4Бел) $b Ш 67 $2 rubbk",
        (
            "245 00 $a Школа библиотечного наставничества : $b сборник материалов онлайн-курса / "
            "$c МУК «Центральная библиотека Белгородского района» ; составитель А. П. Иванова ; редактор Б. В. Петров"
        ),
        "264 _1 $a Белгород : $b МУК ЦБ, $c 2026",
        "300 __ $a 96 с.",
        "336 __ $a текст $b txt $2 rdacontent",
        "337 __ $a непосредственный $b n $2 rdamedia",
        "338 __ $a том $b nc $2 rdacarrier",
        f"520 __ $a {COLLECTION.annotation}",
        "521 8_ $a 12+",
        "653 __ $a наставничество",
        "653 __ $a библиотеки",
        "700 1_ $a Иванова, Анна Петровна $e составитель $4 com",
        "700 1_ $a Петров, Б. В. $e редактор $4 edt",
        "700 1_ $a Сидорова, Вера $e рецензент $4 rev",
        "710 2_ $a МУК «Центральная библиотека Белгородского района»",
    ]


def test_controls_name_the_record_and_its_last_change():
    record = marc21_of(made_work())
    assert (record.leader, record.controls[:2]) == (
        "00000nam a2200000 i 4500",
        (("001", "collection-1"), ("005", "20261102100507.0")),
    )


@pytest.mark.parametrize(
    ("changes", "signs"),
    [
        ({}, "261101s2026    ru            000 0 rus d"),
        ({"is_illustrated": True, "form": Form.ELECTRONIC}, "261101s2026    ru a    o     000 0 rus d"),
        ({"year": None, "language": "en-GB"}, "261101nuuuu    ru            000 0 eng d"),
        (FILM, "261101s2026    ru 052        o   vlrus d"),
        (FILM | {"minutes": None, "language": "xx"}, "261101s2026    ru ---        o   vlund d"),
    ],
)
def test_coded_field_has_forty_signs_in_their_places(changes, signs):
    assert coded(made_work(**changes)) == signs
    assert len(signs) == 40


def test_first_of_three_authors_is_the_heading():
    work = made_work(authors=(IVANOVA, PETROV, Person("Вольтер")), credits=(), answers=(), subtitle="")
    assert rows(work, "100", "245", "700") == [
        "100 1_ $a Иванова, Анна Петровна $e автор $4 aut",
        "245 10 $a Школа библиотечного наставничества",
        "700 1_ $a Петров, Б. В. $e автор $4 aut",
        "700 0_ $a Вольтер $e автор $4 aut",
    ]


def test_four_authors_are_added_to_the_title():
    work = made_work(authors=(IVANOVA, SIDOROVA, ORLOV, BELAYA), credits=(), subtitle="")
    assert [row[:3] for row in rows(work, "100", "700")] == ["700"] * 4
    assert rows(work, "245")[0].startswith("245 00 $a Школа библиотечного наставничества / $c МУК")


def test_film_is_a_moving_picture_to_be_read_online():
    work = made_work(**FILM, part_of="Школа наставника", url="https://school.example/v/1")
    assert marc21_of(work).leader[6:8] == "gm"
    assert rows(work, "300", "336", "337", "338", "773", "856") == [
        "300 __ $a 1 онлайн-ресурс (52 мин)",
        "336 __ $a движущееся изображение $b tdi $2 rdacontent",
        "337 __ $a электронный $b c $2 rdamedia",
        "338 __ $a онлайновый ресурс $b cr $2 rdacarrier",
        "773 08 $t Школа наставника",
        "856 40 $u https://school.example/v/1",
    ]


def test_marks_stand_between_the_parts_that_are_there():
    book = replace(
        ONLINE,
        is_illustrated=True,
        height_cm=21,
        series="Наши",
        series_number="3",
        edition="2-е изд.",
        isbn="5213014887",
    )
    assert rows(made_work(book), "020", "250", "300", "490", "538") == [
        "020 __ $a 5213014887",
        "250 __ $a 2-е изд.",
        "300 __ $a 1 онлайн-ресурс (96 с.) : $b ил. ; $c 21 см",
        "490 0_ $a Наши ; $v 3",
        "538 __ $a браузер",
    ]
    assert rows(made_work(height_cm=21), "300") == ["300 __ $a 96 с. ; $c 21 см"]
    assert rows(made_work(is_illustrated=True), "300") == ["300 __ $a 96 с. : $b ил."]
    assert rows(made_work(pages=None), "300") == []
    assert rows(made_work(series_number="3"), "490") == []
    assert rows(made_work(publisher="", year=None), "264") == ["264 _1 $a Белгород"]
    assert rows(made_work(bibliography="с. 90", licence="CC BY 4.0", bbk=""), "084", "504", "540") == [
        "504 __ $a Библиогр.: с. 90",
        "540 __ $a CC BY 4.0",
    ]
