"""What is marked is taken out, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.speech.made import UNHURRIED, texts

from nastavnik.publishing.speech.marks import Mark, MarkKind, marks_in, tokens_of
from nastavnik.publishing.speech.removal import without
from nastavnik.publishing.speech.words import bare


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Ну вот, значит, мы мы решили, э-э, провести встречу, вот.", "Мы решили провести встречу."),
        ("Мы пришли, ну, потому что хотели", "Мы пришли, потому что хотели"),
        ("Мы пришли, ну решили сесть", "Мы пришли, решили сесть"),
        ("Мы решили, вот", "Мы решили"),
        ("Мы ушли, вот. Ну, потом пришли.", "Мы ушли. Потом пришли."),
        ("Вот. Хорошо. Вот.", "Хорошо."),
        ("Эээ... ну, «они» пришли", "«Они» пришли"),
        ("ну мы пришли", "мы пришли"),
        ("  Ну,  мы  пришли ", "  Мы  пришли "),
        ("Ну, вот.", ""),
        ("Мы решили — ну?", "Мы решили?"),
        ("Да. — Ну. — Вот да.", "Да. — Вот да."),
    ],
)
def test_removal_leaves_a_whole_sentence(text, clean):
    assert without(text, marks_in(text)) == clean


def test_removal_of_one_mark_leaves_the_others():
    text = "Ну, мы, значит, пришли"
    assert without(text, marks_in(text)[1:]) == "Ну, мы пришли"


def test_removal_of_half_a_word_takes_nothing():
    assert without("Мы пришли", [Mark(0, 1, MarkKind.FILLER), Mark(3, 6, MarkKind.FILLER)]) == "Мы пришли"


def test_removal_of_a_repeat_leaves_the_comma_before_it():
    text = "Дома, в библиотеке в библиотеке"
    assert without(text, marks_in(text)) == "Дома, в библиотеке"


@UNHURRIED
@given(texts)
def test_removal_of_nothing_changes_nothing(text):
    assert without(text, ()) == text


@UNHURRIED
@given(texts, st.data())
def test_removal_takes_the_marked_words_and_no_other(text, data):
    chosen = [one for one in marks_in(text) if data.draw(st.booleans())]
    left = [one.bare for one in tokens_of(text) if not any(m.begin <= one.begin and one.end <= m.end for m in chosen)]
    assert [key for word in without(text, chosen).split() if (key := bare(word))] == [one for one in left if one]
