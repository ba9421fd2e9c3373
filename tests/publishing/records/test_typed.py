"""An imprint from what was typed."""

from datetime import date

from nastavnik.publishing.records.imprint import Form, Purpose, Role
from nastavnik.publishing.records.typed import form_name, imprint_of

WORDS = {"title": "Соседи", "subtitle": "сборник", "annotation": "О дворах."}


def test_imprint_of_nothing_typed_has_its_title_alone():
    imprint = imprint_of({}, **WORDS)

    assert (imprint.title, imprint.subtitle, imprint.annotation) == ("Соседи", "сборник", "О дворах.")
    assert (imprint.year, imprint.form, imprint.purpose, imprint.credits) == (0, Form.PRINT, Purpose.PRACTICAL, ())


def test_imprint_of_what_was_typed_has_all_of_it():
    typed = {
        "form": "electronic",
        "year": 2026,
        "udc": " 02 ",
        "publisher_name": "ЦБС",
        "above_title": "Администрация\n\nЦБС",
        "credit_compiler": "Иванова Анна Петровна",
        "credit_reviewer": "Петров П. П.; канд. пед. наук",
        "keywords": "двор, , соседи",
        "printing_signed_on": "2026-11-26",
        "printing_copies": 100,
        "electronic_url": "https://example.ru",
    }

    imprint = imprint_of(typed, **WORDS)

    assert (imprint.form, imprint.year, imprint.udc, imprint.publisher.name) == (Form.ELECTRONIC, 2026, "02", "ЦБС")
    assert imprint.above_title == ("Администрация", "ЦБС")
    assert [(one.role, one.person.surname, one.position) for one in imprint.credits] == [
        (Role.COMPILER, "Иванова", ""),
        (Role.REVIEWER, "Петров", "канд. пед. наук"),
    ]
    assert imprint.keywords == ("двор", "соседи")
    assert (imprint.printing.signed_on, imprint.printing.copies) == (date(2026, 11, 26), 100)
    assert imprint.electronic.url == "https://example.ru"


def test_imprint_of_what_is_none_of_its_kind_leaves_it_empty():
    typed = {"form": "stone", "year": "много", "printing_signed_on": "вчера", "udc": 5}

    imprint = imprint_of(typed, **WORDS)

    assert (imprint.form, imprint.year, imprint.printing.signed_on, imprint.udc) == (Form.PRINT, 0, None, "")


def test_form_name_of_a_gap_is_that_of_its_field():
    assert form_name("publisher.place") == "publisher_place"
    assert form_name("credits") == "credit_compiler"
