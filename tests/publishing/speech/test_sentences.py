"""Where sentences end."""

import pytest
from hypothesis import given
from tests.publishing.speech.made import UNHURRIED, Row, said, texts, transcripts

from nastavnik.publishing.speech.sentences import MOST_WORDS, Sentence, cut, sentence_of, sentences_in
from nastavnik.publishing.speech.words import words_of


def pieces(rows):
    return [" ".join(word.text for word in one) for one in cut(words_of(rows))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("Одна. Другая! Третья? Да…", ["Одна.", "Другая!", "Третья?", "Да…"]),
        ("Он сказал: «Идём!» И мы пошли.", ["Он сказал: «Идём!»", "И мы пошли."]),
        ("Пьеса А. С. Пушкина (А. Островского). Конец", ["Пьеса А. С. Пушкина (А. Островского).", "Конец"]),
        ("В 2026 г. Белгород ждёт гостей", ["В 2026 г.", "Белгород ждёт гостей"]),
        ("На ул. Ленина и в г. белгороде", ["На ул. Ленина и в г. белгороде"]),
        ("Книги, журналы и т. д. Потом чай", ["Книги, журналы и т. д.", "Потом чай"]),
        ("См. с. 5 и стр. 10", ["См. с. 5 и стр. 10"]),
        ("Их 10 экз. 5 из них наши", ["Их 10 экз. 5 из них наши"]),
        ("Зачем? — спросил он. — Незачем.", ["Зачем?", "— спросил он.", "— Незачем."]),
        ("Мы пришли... и ушли", ["Мы пришли... и ушли"]),
    ],
)
def test_sentences_end_by_their_marks_and_not_by_abbreviations(text, sentences):
    assert sentences_in(text) == sentences


@UNHURRIED
@given(texts)
def test_sentences_joined_are_the_text(text):
    assert " ".join(sentences_in(text)) == " ".join(text.split())


def test_cut_speech_with_marks_goes_by_them_across_phrases():
    assert pieces(said("Добрый день. Сегодня мы", "говорим о книгах. Начнём")) == [
        "Добрый день.",
        "Сегодня мы говорим о книгах.",
        "Начнём",
    ]


def test_cut_speech_without_marks_goes_by_pauses_but_leaves_no_scraps():
    speech = [
        *said(*(["и вот мы пришли сюда"] * 15), pause=0.8),
        Row(70, 71, "да"),
        Row(72, 75, "конечно пришли мы сюда"),
    ]
    assert pieces(speech)[:2] == ["и вот мы пришли сюда"] * 2
    assert pieces(speech)[-1] == "да конечно пришли мы сюда"


def test_cut_speech_without_marks_ends_at_the_rare_mark():
    speech = said(" ".join(["слово"] * 70), "конец. Начало", pause=0)
    assert pieces(speech)[-2:] == [f"{'слово ' * 35}конец.", "Начало"]


def test_cut_without_pauses_makes_bearable_pieces():
    parts = cut(words_of(said(" ".join(["слово"] * 1000))))
    assert max(map(len, parts)) <= MOST_WORDS
    assert min(map(len, parts)) > MOST_WORDS // 4


def test_cut_of_a_long_sentence_is_at_its_longest_pause():
    speech = [Row(0, 10, " ".join(["раз"] * 24)), Row(10.3, 20, " ".join(["два"] * 30))]
    assert [len(one) for one in cut(words_of(speech))] == [24, 30]


def test_cut_at_a_paragraph_of_people_goes_through_a_sentence():
    rows = [Row(0, 3, "мы пришли"), Row(3, 6, "и ушли.", begins_paragraph=True)]
    assert pieces(rows) == ["мы пришли", "и ушли."]


@UNHURRIED
@given(transcripts())
def test_cut_loses_no_word(rows):
    words = words_of(rows)
    assert [word for one in cut(words) for word in one] == words


def test_sentence_has_the_seconds_of_its_ends():
    sentence = sentence_of(words_of(said("Добрый день.", "Друзья")))
    assert sentence == Sentence("Добрый день. Друзья", 0, 6.5)
    assert sentence.is_said
    assert not Sentence("Написано", None, None).is_said
