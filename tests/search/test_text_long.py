"""Texts that were made to keep us busy are gone through once: each of these would take minutes, were it otherwise."""

from nastavnik.search.text import order
from nastavnik.search.text.lemmas import lemma_of, lemmas_for
from nastavnik.search.text.passages import pieces_of
from nastavnik.search.text.questions import read
from nastavnik.search.text.words import MOST_LETTERS, joined_words_of


def test_long_row_of_letters_is_gone_through_once():
    assert joined_words_of("а" * 400_000) == []
    assert joined_words_of(f"{'а' * 400_000}-б") == ["а" * MOST_LETTERS]


def test_long_gap_at_a_line_end_is_gone_through_once():
    assert pieces_of(f"а-{chr(10) * 400_000}1") != []
    assert pieces_of(f"а-{' ' * 100_000}{chr(10)}") != []


def test_words_split_at_line_ends_are_joined():
    assert pieces_of("биб-\n  лиотека и книж-  \nный фонд") == ["библиотека и книжный фонд"]


def test_lemma_is_never_longer_than_a_word():
    word = ("абвгд" * 12 + "тыил")[:MOST_LETTERS]

    assert len(lemma_of(word)) <= MOST_LETTERS
    assert max(map(len, lemmas_for(word))) <= MOST_LETTERS


def test_closeness_of_words_said_over_and_over_looks_at_the_first_places():
    asked = read("дом сад")
    lemmas = ["дом", "сад"] * 20_000

    assert order.Closeness(asked.clauses).of(lemmas, 5) == order.IN_A_ROW
