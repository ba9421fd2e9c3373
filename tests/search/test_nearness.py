"""What is near to a whole question, as somebody writes it to a mentor."""

import pytest
from django.utils import timezone
from tests.search.conftest import GUEST

from nastavnik.core.memory import forget_all
from nastavnik.search import selectors

BUDGET = "Смета проекта начинается с перечня закупок."
QUEST = "Квест для подростков мы провели в сельской библиотеке."
OTHERS = ("Библиотека открыта до шести вечера.", "Подростки приходят после уроков.")


@pytest.fixture
def near(school):
    def ask(subject, text=""):
        forget_all()
        return [one.hit.text for one in selectors.related(GUEST, school, subject, text, timezone.now())]

    return ask


def test_finding_what_is_near_to_a_question_takes_what_has_most_of_its_telling_words(say, near):
    say(BUDGET, QUEST, *OTHERS)

    assert near("Здравствуйте! Как нам провести квест с подростками, если библиотека маленькая?")[0] == QUEST


def test_finding_what_is_near_to_a_question_leaves_out_what_has_one_word_of_several(say, near):
    say(BUDGET, QUEST, *OTHERS)

    assert near("С чего начинается смета проекта в музее?") == [BUDGET]


def test_finding_what_is_near_to_a_question_with_one_known_word_takes_what_has_it(say, near):
    say(BUDGET, QUEST)

    assert near("Подскажите, пожалуйста, что такое смета") == [BUDGET]


def test_finding_what_is_near_to_words_that_nobody_has_said_finds_nothing(say, near):
    say(BUDGET)

    assert near("Синхрофазотрон") == []
    assert near("Как вы?") == []
    assert near("") == []


def test_finding_what_is_near_reads_a_long_question_in_pieces(say, near):
    say(BUDGET, QUEST)

    assert near(("Мы давно думаем об этом вместе " * 8) + "смета проекта") == [BUDGET]


def test_finding_what_is_near_weighs_the_subject_more_than_what_is_told_of_it(say, near):
    say(BUDGET, QUEST, *OTHERS)

    assert near("Смета проекта", "Квест в сельской библиотеке для подростков мы уже провели")[0] == BUDGET


def test_finding_what_is_near_takes_the_rarest_word_of_the_subject_where_no_two_stand_together(say, near):
    say(BUDGET, *OTHERS)

    assert near("Смета", "Подростки") == [BUDGET]


def test_finding_what_is_near_takes_words_that_stand_in_the_text_alone(say, near):
    say(BUDGET)

    assert near("Синхрофазотрон", "смета проекта") == [BUDGET]
    assert near("", "смета") == [BUDGET]
