"""Words are found again after a text was changed, and the text is shown in pieces that are the text."""

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.grants.funds.anchors import Anchor, Marked, find, marked

TEXT = "Дети мало читают. Библиотека читает с ними вслух. Дети мало читают и дома."


def test_find_takes_the_same_words_nearest_to_where_they_stood():
    assert find(TEXT, "Дети мало читают", 0) == Anchor(0, 16, is_exact=True)
    assert find(TEXT, "Дети мало читают", 60) == Anchor(50, 66, is_exact=True)


def test_find_follows_words_that_moved():
    moved = "Новое начало, которого не было.\n" + TEXT
    assert find(moved, "читает с ними вслух", 29) == Anchor(61, 80, is_exact=True)


def test_find_takes_words_that_changed_a_little():
    changed = TEXT.replace("читает с ними вслух", "Читаёт с ними, вслух")
    found = find(changed, "Библиотека читает с ними вслух", 18)
    assert found is not None
    assert not found.is_exact
    assert changed[found.begin : found.end] == "Библиотека Читаёт с ними, вслух"


def test_find_takes_words_of_which_one_in_five_is_another():
    found = find("Сейчас школьники района почти не читают книг дома.", "школьники района совсем не читают книг")
    assert found == Anchor(7, 44, is_exact=False)


def test_find_says_that_words_are_gone():
    assert find("Совсем другой текст о других вещах и людях.", "Дети мало читают", 0) is None
    assert find("Дети", "Дети мало читают", 0) is None
    assert find(TEXT, "  ", 0) is None
    assert find(TEXT, "…", 0) is None


def test_find_does_not_take_the_same_letters_of_other_words():
    assert find("Кот спит. Пёс ест. Дом стоит.", "Дети мало читают книги", 0) is None


def test_find_looks_through_a_long_text_for_a_changed_quote():
    long = "слово за словом идёт " * 3000 + "но библиотека читает с детьми каждый вечер."
    found = find(long, "библиотека читает с детьми всякий вечер", 0)
    assert found is not None
    assert long[found.begin : found.end] == "библиотека читает с детьми каждый вечер"


def test_marked_names_what_covers_a_piece_and_what_begins_with_it():
    pieces = marked("абвгд", [("one", Anchor(1, 4, is_exact=True)), ("two", Anchor(2, 5, is_exact=True))])
    assert pieces == [
        Marked("а"),
        Marked("б", ("one",), ("one",)),
        Marked("вг", ("one", "two"), ("two",)),
        Marked("д", ("two",)),
    ]


def test_marked_cuts_what_reaches_beyond_the_text():
    assert marked("аб", [("one", Anchor(-3, 1, is_exact=True)), ("two", Anchor(2, 9, is_exact=True))]) == [
        Marked("а", ("one",)),
        Marked("б"),
    ]
    assert marked("", [("one", Anchor(0, 1, is_exact=True))]) == []


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=5))
def test_pieces_together_are_the_text(text, spans):
    anchors = [(str(number), Anchor(begin, end, is_exact=True)) for number, (begin, end) in enumerate(spans)]
    assert "".join(piece.text for piece in marked(text, anchors)) == text


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 20), st.integers(0, 90))
def test_whatever_is_quoted_of_a_text_is_found_in_it(text, begin, size, near):
    quote = text[begin : begin + size]
    found = find(text, quote, near)
    if quote.strip():
        assert found is not None
        assert text[found.begin : found.end] == quote
