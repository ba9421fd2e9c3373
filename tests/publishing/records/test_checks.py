"""What an imprint lacks."""

from dataclasses import replace
from datetime import date

import pytest
from tests.publishing.records.made import BELAYA, COLLECTION, IVANOVA, ONLINE

from nastavnik.publishing.records.checks import gaps_of
from nastavnik.publishing.records.imprint import Electronic, Form, Imprint, Printing, Publisher


def fields(imprint, *, holds_up=None):
    return [gap.field for gap in gaps_of(imprint) if holds_up in {None, gap.holds_up}]


def words(imprint):
    return [gap.words for gap in gaps_of(imprint)]


def test_whole_imprint_lacks_nothing():
    assert gaps_of(COLLECTION) == ()
    assert gaps_of(ONLINE) == ()


def test_empty_imprint_lacks_all_but_the_isbn():
    assert fields(Imprint(" ", Publisher("", ""), 26)) == [
        "title", "publisher.name", "publisher.place", "year", "above_title", "credits", "copyright_holders", "udc", "bbk",
        "author_mark", "age_mark", "annotation", "pages", "printing.copies", "printing.signed_on", "printing.paper_format",
        "printing.printer", "printing.order", "publisher.address",
    ]  # fmt: skip


def test_empty_electronic_imprint_lacks_what_electronic_ones_have():
    book = replace(ONLINE, electronic=Electronic())
    assert fields(book) == [
        "electronic.released_on",
        "electronic.size_bytes",
        "electronic.requirements",
        "electronic.url",
    ]
    assert fields(replace(book, electronic=replace(ONLINE.electronic, url=""))) == []


def test_what_may_be_left_out_holds_nothing_up():
    book = replace(COLLECTION, above_title=(), printing=replace(COLLECTION.printing, order=""), annotation="о" * 851)
    assert fields(book, holds_up=False) == ["above_title", "annotation", "printing.order"]
    assert fields(book, holds_up=True) == []


@pytest.mark.parametrize("isbn", ["978-5-9228-1632-8", "ISBN 5-213-01488-7", ""])
def test_isbn_may_be_right_or_absent(isbn):
    assert gaps_of(replace(COLLECTION, isbn=isbn)) == ()


def test_isbn_with_a_wrong_check_digit_is_told_the_right_one():
    (said,) = words(replace(COLLECTION, isbn="978-5-9228-1632-0"))
    assert said == "The check digit of the ISBN is wrong: it ends with 0, but should with 8."


def test_isbn_of_another_shape_is_told_so():
    assert fields(replace(COLLECTION, isbn="нет")) == ["isbn"]


@pytest.mark.parametrize("mark", ["Ш67", "Ш 6", "Ш 678"])
def test_author_mark_begins_as_the_record(mark):
    assert gaps_of(replace(COLLECTION, author_mark=mark)) == ()


def test_author_mark_of_another_letter_is_told_so():
    assert words(replace(COLLECTION, authors=(IVANOVA,))) == [
        "The author mark begins with Ш, but the record begins with И."
    ]
    assert fields(replace(COLLECTION, authors=(IVANOVA,) * 4)) == []
    assert fields(replace(COLLECTION, title="«Ёлка»", author_mark="Е 40")) == []
    assert fields(replace(COLLECTION, title="451", author_mark="Е 40")) == []
    assert fields(replace(COLLECTION, authors=(BELAYA,), author_mark="67")) == ["author_mark"]


def test_indexes_begin_with_a_figure():
    assert fields(replace(COLLECTION, udc="нет", bbk="ББК 78")) == ["udc", "bbk"]


def test_paper_format_that_cannot_be_counted_is_told_so():
    assert fields(replace(COLLECTION, printing=replace(COLLECTION.printing, paper_format="A5"))) == [
        "printing.paper_format"
    ]


def test_year_and_age_mark_are_of_those_that_there_are():
    assert fields(replace(COLLECTION, year=20266, age_mark="13+")) == ["year", "age_mark"]


def test_forms_are_checked_apart():
    assert fields(replace(COLLECTION, form=Form.ELECTRONIC))[0] == "electronic.released_on"
    assert fields(replace(ONLINE, form=Form.PRINT, printing=Printing(signed_on=date(2026, 1, 1)))) == [
        "printing.copies",
        "printing.paper_format",
        "printing.printer",
        "printing.order",
    ]
