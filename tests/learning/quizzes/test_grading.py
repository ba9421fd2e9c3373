"""How much an answer gets."""

import pytest

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.rules import read_number
from nastavnik.learning.models import Option
from nastavnik.learning.selectors.quizzes.answers import is_whole, matches_of, shuffled_to_order
from nastavnik.learning.selectors.quizzes.grading import fits, match_of, share_of


def options(*rows):
    return [Option(pk=pk, position=pk, **row) for pk, row in enumerate(rows, start=1)]


CHOICE = options({"text": "а", "is_right": True}, {"text": "б", "is_right": True}, {"text": "в"}, {"text": "г"})
PAIRS = options({"text": "а", "match": "1"}, {"text": "б", "match": "2"}, {"text": "в", "match": "1"}, {"match": "3"})
ORDER = options({"text": "а"}, {"text": "б"}, {"text": "в"})
WORDS = options({"text": "целевая*аудитория", "is_right": True}, {"text": "люди", "feedback": "Точнее."})
NUMBERS = options({"text": "0.3", "is_right": True}, {"text": "12", "is_right": True, "tolerance": 0.5})


@pytest.mark.parametrize(
    ("given", "share"),
    [([1], 1.0), ([3], 0.0), ([1, 3], 0.0), ([], 0.0), (None, 0.0)],
)
def test_share_of_one_answer_is_all_or_nothing(given, share):
    assert share_of(QuestionKind.SINGLE, CHOICE, given) == share


@pytest.mark.parametrize(
    ("given", "share"),
    [([1, 2], 1.0), ([1], 0.5), ([1, 2, 3], 0.5), ([1, 3], 0.0), ([3, 4], 0.0), ([1, 2, 3, 4], 0.0)],
)
def test_share_of_several_answers_loses_by_wrong_ones_and_not_below_nothing(given, share):
    assert share_of(QuestionKind.MULTIPLE, CHOICE, given) == share


def test_share_of_several_answers_without_a_right_one_is_nothing():
    assert share_of(QuestionKind.MULTIPLE, options({"text": "а"}), [1]) == 0.0


def test_share_of_order_counts_those_in_their_places():
    assert share_of(QuestionKind.ORDER, ORDER, {"1": 1, "2": 2, "3": 3}) == 1.0
    assert share_of(QuestionKind.ORDER, ORDER, {"1": 1, "2": 3, "3": 2}) == pytest.approx(1 / 3)
    assert share_of(QuestionKind.ORDER, ORDER, {"1": 2}) == 0.0
    assert share_of(QuestionKind.ORDER, [], {"1": 2}) == 0.0


def test_share_of_pairs_compares_matches_and_not_their_numbers():
    assert share_of(QuestionKind.MATCH, PAIRS, {"1": 3, "2": 2, "3": 1}) == 1.0
    assert share_of(QuestionKind.MATCH, PAIRS, {"1": 4, "2": 2}) == pytest.approx(1 / 3)


@pytest.mark.parametrize("typed", ["Целевая аудитория", "  целевая   АУДИТОРИЯ. ", "целевая (одна) аудитория"])
def test_share_of_words_ignores_case_spaces_and_what_a_star_stands_for(typed):
    assert share_of(QuestionKind.SHORT, WORDS, typed) == 1.0


def test_share_of_words_is_nothing_for_known_wrong_and_unknown_ones():
    assert share_of(QuestionKind.SHORT, WORDS, "Люди") == 0.0
    assert share_of(QuestionKind.SHORT, WORDS, "погода") == 0.0
    assert match_of(QuestionKind.SHORT, WORDS, "Люди").feedback == "Точнее."


@pytest.mark.parametrize(
    ("typed", "share"),
    [("0,3", 1.0), ("0,30001", 0.0), ("12,5", 1.0), ("11.5", 1.0), ("12,51", 0.0), ("двенадцать", 0.0), ("−12", 0.0)],
)
def test_share_of_numbers_keeps_to_the_tolerance(typed, share):
    assert share_of(QuestionKind.NUMBER, NUMBERS, typed) == share


def test_share_of_numbers_never_fits_what_is_no_number():
    assert share_of(QuestionKind.NUMBER, options({"text": "много", "is_right": True}), "5") == 0.0


def test_share_of_own_words_is_known_by_a_person_alone():
    assert share_of(QuestionKind.OPEN, [], "Мой ответ") is None
    assert share_of(QuestionKind.OPEN, [], None) == 0.0


@pytest.mark.parametrize(
    ("pattern", "text", "is_same"),
    [
        ("план", "план", True),
        ("план", "планы", False),
        ("план*", "планы", True),
        ("*план", "мой план", True),
        ("а*б*в", "а1б2в", True),
        ("а*б*в", "а1в", False),
        ("а*а", "а", False),
        ("б*", "аб", False),
        ("*", "", True),
    ],
)
def test_fits_lets_a_star_stand_for_anything(pattern, text, is_same):
    assert fits(pattern, text) is is_same


def test_fits_reads_long_texts_once():
    assert not fits("*".join("а" * 200), "а" * 10_000 + "б")


@pytest.mark.parametrize(
    ("text", "number"), [("1 200,5", 1200.5), ("−3", -3.0), ("+0.5", 0.5), ("1e5", None), ("", None), ("1,2,3", None)]
)
def test_read_number_takes_what_people_write(text, number):
    assert read_number(text) == number


def test_order_is_never_shown_in_its_right_order_and_always_in_the_same():
    for seed in range(30):
        mixed = shuffled_to_order(seed, ORDER)
        assert mixed != ORDER
        assert mixed == shuffled_to_order(seed, ORDER)
    assert shuffled_to_order(1, ORDER[:1]) == ORDER[:1]


def test_matches_of_shows_each_match_once():
    assert sorted(one.match for one in matches_of(1, PAIRS)) == ["1", "2", "3"]


def test_is_whole_wants_each_place_and_each_pair():
    assert is_whole(QuestionKind.ORDER, ORDER, {"1": 3, "2": 1, "3": 2})
    assert not is_whole(QuestionKind.ORDER, ORDER, {"1": 1, "2": 1, "3": 2})
    assert is_whole(QuestionKind.MATCH, PAIRS, {"1": 1, "2": 1, "3": 1})
    assert not is_whole(QuestionKind.MATCH, PAIRS, {"1": 1})
    assert is_whole(QuestionKind.SHORT, [], "да")
    assert not is_whole(QuestionKind.ORDER, ORDER, None)
