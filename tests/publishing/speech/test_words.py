"""Words with their seconds."""

import pytest
from hypothesis import given
from tests.publishing.speech.made import UNHURRIED, Row, transcripts

from nastavnik.publishing.speech.words import Word, bare, spread, words_of


def test_words_with_known_times_keep_them():
    rows = [Row(1, 3, "Добрый день", ((1.0, 1.5, 0.9), (2.0, 3.0, 0.4)), begins_paragraph=True)]
    assert words_of(rows) == [Word("Добрый", 1.0, 1.5, begins_paragraph=True), Word("день", 2.0, 3.0)]


def test_words_whose_times_belong_to_another_text_share_the_phrase_by_length():
    rows = [Row(0, 10, "а библиотека", ((1.0, 1.5, 0.9),))]
    assert words_of(rows) == [Word("а", 0, 1.538), Word("библиотека", 1.538, 10)]


def test_words_of_phrases_that_overlap_stay_in_order():
    rows = [Row(0, 10, "раз два"), Row(4, 6, "три")]
    assert [(word.seconds, word.end_seconds) for word in words_of(rows)] == [(0, 5), (5, 10), (5, 6)]


def test_spread_over_nothing_gives_nothing():
    assert spread([], 0, 5) == []


@pytest.mark.parametrize(("text", "key"), [("«Ёлка»,", "елка"), ("э-э", "ээ"), ("—", ""), ("№5", "5"), ("a_b", "ab")])
def test_bare_word_has_letters_and_figures_alone(text, key):
    assert bare(text) == key


@UNHURRIED
@given(transcripts())
def test_words_lose_nothing_and_never_go_back(rows):
    words = words_of(rows)
    assert [word.text for word in words] == " ".join(row.text for row in rows).split()
    assert all(word.seconds <= word.end_seconds for word in words)
    assert [word.seconds for word in words] == sorted(word.seconds for word in words)
