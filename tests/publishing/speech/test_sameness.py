"""Words that stayed."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.speech.made import UNHURRIED

from nastavnik.publishing.speech.sameness import MOST_WORDS, same_words

letters = st.lists(st.sampled_from("абвгд") | st.just(""), max_size=12)


def numbered(count):
    return [f"слово{number}" for number in range(count)]


def test_same_words_of_a_short_text_are_found_around_a_change():
    assert same_words(["а", "б", "в"], ["а", "г", "в"]) == [(0, 0), (2, 2)]


def test_same_words_by_chance_are_none():
    assert same_words(["а", "б", "в", "г"], ["д", "е", "а", "ж"]) == []


def test_same_words_of_a_long_text_are_found_around_what_was_taken_out_and_put_in():
    old = numbered(MOST_WORDS * 3)
    new = [*old[:50], *old[80:300], "и", "и", *old[300:]]
    assert same_words(old, new) == [*((at, at) for at in range(50)), *((at, at - 30) for at in range(80, 300)),
                                    *((at, at - 28) for at in range(300, MOST_WORDS * 3))]  # fmt: skip


def test_same_words_in_another_order_are_those_of_the_longest_run():
    old = numbered(MOST_WORDS + 1)
    assert same_words(old, [*old[100:], *old[:100]]) == [(at, at - 100) for at in range(100, MOST_WORDS + 1)]


def test_same_words_of_texts_without_a_rare_word_are_not_looked_for():
    old, new = ["и", "но", "а"] * 100, ["да", "нет", "но"] * 100
    assert same_words(old, new) == []


def test_same_words_at_both_ends_are_found_however_alike_they_are():
    assert same_words(["и"] * 500, ["и"] * 500) == [(at, at) for at in range(500)]
    old = ["и", "но"] * 200
    assert same_words(old, [*old[:100], "нет", *old[300:]]) == [
        *((at, at) for at in range(100)),
        *((at, at - 199) for at in range(300, 400)),
    ]


def test_same_words_of_two_hours_are_found_at_once():
    old = [
        word for number in range(1500) for word in ("и", "мы", "читаем", f"книгу{number}", "в", "классе", "и", "дома")
    ]
    new = [word for number, word in enumerate(old) if number % 5]
    begun = time.perf_counter()
    assert len(same_words(old, new)) > 0.8 * len(new)
    assert time.perf_counter() - begun < 3


@UNHURRIED
@given(letters, letters, st.integers(0, 2))
def test_same_words_are_the_same_and_in_order(old, new, times):
    old, new = old * (1 + 20 * times), new * (1 + 20 * times)
    pairs = same_words(old, new)
    assert all(old[at] == new[new_at] != "" for at, new_at in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))
