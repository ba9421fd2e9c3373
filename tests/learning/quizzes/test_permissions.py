"""Who may answer, make and read self-checks; the right and its list say the same."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory
from tests.people.factories import UserFactory
from tests.programme.factories import CycleFactory, LessonFactory

from nastavnik.learning import permissions
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Answer, Attempt, Quiz
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def actors(methodist, director, learner, outsider, mentor, speaker):
    switched_off = UserFactory(is_active=False)
    return {
        "methodist": methodist,
        "director": director,
        "learner": learner,
        "outsider": outsider,
        "mentor": mentor,
        "speaker": speaker,
        "switched off": switched_off,
        "guest": AnonymousUser(),
        "system": SYSTEM,
    }


@pytest.fixture
def quizzes(school, lesson, now):
    """A self-check in each state, of lessons in each state."""
    cycle = lesson.cycle
    hidden = CycleFactory(programme__school=school, programme__is_public=False)
    return {
        "published": QuizFactory(lesson=lesson),
        "in work": QuizFactory(lesson=lesson, is_published=False),
        "removed": QuizFactory(lesson=lesson, removed_at=now, is_published=False),
        "of a draft": QuizFactory(lesson=LessonFactory(cycle=cycle)),
        "of a cancelled lesson": QuizFactory(lesson=LessonFactory(cycle=cycle, cancelled=True)),
        "of a hidden programme": QuizFactory(lesson=LessonFactory(cycle=hidden, held=True)),
        "of a removed lesson": QuizFactory(lesson=LessonFactory(cycle=cycle, removed_at=now)),
    }


def admitted(can, quizzes, actor):
    joined = Quiz.objects.select_related("lesson__school", "lesson__cycle__programme__school")
    return {name for name, quiz in quizzes.items() if can(actor, joined.get(pk=quiz.pk))}


def listed(visible, quizzes, actor, school):
    found = set(visible(actor, school).values_list("pk", flat=True))
    return {name for name, quiz in quizzes.items() if quiz.pk in found}


ALL = {
    "published",
    "in work",
    "removed",
    "of a draft",
    "of a cancelled lesson",
    "of a hidden programme",
}
OF_HIS_LESSON = {"published", "in work", "removed"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("learner", {"published"}),
        ("mentor", {"published"}),
        ("outsider", {"published"}),
        ("speaker", {"published"}),
        ("methodist", {"published", "of a hidden programme"}),
        ("director", {"published", "of a hidden programme"}),
        ("guest", set()),
        ("system", set()),
        ("switched off", set()),
    ],
)
def test_can_take_quiz_admits_who_may_open_the_lesson(actors, quizzes, school, name, expected):
    assert admitted(permissions.can_take_quiz, quizzes, actors[name]) == expected
    assert listed(permissions.quizzes_open_to, quizzes, actors[name], school) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("methodist", ALL),
        ("system", ALL),
        ("speaker", OF_HIS_LESSON),
        ("director", set()),
        ("mentor", set()),
        ("learner", set()),
        ("outsider", set()),
        ("guest", set()),
        ("switched off", set()),
    ],
)
def test_can_edit_quiz_admits_methodists_and_who_holds_the_lesson(actors, quizzes, school, name, expected):
    assert admitted(permissions.can_edit_quiz, quizzes, actors[name]) == expected
    assert listed(permissions.quizzes_edited_by, quizzes, actors[name], school) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("methodist", ALL), ("director", ALL), ("speaker", OF_HIS_LESSON), ("learner", set()), ("guest", set())],
)
def test_can_see_quiz_statistics_admits_the_director_too(actors, quizzes, school, name, expected):
    assert admitted(permissions.can_see_quiz_statistics, quizzes, actors[name]) == expected
    assert listed(permissions.quizzes_at_desk_of, quizzes, actors[name], school) == expected


def test_can_see_attempt_admits_only_whose_it_is(actors, quizzes, school):
    attempt = AttemptFactory(quiz=quizzes["published"], user=actors["learner"])
    admitted_names = {name for name, actor in actors.items() if permissions.can_see_attempt(actor, attempt)}
    assert admitted_names == {"learner"}
    found = {name for name, actor in actors.items() if permissions.attempts_of(actor, school).exists()}
    assert found == {"learner"}
    assert list(Attempt.objects.all()) == [attempt]


def test_can_read_answer_admits_mentors_and_authors_never_oneself(actors, quizzes, school):
    own_words = QuestionFactory(quiz=quizzes["published"], kind=QuestionKind.OPEN)
    closed = QuestionFactory(quiz=quizzes["published"])
    answers = {}
    for whose in ("learner", "mentor"):
        attempt = AttemptFactory(quiz=quizzes["published"], user=actors[whose])
        answers[f"of the {whose}"] = AnswerFactory(attempt=attempt, question=own_words)
        answers[f"chosen by the {whose}"] = AnswerFactory(attempt=attempt, question=closed)
    both = {"of the learner", "of the mentor"}
    expected = {"methodist": both, "speaker": both, "mentor": {"of the learner"}}
    for name, actor in actors.items():
        joined = Answer.objects.select_related("question", "attempt__quiz__lesson__school")
        may = {key for key, one in answers.items() if permissions.can_read_answer(actor, joined.get(pk=one.pk))}
        found = set(permissions.answers_read_by(actor, school).values_list("pk", flat=True))
        assert may == expected.get(name, set()), name
        assert {key for key, one in answers.items() if one.pk in found} == may, name


def test_can_read_answer_of_a_removed_lesson_is_refused(actors, quizzes):
    question = QuestionFactory(quiz=quizzes["of a removed lesson"], kind=QuestionKind.OPEN)
    attempt = AttemptFactory(quiz=quizzes["of a removed lesson"], user=actors["learner"])
    answer = AnswerFactory(attempt=attempt, question=question)
    assert not permissions.can_read_answer(actors["mentor"], answer)
    assert not permissions.can_read_answer(actors["methodist"], answer)


def test_can_read_answers_admits_who_may_ever_have_one(actors, school):
    found = {name for name, actor in actors.items() if permissions.can_read_answers(actor, school)}
    assert found == {"methodist", "mentor", "speaker", "system"}
