"""Names of persons."""

import pytest
from tests.publishing.records.made import BELAYA, IVANOVA, ORLOV, PETROV, SIDOROVA

from nastavnik.publishing.records.names import Person, signed


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Иванова Анна Петровна", IVANOVA),
        ("Петров,  Б. В.", PETROV),
        ("Б. В. Петров", PETROV),
        ("Б.В. Петров", Person("Петров", "Б.В.")),
        ("Вольтер", Person("Вольтер")),
        ("А. Б.", Person("А.", "Б.")),
        ("Заведующий филиалом № 22", Person("Заведующий филиалом № 22")),
        ("Леонардо да Винчи", Person("Леонардо да Винчи")),
    ],
)
def test_read_name_is_parted_into_surname_and_given(text, person):
    assert Person.read(text) == person


def test_name_is_written_as_the_place_wants():
    assert (IVANOVA.heading, IVANOVA.signed, IVANOVA.reference) == ("Иванова, А. П.", "А. П. Иванова", "Иванова А. П.")
    assert (IVANOVA.whole, Person("Вольтер").heading, Person("Вольтер").signed) == (
        "Иванова Анна Петровна",
        "Вольтер",
        "Вольтер",
    )
    assert Person("Ли", "Анна-Мария").initials == "А.-М."
    assert Person("Петров", "Б.В.").initials == "Б. В."


def test_signed_are_four_whole_and_of_five_the_first_three():
    four = [IVANOVA, PETROV, SIDOROVA, ORLOV]
    assert signed(four) == "А. П. Иванова, Б. В. Петров, В. Сидорова, Г. И. Орлов"
    assert signed([*four, BELAYA]) == "А. П. Иванова, Б. В. Петров, В. Сидорова [и др.]"
    assert signed([]) == ""
