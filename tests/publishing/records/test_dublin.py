"""Dublin Core."""

from defusedxml import ElementTree
from tests.publishing.records.made import COLLECTION, IVANOVA, NETWORK, ONLINE, made_work

from nastavnik.publishing.records.description import description_of
from nastavnik.publishing.records.dublin import DC, OAI_DC, dublin_core_of
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.work import WorkKind


def elements(work):
    root = ElementTree.fromstring(dublin_core_of(work))
    assert root.tag == f"{{{OAI_DC}}}dc"
    return [(one.tag.removeprefix(f"{{{DC}}}"), one.text) for one in root]


def test_edition_is_told_in_elements():
    assert elements(made_work(ONLINE, licence="CC BY 4.0", part_of="Школа")) == [
        ("title", "Школа библиотечного наставничества : сборник материалов онлайн-курса"),
        ("creator", NETWORK),
        ("contributor", "Иванова, А. П."),
        ("contributor", "Петров, Б. В."),
        ("contributor", "Сидорова, В."),
        ("contributor", "Орлов, Г. И."),
        ("subject", "наставничество"),
        ("subject", "библиотеки"),
        ("subject", "УДК 023.5(470.325)"),
        ("subject", "ББК 78.34(2Рос-4Бел)"),
        ("description", COLLECTION.annotation),
        ("publisher", "МУК ЦБ"),
        ("date", "2026"),
        ("type", "Text"),
        ("format", "application/pdf"),
        ("format", "96 с."),
        ("identifier", "https://school.example/c/1"),
        ("identifier", description_of(ONLINE)),
        ("language", "rus"),
        ("relation", "Школа"),
        ("rights", f"© {NETWORK}"),
        ("rights", "CC BY 4.0"),
    ]


def test_authors_are_the_creators_and_a_film_is_a_moving_image():
    told = elements(
        made_work(authors=(IVANOVA, Person("Вольтер")), kind=WorkKind.FILM, isbn="5-213-01488-7", pages=None, year=None)
    )
    assert [text for name, text in told if name == "creator"] == ["Иванова, Анна Петровна", "Вольтер"]
    assert ("type", "MovingImage") in told
    assert ("identifier", "ISBN 5-213-01488-7") in told
    assert "date" not in dict(told)


def test_prefixes_are_those_that_programs_look_for():
    raw = dublin_core_of(made_work(title="<Ё>\x00"))
    assert raw.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<oai_dc:dc ")
    assert "<dc:title>&lt;Ё&gt; : сборник".encode() in raw
    assert b"xsi:schemaLocation=" in raw
