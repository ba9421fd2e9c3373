"""A self-check with a question of each kind, and how it is answered rightly and wrongly."""

import pytest
from tests.learning.quizzes.factories import QuestionFactory, QuizFactory, option_of
from tests.people.factories import UserFactory, grant
from tests.programme.factories import CycleFactory, LessonFactory, LessonSpeakerFactory

from nastavnik.learning.enums import QuestionKind
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle=CycleFactory(programme__school=school), held=True)


@pytest.fixture
def quiz(lesson):
    return QuizFactory(lesson=lesson)


@pytest.fixture
def questions(quiz):
    """A question of each kind, by kind."""
    words = {
        QuestionKind.SINGLE: [{"text": "проблема", "is_right": True}, {"text": "грант", "feedback": "Грант потом."}],
        QuestionKind.MULTIPLE: [
            {"text": "план", "is_right": True},
            {"text": "смета", "is_right": True},
            {"text": "погода"},
        ],
        QuestionKind.ORDER: [{"text": "цель"}, {"text": "задачи"}, {"text": "отчёт"}],
        QuestionKind.MATCH: [
            {"text": "семьи", "match": "вместе"},
            {"text": "дети", "match": "игра"},
            {"match": "лишнее"},
        ],
        QuestionKind.SHORT: [
            {"text": "цель*", "is_right": True},
            {"text": "задача", "feedback": "Это уже следующий шаг."},
        ],
        QuestionKind.NUMBER: [{"text": "2.5", "is_right": True, "tolerance": 0.1}],
        QuestionKind.OPEN: [],
    }
    return {
        kind: QuestionFactory(quiz=quiz, kind=kind, position=position, options=rows)
        for position, (kind, rows) in enumerate(words.items(), start=1)
    }


@pytest.fixture
def right(questions):
    """The right answers, by the numbers of the questions; of the open one some words."""
    single, multiple, order, match = (questions[kind] for kind in list(questions)[:4])
    families, children = option_of(match, "семьи"), option_of(match, "дети")
    return {
        single.pk: [option_of(single, "проблема")],
        multiple.pk: sorted([option_of(multiple, "план"), option_of(multiple, "смета")]),
        order.pk: {str(option_of(order, text)): place for place, text in enumerate(("цель", "задачи", "отчёт"), 1)},
        match.pk: {str(families): families, str(children): children},
        questions[QuestionKind.SHORT].pk: "Цель проекта.",
        questions[QuestionKind.NUMBER].pk: "2,6",
        questions[QuestionKind.OPEN].pk: "Начну с наблюдений.",
    }


@pytest.fixture
def desk_of(methodist, enter):
    return enter(methodist)


@pytest.fixture
def mentor(school):
    user = UserFactory(full_name="Наставник")
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def speaker(lesson):
    user = UserFactory()
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user
