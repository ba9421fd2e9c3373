"""What the answers say: measures against figures computed by hand, remarks, minutes, and a fixed number of queries."""

import statistics

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.http import QueryDict
from tests.conftest import queries_of
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, option_of
from tests.people.factories import UserFactory

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.selectors.quizzes.measures import Sums, minutes_of
from nastavnik.learning.selectors.quizzes.statistics import OptionLine, quiz_statistics, remarks_on

pytestmark = pytest.mark.django_db

NOTHING = QueryDict()


def handed_in(quiz, questions, rights, now, **fields):
    """Let somebody hand in a first attempt: `rights` are the shares of its answers; the wrong ones chose «нет»."""
    points = sum(rights)
    attempt = AttemptFactory(
        quiz=quiz,
        user=UserFactory(),
        finished_at=now,
        points=points,
        percent=round(100 * points / len(questions)),
        **fields,
    )
    for question, share in zip(questions, rights, strict=True):
        given = [option_of(question, "да" if share else "нет")] if share is not None else None
        AnswerFactory(attempt=attempt, question=question, given=given, share=share or 0.0)
    return attempt


@pytest.fixture
def answered(quiz, now):
    """Four questions and twelve people who got 0 to 4 of them right."""
    questions = [QuestionFactory(quiz=quiz, position=n, moment_seconds=60 * n, at_second=None) for n in range(1, 5)]
    rights = [(0, 0, 0, 1)] * 3 + [(1, 0, 0, 1)] * 3 + [(1, 1, 0, 0)] * 3 + [(1, 1, 1, 0)] * 3
    for row in rights:
        handed_in(quiz, questions, row, now, passed_at=now if sum(row) > 2 else None)
    return questions, rights


def test_measures_are_those_of_the_books(methodist, quiz, school, answered):
    _questions, rights = answered
    page = quiz_statistics(methodist, school, quiz.token, NOTHING)
    for number, item in enumerate(page.items):
        shares = [row[number] for row in rights]
        rest = [sum(row) - row[number] for row in rights]
        assert item.sums.share == pytest.approx(statistics.mean(shares))
        assert item.sums.discrimination == pytest.approx(statistics.correlation(shares, rest))
    assert [item.percent for item in page.items] == [75, 50, 25, 50]
    assert (page.people, page.passed, page.median) == (12, 3, 50)
    assert page.passed_percent == 25
    assert page.items[3].discrimination == -0.89


def test_remarks_name_hard_bad_and_weak_questions(methodist, quiz, school, answered):
    page = quiz_statistics(methodist, school, quiz.token, NOTHING)
    remarks = [" ".join(item.remarks) for item in page.items]
    assert "Слабый" in remarks[1]
    assert "Трудный" in remarks[2]
    assert "чаще верного: «нет»" in remarks[2]
    assert "Плохой" in remarks[3]


def test_options_count_who_chose_them(methodist, quiz, school, answered):
    page = quiz_statistics(methodist, school, quiz.token, NOTHING)
    assert [(one.text, one.count, one.percent, one.is_right) for one in page.items[0].options] == [
        ("да", 9, 75, True),
        ("нет", 3, 25, False),
    ]


def test_minutes_that_were_not_understood_come_worst_first(methodist, quiz, school, answered):
    page = quiz_statistics(methodist, school, quiz.token, NOTHING)
    assert [(line.times, line.percent, line.questions) for line in page.minutes] == [
        ("3:00–4:00", 75, (3,)),
        ("2:00–3:00", 50, (2,)),
        ("4:00–5:00", 50, (4,)),
        ("1:00–2:00", 25, (1,)),
    ]
    assert page.minutes[0].url.endswith(f"/lessons/{quiz.lesson.slug}/?t=180-240")


def test_only_first_attempts_that_are_handed_in_and_read_are_measured(methodist, quiz, school, now):
    question = QuestionFactory(quiz=quiz)
    handed_in(quiz, [question], (1,), now)
    handed_in(quiz, [question], (0,), now, number=2)
    handed_in(quiz, [question], (0,), now, unread=1)
    AnswerFactory(attempt=AttemptFactory(quiz=quiz, user=UserFactory()), question=question)
    [item] = quiz_statistics(methodist, school, quiz.token, NOTHING).items
    assert (item.sums.asked, item.sums.answers, item.percent) == (2, 1, 100)
    assert item.discrimination is None


def test_left_out_and_earlier_versions_are_counted_apart(methodist, quiz, school, now):
    old = QuestionFactory(quiz=quiz, replaced_at=now)
    question = QuestionFactory(quiz=quiz, lineage=old.lineage)
    handed_in(quiz, [old], (1,), now)
    attempt = AttemptFactory(quiz=quiz, user=UserFactory(), finished_at=now)
    AnswerFactory(attempt=attempt, question=question, given=None, share=0.0)
    [item] = quiz_statistics(methodist, school, quiz.token, NOTHING).items
    assert (item.sums.unanswered, item.earlier) == (1, 1)


def test_typed_placed_and_own_words_are_shown_each_in_its_way(methodist, quiz, school, questions, right, now):
    attempt = AttemptFactory(quiz=quiz, user=UserFactory(), finished_at=now)
    for question in questions.values():
        AnswerFactory(attempt=attempt, question=question, given=right[question.pk], share=1.0)
    lines = {item.kind_label: item.options for item in quiz_statistics(methodist, school, quiz.token, NOTHING).items}
    assert [(one.text, one.count) for one in lines["Расставить по порядку"]] == [
        ("цель: на своём месте", 1),
        ("задачи: на своём месте", 1),
        ("отчёт: на своём месте", 1),
    ]
    assert [one.text for one in lines["Найти пары"]] == ["семьи: верная пара", "дети: верная пара"]
    assert lines["Слово или два"] == (OptionLine("Цель проекта.", is_right=True, count=1, percent=100),)
    assert lines["Ответ своими словами, его читает человек"] == ()


def test_statistics_of_nobody_say_so(methodist, quiz, school, now):
    QuestionFactory(quiz=quiz, moment_seconds=5)
    page = quiz_statistics(methodist, school, quiz.token, NOTHING)
    assert (page.people, page.median, page.passed_percent, page.minutes) == (0, None, 0, ())
    assert page.items[0].percent is None
    assert page.items[0].discrimination is None


def test_statistics_are_refused_to_learners_and_open_to_the_director(learner, director, quiz, school):
    assert quiz_statistics(director, school, quiz.token, NOTHING).quiz == quiz
    with pytest.raises(ObjectDoesNotExist):
        quiz_statistics(learner, school, quiz.token, NOTHING)


def test_statistics_ask_as_often_however_many_have_answered(methodist, quiz, school, answered, now):
    questions, _rights = answered

    def call():
        quiz_statistics(methodist, school, quiz.token, NOTHING)

    call()  # her roles are known from then on
    few = queries_of(call)
    for _ in range(10):
        handed_in(quiz, questions, (1, 0, 1, 0), now)
    QuestionFactory(quiz=quiz, kind=QuestionKind.OPEN)
    assert queries_of(call) == few <= 9


def test_discrimination_of_one_or_of_equal_answers_is_unknown():
    assert Sums().discrimination is None
    assert Sums(answers=1, x=1, y=1, xx=1, yy=1, xy=1).discrimination is None
    assert Sums(answers=3, x=3, y=6, xx=3, yy=14, xy=6).discrimination is None
    assert Sums(answers=2, x=1, y=1, xx=1, yy=1, xy=1).discrimination == 1.0


def test_minutes_of_a_moment_are_those_it_touches():
    assert list(minutes_of(59, None)) == [0]
    assert list(minutes_of(59, 61)) == [0, 1]
    assert list(minutes_of(60, 120)) == [1]


def test_remarks_on_easy_weak_and_unused_are_said():
    easy = Sums(answers=20, x=20, y=1, xx=20, yy=1, xy=1)
    assert [str(one) for one in remarks_on("short", easy, ())] == ["Лёгкий: отвечают почти все."]
    weak = Sums(answers=10, x=5, y=50, xx=5, yy=350, xy=26)
    options = [
        OptionLine("а", is_right=True, count=10, percent=50),
        OptionLine("б", is_right=False, count=0, percent=0),
    ]
    said = " ".join(str(one) for one in remarks_on("single", weak, options))
    assert "Слабый" in said
    assert "Никто не выбирает: «б»" in said
    middling = Sums(answers=10, x=5, y=50, xx=5, yy=290, xy=28)
    assert remarks_on("short", middling, ()) == []
