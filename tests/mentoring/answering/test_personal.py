"""What may lead to somebody is pointed at in a text; what is none of it is left alone."""

import pytest
from tests.people.factories import LibraryFactory, UserFactory, in_network

from nastavnik.mentoring.selectors.public.personal import Names, names_of, pieces_of
from nastavnik.mentoring.text.contacts import Lead, Mark, cut, sift
from nastavnik.programme.permissions import place_of

NOBODY = Names([], [])


def seen(text, names=NOBODY):
    return [(piece.text, piece.lead) for piece in pieces_of(text, names) if piece.lead]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пишет Мария Петровна", [("Мария", Lead.PERSON), ("Петровна", Lead.PERSON)]),
        ("Спросите у И. И. Ивановой-Рыбак.", [("И. И. Ивановой-Рыбак", Lead.PERSON)]),
        ("Живём в Туле", [("Туле", Lead.PLACE)]),
        ("Едем в Санкт-Петербург", [("Санкт-Петербург", Lead.PLACE)]),
        ("Наш клуб зовётся Подсолнух", [("Подсолнух", Lead.NAME)]),
        ("Я из библиотеки-филиала № 12", [("библиотеки-филиала № 12", Lead.LIBRARY)]),
        ("тел. 8 (926) 123-45-67", [("8 (926) 123-45-67", Lead.PHONE)]),
        ("звоните 2-15-40", [("2-15-40", Lead.PHONE)]),
        ("мой номер 89261234567", [("89261234567", Lead.PHONE)]),
        ("почта anna.s@mail.ru, жду", [("anna.s@mail.ru", Lead.MAIL)]),
        ("группа vk.com/anna_s тут", [("vk.com/anna_s", Lead.LINK)]),
    ],
)
def test_pieces_point_at(text, expected):
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Проект начинается не с гранта. Что делать?",
        "Нужно 150 000 рублей и 12 345 книг",
        "в 2024-2025 годах",
        "по ББК 78.3 и ГПНТБ",
        "reading club",
    ],
)
def test_pieces_leave_alone(text):
    assert seen(text) == []


def test_pieces_know_the_asker_and_settlements_in_small_letters(school):
    in_network(school.owner, place_of(school))
    LibraryFactory(organisation=school.owner, settlement="Роща")
    asker = UserFactory(full_name="Зайцева Анна")

    found = seen("пишет зайцева из рощи", names_of(school, asker))

    assert found == [("зайцева", Lead.PERSON), ("рощи", Lead.PLACE)]


def test_names_of_nobody_are_settlements_alone(school):
    assert names_of(school, None).people == frozenset()


def test_pieces_make_up_the_text():
    text = "Мария из Тулы: 2-15-40."

    assert "".join(piece.text for piece in pieces_of(text, NOBODY)) == text


def test_sift_keeps_the_longest_of_those_that_overlap():
    long, inner, other = Mark(0, 9, Lead.PERSON), Mark(4, 9, Lead.NAME), Mark(10, 12, Lead.PLACE)

    assert sift([other, inner, long]) == [long, other]
    assert [piece.text for piece in cut("абвгдежзи клмн", [long, other])] == ["абвгдежзи", " ", "кл", "мн"]
