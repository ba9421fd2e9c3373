"""How much of a text stands in another one."""

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.grants.funds.overlap import overlap

OURS = "Вечерняя мастерская подкастов для подростков двух сёл. Раз в неделю библиотека становится студией для всех."
THEIRS = "Наш проект другой. Раз в неделю библиотека становится студией, и это хорошо."

words = st.lists(st.sampled_from(["село", "книга", "ёж", "школа", "клуб", "дом", "река"]), max_size=12).map(" ".join)


def test_overlap_finds_the_run_that_both_have():
    found = overlap(OURS, THEIRS)

    assert [OURS[run.begin : run.end] for run in found.runs] == ["Раз в неделю библиотека становится студией"]
    assert found.share == 6 / 15


def test_overlap_does_not_hear_case_and_yo():
    assert overlap("Все ёжики бегут домой ночью", "все Ежики, бегут домой ночью!").share == 1.0


def test_overlap_of_few_words_is_nothing():
    assert overlap("Раз в неделю", "Раз в неделю").share == 0.0
    assert overlap("", OURS).share == 0.0


@given(words, words)
def test_overlap_lies_between_nothing_and_all(text, other):
    found = overlap(text, other)

    assert 0.0 <= found.share <= 1.0
    assert (found.share > 0) == bool(found.runs)


@given(words, words)
def test_overlap_of_what_contains_the_text_is_all(text, more):
    found = overlap(text, f"{more} {text} {more}")

    assert found.share == (1.0 if len(text.split()) >= 5 else 0.0)
