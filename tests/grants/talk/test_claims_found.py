"""Sentences that experts will want proved are proposed; what was said to be a claim already is not."""

import pytest

from nastavnik.grants.funds.claims import Proposal, proposals, sentences

PROBLEM = (
    "Наша библиотека работает с 1953 года и любима жителями. "
    "По данным районного управления образования, 43 % школьников не прочли за лето ни одной книги. "
    "В опросе 2025 года это подтвердили 212 родителей из г. Белгорода и пос. Майского. "
    "Мы хотим помочь детям полюбить чтение."
)


def test_proposals_are_sentences_with_figures_and_with_words_of_research():
    assert [one.words for one in proposals(PROBLEM, [])] == [
        "По данным районного управления образования, 43 % школьников не прочли за лето ни одной книги.",
        "В опросе 2025 года это подтвердили 212 родителей из г. Белгорода и пос. Майского.",
    ]


def test_proposals_leave_out_what_is_known():
    known = ["43 % школьников не прочли за лето"]
    assert [one.words[:9] for one in proposals(PROBLEM, known)] == ["В опросе "]


def test_proposals_say_whether_figures_made_them():
    found = proposals("Исследование показало, что дети читают меньше. На выставке побывало 1 200 человек.", [])
    assert found == [
        Proposal("Исследование показало, что дети читают меньше.", has_figures=False),
        Proposal("На выставке побывало 1 200 человек.", has_figures=True),
    ]


@pytest.mark.parametrize("text", ["", "Опрос показал.", "Мы работаем с 1953 года и любим своих читателей.", "а" * 2000])
def test_proposals_pass_over(text):
    assert proposals(text, []) == []


def test_proposals_are_no_more_than_are_read():
    assert len(proposals("Это подтвердили сто и ещё 20 человек. " * 30, [])) == 12


def test_sentences_do_not_end_at_shortened_words():
    assert [one for _begin, one in sentences("Пришло 5 тыс. Человек было много. Приехал А. Иванов.\nВсё")] == [
        "Пришло 5 тыс. Человек было много.",
        "Приехал А. Иванов.",
        "Всё",
    ]


def test_sentences_know_where_they_begin():
    text = "Раз.  Два!\n\n Три"
    assert [(begin, one) for begin, one in sentences(text) if text[begin:].startswith(one)] == [
        (0, "Раз."),
        (6, "Два!"),
        (13, "Три"),
    ]
