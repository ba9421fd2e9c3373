"""What was changed leads from one text to the other, whatever they are."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.differences import MOST_PIECES, Change, Piece, differences, new_of, old_of

texts = st.text(st.sampled_from("аб вгё.,—\n\t 1🙂"), max_size=200) | st.text(max_size=60)


@given(texts, texts)
def test_differences_lead_from_the_old_text_to_the_new(old, new):
    pieces = differences(old, new)

    assert (old_of(pieces), new_of(pieces)) == (old, new)
    assert all(piece.text for piece in pieces)
    assert all(one.change is not other.change for one, other in itertools.pairwise(pieces))


@given(texts)
def test_differences_of_a_text_with_itself_are_none(text):
    assert all(piece.change is Change.KEPT for piece in differences(text, text))


def test_differences_are_told_by_words():
    assert differences("Проект для семей села", "Проект для подростков села") == [
        Piece(Change.KEPT, "Проект для "),
        Piece(Change.REMOVED, "семей"),
        Piece(Change.ADDED, "подростков"),
        Piece(Change.KEPT, " села"),
    ]


def test_differences_of_very_long_texts_are_told_whole():
    old, new = "а " * MOST_PIECES, "б " * MOST_PIECES
    pieces = differences(old, new)

    assert (old_of(pieces), new_of(pieces)) == (old, new)
    assert [piece.change for piece in pieces] == [Change.REMOVED, Change.ADDED, Change.KEPT]
