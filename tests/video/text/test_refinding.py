"""A quotation found again: exactly, corrected, moved, twice, or not at all."""

import pytest

from nastavnik.video.text.refinding import Phrase, bare_words, find, likeness, said_between, spoken
from nastavnik.video.text.spans import Span, read_span, write_span

TALK = [
    Phrase(0.0, 4.0, "Сегодня мы поговорим о том, как превратить идею в проект."),
    Phrase(10.0, 14.0, "Цель отвечает на вопрос, что изменится к концу проекта."),
    Phrase(20.0, 24.0, "Задачи отвечают на вопрос, что мы для этого сделаем."),
    Phrase(300.0, 304.0, "Показатель должен быть измеримым и честным."),
]
AIM = "Цель отвечает на вопрос, что изменится к концу проекта."


def found(quote, phrases=TALK, near=10.0):
    return find(bare_words(quote), spoken(phrases), near_seconds=near)


def moved(phrases, by):
    return [Phrase(one.seconds + by, one.end_seconds + by, one.text) for one in phrases]


def test_find_returns_the_seconds_of_the_words():
    place = found(AIM)

    assert (round(place.seconds), round(place.end_seconds), place.likeness) == (10, 14, 1.0)


def test_find_is_blind_to_case_marks_and_yo():
    assert found("цель ОТВЕЧАЁТ на вопрос — что изменится, к концу проекта").likeness == 1.0


@pytest.mark.parametrize(
    "changed",
    [
        "Цели отвечают на вопрос, что изменится к концу проекта.",
        "Цель отвечает на вопрос: что же изменится к концу проекта?",
        "Цель отвечает на вопрос, что изменится к концу.",
    ],
)
def test_find_knows_corrected_words(changed):
    phrases = [TALK[0], Phrase(10.0, 14.0, changed), *TALK[2:]]

    place = found(AIM, phrases)

    assert (round(place.seconds), round(place.end_seconds)) == (10, 14)
    assert place.likeness < 1.0


def test_find_knows_a_corrected_end_and_beginning():
    phrases = [Phrase(10.0, 14.0, "Целью отвечает на вопрос, что изменится к концу проектов.")]

    place = found(AIM, phrases)

    assert (round(place.seconds), round(place.end_seconds)) == (10, 14)


def test_find_takes_words_that_were_put_in_between():
    phrases = [Phrase(10.0, 16.0, "Цель отвечает на вопрос, что именно для людей изменится к концу проекта.")]

    assert round(found(AIM, phrases).end_seconds) == 16


@pytest.mark.parametrize("by", [-8.0, 30.0, 1000.0])
def test_find_follows_words_that_moved(by):
    place = found(AIM, moved(TALK, by))

    assert round(place.seconds) == round(10 + by)


def test_find_anywhere_needs_no_old_place():
    assert round(found("Показатель должен быть измеримым", near=None).seconds) == 300


def test_find_says_nothing_of_words_that_are_gone():
    assert found(AIM, [TALK[0], *TALK[2:]]) is None
    assert found("Совсем другие слова о чём-то третьем") is None
    assert found("") is None
    assert found(AIM, []) is None


def test_find_is_not_sure_of_what_is_said_twice_far_away():
    twice = moved([TALK[1]], 500.0) + moved([TALK[1]], 900.0)

    assert found(AIM, twice) is None


def test_find_is_sure_of_what_is_said_twice_where_one_is_at_the_old_place():
    place = found(AIM, [TALK[1], *moved([TALK[1]], 20.0)], near=11.0)

    assert round(place.seconds) == 10


def test_find_is_not_sure_between_two_near_places():
    assert found(AIM, [*moved([TALK[1]], -10.0), *moved([TALK[1]], 30.0)], near=20.5) is None


def test_find_looks_for_few_words_near_their_place_alone():
    assert round(found("измеримым и честным", near=290.0).seconds) == 302
    assert found("измеримым и честным", near=10.0) is None


def test_find_looks_for_long_quotes_by_words():
    text = " ".join(f"слово{number}" for number in range(100))
    phrases = [TALK[0], Phrase(50.0, 90.0, text.replace("слово7 ", "поправка "))]

    assert round(found(text, phrases, near=52.0).seconds) == 50


def test_find_of_words_that_are_all_unknown_says_nothing():
    assert found("икс игрек зет омега") is None
    assert find(["сегодня"], spoken(TALK[1:]), near_seconds=10.0) is None


def test_words_keep_their_own_times_where_these_are_known():
    phrase = Phrase(0.0, 9.0, "раз — два три", [[0.0, 1.0, 1.0], [1.0, 1.1, 1.0], [5.0, 6.0, 1.0], [8.0, 9.0, 1.0]])

    assert said_between([phrase], 4.0, 7.0) == "два"
    assert [one.seconds for one in spoken([phrase])] == [0.0, 5.0, 8.0]


def test_likeness_of_letters_forgives_a_letter_of_few_words():
    assert likeness(["бэбэка", "раздел"], ["ббк", "раздел"]) > 0.75
    assert likeness(["да"], ["нет"]) == 0


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1m30s-2m10s", Span(90.0, 130.0)),
        (" 90-130 ", Span(90.0, 130.0)),
        ("1:30-1:02:03", Span(90.0, 3723.0)),
        ("1h2m3.5s", Span(3723.5)),
        ("90-60", Span(90.0)),
        ("90-x", Span(90.0)),
        ("x-90", None),
        ("", None),
        ("1m30x", None),
        ("nan", None),
    ],
)
def test_read_span_understands_addresses(text, span):
    assert read_span(text) == span


@pytest.mark.parametrize(
    ("seconds", "end_seconds", "text"),
    [(90.9, 129.2, "1m30s-2m10s"), (0.0, 3600.0, "0s-1h"), (59.0, 60.0, "59s-1m")],
)
def test_write_span_loses_nothing_of_the_moment(seconds, end_seconds, text):
    assert write_span(seconds, end_seconds) == text
