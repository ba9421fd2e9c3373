"""References as they are typed."""

import pytest

from nastavnik.publishing.forms.references import ReferenceForm

PAGE = {
    "kind": "page",
    "title": "Как получить номер",
    "site": "Палата книги",
    "year": "2018",
    "url": "http://palata.example/is_bn",
    "read_on": "2018-05-22",
    "pages": "7",
}


def record(**typed):
    form = ReferenceForm(typed)
    assert form.is_valid(), form.errors
    return form.record()


def test_page_of_a_site_has_an_address_that_can_be_followed():
    assert record(**PAGE) == (
        r"Как получить номер // Палата книги : \[сайт\]. 2018. URL: <http://palata.example/is_bn> (дата обращения: 22.05.2018)."
    )
    assert (
        record(**PAGE | {"site": "", "read_on": "", "year": ""})
        == "Как получить номер. URL: <http://palata.example/is_bn>."
    )


def test_article_has_its_magazine_and_a_dash_between_its_pages():
    typed = {"title": "Клуб", "host": "Библиотека", "year": "2026", "number": "3", "pages": "5-10", "subtitle": "опыт"}

    assert record(kind="article", authors="Иванова Анна Петровна\nО. И. Орлов", **typed) == (
        "Иванова А. П., Орлов О. И. Клуб : опыт // Библиотека. 2026. № 3. С. 5–10."
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "article", "title": "Клуб"}, "host"),
        ({"kind": "page", "title": "Клуб"}, "url"),
        ({"kind": "page", "title": "Клуб", "url": "no address"}, "url"),
    ],
)
def test_what_a_reference_cannot_do_without_is_asked_once(typed, field):
    form = ReferenceForm(typed)

    assert not form.is_valid()
    assert len(form.errors[field]) == 1
