"""Records of RUSMARC."""

from dataclasses import replace

from tests.publishing.records.made import COLLECTION, IVANOVA, ORLOV, PETROV, SIDOROVA, made_work

from nastavnik.publishing.records.imprint import Form
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.rusmarc import coded, rusmarc_of
from nastavnik.publishing.records.work import WorkKind


def rows(work, *tags):
    return [
        f"{one.tag} {one.indicators.replace(' ', '_')} " + " ".join(f"${letter} {text}" for letter, text in one.parts)
        for one in rusmarc_of(work).fields
        if not tags or one.tag in tags
    ]


def test_collection_is_told_field_by_field():
    assert rows(made_work()) == [
        "100 __ $a 20261101d2026    m  y0rusy50      ca",
        "101 0_ $a rus",
        "102 __ $a RU",
        (
            "200 1_ $a Школа библиотечного наставничества $e сборник материалов онлайн-курса "
            "$f МУК «Центральная библиотека Белгородского района» $g составитель А. П. Иванова $g редактор Б. В. Петров"
        ),
        "203 __ $a Текст $c непосредственный",
        "210 __ $a Белгород $c МУК ЦБ $d 2026",
        "215 __ $a 96 с.",
        f"330 __ $a {COLLECTION.annotation}",
        "333 __ $a 12+",
        "610 0_ $a наставничество",
        "610 0_ $a библиотеки",
        "675 __ $a 023.5(470.325)",
        "686 __ $a 78.34(2Рос-4Бел) $b Ш 67 $2 rubbk",
        "702 _1 $a Иванова $b А. П. $g Анна Петровна $4 220",
        "702 _1 $a Петров $b Б. В. $4 340",
        "702 _1 $a Сидорова $b В. $g Вера $4 675",
        "712 02 $a МУК «Центральная библиотека Белгородского района» $4 650",
        "801 _0 $a RU $b МУК ЦБ $c 20261101 $g RCR",
    ]


def test_leader_and_coded_field_have_their_lengths():
    record = rusmarc_of(made_work())
    assert record.leader == "00000nam0 2200000   450 "
    assert len(record.leader) == 24
    assert {len(coded(made_work(year=year))) for year in (None, 2026)} == {36}


def test_first_author_is_the_heading_and_the_others_follow():
    three = made_work(authors=(IVANOVA, PETROV, Person("Вольтер")), credits=())
    assert rows(three, "700", "701") == [
        "700 _1 $a Иванова $b А. П. $g Анна Петровна $4 070",
        "701 _1 $a Петров $b Б. В. $4 070",
        "701 _0 $a Вольтер $4 070",
    ]
    four = made_work(authors=(IVANOVA, PETROV, SIDOROVA, ORLOV))
    assert [row[:3] for row in rows(four, "700", "701")] == ["701"] * 4


def test_film_is_a_moving_picture():
    film = made_work(
        kind=WorkKind.FILM,
        form=Form.ELECTRONIC,
        pages=None,
        minutes=52,
        url="https://school.example/v/1",
        organisation="",
        answers=(),
    )
    assert rusmarc_of(film).leader[6:8] == "gm"
    assert rows(film, "200", "203", "215", "712", "856") == [
        "200 1_ $a Школа библиотечного наставничества $e сборник материалов онлайн-курса",
        "203 __ $a Изображение $b движущееся ; двухмерное $c электронное",
        "215 __ $a 1 онлайн-ресурс (52 мин)",
        "856 4_ $u https://school.example/v/1",
    ]


def test_fields_that_are_known_are_told():
    book = replace(
        COLLECTION, edition="2-е изд.", is_illustrated=True, height_cm=21, series="Наши", series_number="3", isbn="5-213-01488-7",
        bibliography="с. 90", licence="CC BY 4.0",
    )  # fmt: skip
    assert rows(made_work(book, form=Form.ELECTRONIC, requirements="браузер", pages=None), "215") == []
    assert rows(made_work(book, requirements="браузер"), "010", "205", "215", "225", "320", "337", "371") == [
        "010 __ $a 5-213-01488-7",
        "205 __ $a 2-е изд.",
        "215 __ $a 96 с. $c ил. $d 21 см",
        "225 1_ $a Наши $v 3",
        "320 __ $a Библиогр.: с. 90",
        "337 __ $a браузер",
        "371 0_ $a CC BY 4.0",
    ]
    assert rows(made_work(bbk="", form=Form.ELECTRONIC), "203", "686") == ["203 __ $a Текст $c электронный"]
