"""Texts as they are typed into the fund's form, each to be copied, with its limit."""

import pytest
from django.urls import reverse
from tests.grants.factories import GrantFactory, text_row
from tests.grants.funds.a_template import TEMPLATE
from tests.grants.whole import VALUES, fill

from nastavnik.contest.enums import FieldKind
from nastavnik.grants.models import GrantFile
from nastavnik.grants.selectors.out.copying import copy_page, plain_sum, typed

pytestmark = pytest.mark.django_db


def field_of(page, key):
    return next(field for section in page.sections for field in section.fields if field.key == key)


def test_texts_stand_in_the_order_of_the_form(whole):
    page = copy_page(whole)

    assert [section.title for section in page.sections][:2] == ["О проекте", "Почему"]
    (title,) = field_of(page, "title").texts
    assert (title.text, title.count, title.most, title.over) == ("Читаем вместе", 13, 300, 0)
    assert field_of(page, "starts_on").texts[0].text == "15.01.2027"
    assert page.too_long == 0


def test_text_that_is_too_long_is_told(project):
    grant = fill(GrantFactory(project=project, fund="fpg"))
    fill(grant, problem="я" * 5003)

    page = copy_page(grant)

    assert page.too_long == 1
    assert field_of(page, "problem").texts[0].over == 3


def test_rows_are_copied_cell_by_cell_with_what_they_name(whole):
    rows = field_of(copy_page(whole), "activities").rows

    assert rows[0].title == "1. Знакомство: чтение вслух для родителей"
    assert {cell.label: cell.text for cell in rows[0].cells}["Задача"] == "Научить родителей читать вслух"


def test_lines_of_the_budget_have_their_sums(whole):
    rows = field_of(copy_page(whole), "budget_lines").rows
    cells = {cell.label: cell.text for cell in rows[0].cells}

    assert rows[0].title == "1. Анна Иванова, руководитель"
    assert cells["Статья"] == "Оплата труда штатных работников"
    assert cells["Цена"] == "12000"
    # what it costs, what the fund is asked for
    assert [cell.text for cell in rows[0].cells[-2:]] == ["120000", "90000"]


def test_row_with_nothing_in_it_has_a_number_alone(whole):
    fill(whole, budget_lines=[{"id": "b1", "article": "", "name": "", "price": ""}], team=[{"id": "t1"}])
    page = copy_page(whole)

    assert field_of(page, "team").rows[0].title == "1. "
    assert [cell.text for cell in field_of(page, "budget_lines").rows[0].cells] == ["0", "0"]


def test_whole_table_is_pasted_without_formulas(whole):
    fill(whole, objectives=[{"id": "o1", "objective": "=1+1\tи\nещё"}])

    whole_table = field_of(copy_page(whole), "objectives").whole
    assert whole_table.text == "Задача\n'=1+1 и ещё"


def test_lists_files_and_empty_fields_are_there_too(project, now):
    more = "      - {key: themes, kind: choices, label: Темы, options: [сказки, стихи]}\n"
    files = "      - {key: letters, kind: files, label: Письма, is_required: no}\n"
    grant = GrantFactory(project=project, template=text_row(TEMPLATE + more + files))
    fill(grant, themes=["сказки", "стихи"])
    told = {"kind": "pdf", "file": "x", "bytes": 1, "sha256": "", "added_at": now}
    GrantFile.objects.create(project=project, grant=grant, field_key="letters", name="Письмо.pdf", **told)
    page = copy_page(grant)

    assert [copy.text for copy in field_of(page, "themes").texts] == ["сказки", "стихи"]
    assert field_of(page, "letters").files == ("Письмо.pdf",)
    assert field_of(page, "title").is_empty
    assert page.total == 2


def test_section_of_which_nothing_is_asked_is_left_out(project):
    more = "  - key: more\n    title: Ещё\n    fields:\n      - {key: extra, kind: line, label: Ещё, asked_if: {key: title, values: [да]}}\n"
    grant = GrantFactory(project=project, template=text_row(TEMPLATE + more))

    assert "Ещё" not in [section.title for section in copy_page(grant).sections]


@pytest.mark.parametrize(
    ("kind", "text", "copied"),
    [
        (FieldKind.DATE, "2027-02-01", "01.02.2027"),
        (FieldKind.DATE, "весной", "весной"),
        (FieldKind.MONEY, "12 500,5", "12500,50"),
        (FieldKind.MONEY, "много", "много"),
        (FieldKind.NUMBER, "1 000.5", "1000,5"),
        (FieldKind.NUMBER, "сто", "сто"),
        (FieldKind.LINE, " да ", "да"),
    ],
)
def test_values_are_as_forms_on_sites_take_them(kind, text, copied):
    assert typed(kind, text) == copied


def test_sum_below_nought_keeps_its_sign():
    assert plain_sum(-1050) == "-10,50"


def test_page_asks_the_same_however_much_stands_there(sign_in, author, whole, assert_flat):
    client = sign_in(author)

    def grow():
        lines = [{**VALUES["budget_lines"][0], "id": f"g{n}"} for n in range(40)]
        fill(whole, budget_lines=lines, problem="Слово " * 500)

    assert_flat(lambda: client.get(reverse("grants:copy", args=[whole.token])), grow, ceiling=12)
