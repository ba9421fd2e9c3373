"""Numbers as people and places write them."""

import pytest

from nastavnik.audience.selectors.counts.numbers import NotANumber, read_count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7745", 7745),
        (" 7 745 ", 7745),
        ("7\u00a0745", 7745),
        ("7\u202f745", 7745),
        ("1’234’567", 1_234_567),
        ("7745,00", 7745),
        ("7 745 просмотров", 7745),
        ("0", 0),
        ("", None),
        ("—", None),
    ],
)
def test_whole_numbers_are_read(text, number):
    assert read_count(text) == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7,7 тыс.", "7700"),
        ("1.2M", "1200000"),
        ("-5", "«-5» меньше нуля"),
        ("7,745", "целое"),
        ("семь", "целое"),
        ("=A1+2", "целое"),
        ("٣", "целое"),
        ("9" * 30, "целое"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(text, words):
    with pytest.raises(NotANumber) as refused:
        read_count(text)

    assert words in str(refused.value.message)
