"""Numbers of editions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.publishing.records.numbers import (
    conditional_sheets,
    is_isbn_shaped,
    isbn_check_digit,
    isbn_digits,
    size_in_words,
    with_comma,
)


@pytest.mark.parametrize("isbn", ["978-0-306-40615-7", "5-213-01488-7", "0-8044-2957-X", "ISBN: 978‑5‑9228‑1632‑8"])
def test_check_digit_of_a_true_isbn_is_its_last(isbn):
    digits = isbn_digits(isbn)
    assert is_isbn_shaped(digits)
    assert isbn_check_digit(digits) == digits[-1]


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9), st.booleans())
def test_one_wrong_digit_is_always_found(digits, at, change, is_long):
    isbn = f"978{digits}0" if is_long else f"{digits}0"
    right = isbn[:-1] + isbn_check_digit(isbn)
    place = at + 3 * is_long
    wrong = f"{right[:place]}{(int(right[place]) + change) % 10}{right[place + 1 :]}"
    assert isbn_check_digit(wrong) != wrong[-1]


@pytest.mark.parametrize(
    "digits", ["", "978592281632", "9775922816320", "97859228163X0", "978592281632X", "XXXXXXXXX1", "²" * 10]
)
def test_other_digits_are_not_of_an_isbn(digits):
    assert not is_isbn_shaped(digits)


@pytest.mark.parametrize(
    ("pages", "paper_format", "sheets"),
    [
        (96, "60×84/16", "5.58"),
        (320, "84х108/32", "16.80"),
        (100, "70x100 1/16", "8.13"),
        (16, "60 × 90 / 16", "1.00"),
    ],
)
def test_conditional_sheets_are_those_of_printing_houses(pages, paper_format, sheets):
    assert conditional_sheets(pages, paper_format) == Decimal(sheets)


@pytest.mark.parametrize("paper_format", ["A5", "", "60×84", "60×84/0"])
def test_conditional_sheets_of_no_format_are_unknown(paper_format):
    assert conditional_sheets(96, paper_format) is None


def test_numbers_are_written_as_russian_does():
    assert [with_comma(Decimal(one)) for one in ("5.58", "16.80", "100.00")] == ["5,58", "16,8", "100"]
    assert [size_in_words(one) for one in (1, 348_160, 1_048_576, 13_000_000)] == ["1 КБ", "340 КБ", "1 МБ", "12,4 МБ"]
