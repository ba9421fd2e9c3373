"""Fillers, repeats and false starts in speech."""

from itertools import pairwise

import pytest
from hypothesis import given
from tests.publishing.speech.made import UNHURRIED, texts

from nastavnik.publishing.speech.marks import MarkKind, marks_in


def marked(text, kind=None):
    return [text[one.begin : one.end] for one in marks_in(text) if kind in {None, one.kind}]


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("Ну, мы решили, вот.", ["Ну,", "вот."]),
        ("Ну и что? Да ну, это так.", []),
        ("Значит, так. Это значит много. Он, значит, пришёл. Если так, значит можно", ["Значит,", "значит,", "значит"]),
        ("Он как бы пришёл", ["как бы"]),
        ("Как бы то ни было. Как бы ни хотел. Как бы вы ответили?", []),
        (
            "То есть, мы пришли. Это гость, то есть читатель. Мы, то есть, ну, ушли, то есть.",
            ["То есть,", "то есть,", "ну,", "то есть."],
        ),
        ("Э-э, мы э пришли, эээ, м-м, хм", ["Э-э,", "э", "эээ,", "м-м,", "хм"]),
        ("Лента 5 мм, ММ и «э»", []),
        ("Вот почему вот эта книга. И вот мы здесь. Вот она.", []),
        ("Мы вот решили", ["вот"]),
        (
            "Он, так сказать, пришёл, в общем-то, и, это самое, сел. Это самое главное",
            ["так сказать,", "в общем-то,", "это самое,"],
        ),
        ("Он короче меня. Он, короче, ушёл. Книги такого типа", ["короче,"]),
        ("Он сказал «ну» и ушёл", []),
        ("Он ушёл как. Бы нет", []),
        ("Это, как его, формуляр", ["как его,"]),
    ],
)
def test_fillers_are_marked_where_they_are_none_of_the_sense(text, fillers):
    assert marked(text, MarkKind.FILLER) == fillers


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("Мы мы пришли в в библиотеке", ["Мы", "в"]),
        ("Мы хотим мы хотим читать", ["Мы хотим"]),
        ("Я, я думаю, в библиотеке, в библиотеке", ["Я,", "в библиотеке,"]),
        ("Очень очень далеко, далеко; книга, книга", []),
        ("Мы дома. Дома хорошо… хорошо", ["хорошо…"]),
        ("20 20 — — «да» «да»", []),
        ("и и и", ["и", "и"]),
    ],
)
def test_repeats_are_marked_but_for_those_that_mean_more(text, repeats):
    assert marked(text, MarkKind.REPEAT) == repeats


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Это библио- библиотека, про… проект, чи — читатель", ["библио-", "про…"]),
        ("на в клуб и из под стола, В на дом", ["на", "В"]),
        ("в нашем в нашей библиотеке", ["в нашем"]),
        ("в доме в лесу, от дома до дома, в нашем. В нашей", []),
        ("книга книги. – книга", []),
        ("«библио- библиотека", []),
        ("для де для детей", []),
    ],
)
def test_false_starts_are_marked(text, starts):
    assert marked(text, MarkKind.FALSE_START) == starts


def test_word_is_marked_as_one_thing():
    assert [one.kind for one in marks_in("э э мы")] == [MarkKind.FILLER, MarkKind.FILLER]


@UNHURRIED
@given(texts)
def test_marks_stand_in_order_and_never_touch(text):
    marks = marks_in(text)
    assert all(one.end <= other.begin for one, other in pairwise(marks))
    assert all(text[one.begin : one.end].strip() == text[one.begin : one.end] != "" for one in marks)
