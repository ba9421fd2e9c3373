"""Beginning, answering, handing in; twice, late, from two devices."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory, option_of
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory

from nastavnik.core.events import on
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.events import AttemptFinished, QuizPassed
from nastavnik.learning.models import Answer, Attempt, Question, UnsavedForm
from nastavnik.learning.services import quizzes
from nastavnik.learning.services.quizzes import attempts as module
from nastavnik.learning.services.quizzes.refusals import AttemptOver, AttemptsUsed, QuizEmpty, TooManyAttempts
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    events = []
    for kind in (AttemptFinished, QuizPassed):
        on(kind)(events.append)
    return events


@pytest.fixture
def begun(learner, quiz, questions, now):
    return quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)


def test_begin_attempt_fixes_questions_points_and_what_passes(learner, quiz, questions, now):
    quiz.pass_percent = 75
    quiz.save()
    questions[QuestionKind.OPEN].points = 3
    questions[QuestionKind.OPEN].save()

    attempt = quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)

    assert attempt.question_ids == [one.pk for one in questions.values()]
    assert (attempt.number, attempt.pass_percent, attempt.most_points) == (1, 75, 9)
    assert Question.objects.filter(is_asked=False).count() == 0


def test_begin_attempt_mixes_questions_of_a_shuffled_quiz_by_its_seed(learner, quiz, monkeypatch, now):
    monkeypatch.setattr(module.secrets, "randbelow", lambda _most: 3)
    for _ in range(12):
        QuestionFactory(quiz=quiz)
    quiz.is_shuffled = True
    quiz.save()

    attempt = quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)

    assert sorted(attempt.question_ids) != attempt.question_ids
    assert sorted(attempt.question_ids) == sorted(Question.objects.values_list("pk", flat=True))


def test_begin_attempt_again_returns_the_open_one(learner, quiz, begun, now):
    assert quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now) == begun
    assert Attempt.objects.count() == 1


def test_begin_attempt_when_all_are_used_is_refused(learner, quiz, questions, now):
    quiz.attempts_allowed = 1
    quiz.save()
    AttemptFactory(quiz=quiz, user=learner, finished_at=now)
    with pytest.raises(AttemptsUsed):
        quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)


def test_begin_attempt_of_an_empty_quiz_is_refused(learner, quiz, now):
    QuestionFactory(quiz=quiz, removed_at=now)
    with pytest.raises(QuizEmpty):
        quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)


def test_begin_attempt_too_often_in_a_day_is_refused(learner, quiz, questions, now, monkeypatch):
    monkeypatch.setattr(module, "MOST_ATTEMPTS_A_DAY", 2)
    for number in (1, 2):
        AttemptFactory(quiz=quiz, user=learner, number=number, started_at=now, finished_at=now)
    with pytest.raises(TooManyAttempts):
        quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)
    later = now + timedelta(days=1, seconds=1)
    assert quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=later).number == 3


@pytest.mark.parametrize("actor", ["system", "closed"])
def test_begin_attempt_by_who_may_not_is_refused(actor, learner, quiz, questions, now):
    if actor == "closed":
        quiz.is_published = False
        quiz.save()
    with pytest.raises(PermissionDenied):
        quizzes.begin_attempt(actor=SYSTEM if actor == "system" else learner, quiz_id=quiz.pk, now=now)


def test_save_answers_keeps_them_as_given_and_twice_is_harmless(learner, begun, right, now):
    for _ in range(2):
        quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes=right, now=now)
    assert dict(Answer.objects.values_list("question", "given")) == right


def test_save_answers_takes_back_what_was_taken_back(learner, begun, questions, right, now):
    question = questions[QuestionKind.SINGLE]
    quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes=right, now=now)
    quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes={question.pk: None}, now=now)
    assert Answer.objects.get(question=question).given is None
    assert Answer.objects.filter(given__isnull=False).count() == 6


def test_save_answers_leaves_out_questions_of_others_and_what_the_film_told(learner, begun, questions, right, now):
    single, short = questions[QuestionKind.SINGLE], questions[QuestionKind.SHORT]
    AnswerFactory(attempt=begun, question=short, given="цель", told_at=now, share=1.0)
    strange = QuestionFactory()
    changes = {single.pk: right[single.pk], short.pk: "другое", strange.pk: [1]}

    kept = quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes=changes, now=now)

    assert list(kept) == [single.pk]
    assert Answer.objects.get(question=short).given == "цель"
    assert not Answer.objects.filter(question=strange).exists()


def test_save_answers_after_the_end_is_refused(learner, begun, right, now):
    quizzes.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    with pytest.raises(AttemptOver):
        quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes=right, now=now)


def test_save_answers_of_somebody_else_is_refused(outsider, begun, right, now):
    with pytest.raises(PermissionDenied):
        quizzes.save_answers(actor=outsider, attempt_id=begun.pk, changes=right, now=now)


def test_save_answers_to_a_quiz_that_was_taken_off_is_refused_and_they_are_kept(learner, quiz, begun, right, now):
    quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes=right, now=now)
    quiz.is_published = False
    quiz.save()
    with pytest.raises(PermissionDenied):
        quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes={}, now=now)
    assert Answer.objects.count() == 7


def test_finish_attempt_counts_and_lets_own_words_wait(
    learner, begun, right, now, heard, django_capture_on_commit_callbacks
):
    quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes=right, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        attempt = quizzes.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.percent, attempt.unread) == (6.0, 85, 1)
    assert attempt.passed_at == now
    assert Answer.objects.get(is_waiting=True).question.kind == QuestionKind.OPEN
    assert [type(event) for event in heard] == [AttemptFinished, QuizPassed]


def test_finish_attempt_without_answers_fails_and_keeps_rows_for_the_statistics(learner, begun, now, heard):
    attempt = quizzes.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    assert (attempt.percent, attempt.passed_at, attempt.unread) == (0, None, 0)
    assert Answer.objects.filter(attempt=attempt, share=0.0, given__isnull=True).count() == 7


def test_finish_attempt_twice_changes_nothing(learner, begun, now):
    first = quizzes.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    again = quizzes.finish_attempt(actor=learner, attempt_id=begun.pk, now=now + timedelta(hours=1))
    assert again.finished_at == first.finished_at == now


def test_finish_attempt_rounds_down_and_never_by_a_slip_of_floats(learner, lesson, now):
    quiz = QuizFactory(lesson=LessonFactory(cycle=lesson.cycle, held=True), pass_percent=100)
    three = [{"text": text, "is_right": text != "г"} for text in "абвг"]
    rows = [QuestionFactory(quiz=quiz, kind=QuestionKind.MULTIPLE, options=three) for _ in range(3)]
    attempt = quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)
    whole = {one.pk: sorted(option_of(one, text) for text in "абв") for one in rows}
    quizzes.save_answers(actor=learner, attempt_id=attempt.pk, changes=whole, now=now)
    assert quizzes.finish_attempt(actor=learner, attempt_id=attempt.pk, now=now).percent == 100


def test_passing_settles_the_lesson(learner, begun, right, now, monkeypatch):
    settled = []
    monkeypatch.setattr(module.completion, "settle", lambda **words: settled.append(words))
    quizzes.save_answers(actor=learner, attempt_id=begun.pk, changes=right, now=now)
    quizzes.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    assert settled == [{"user_id": learner.pk, "lesson_id": begun.quiz.lesson_id, "now": now}]


def test_answer_in_film_tells_at_once_and_stays(learner, begun, questions, right, now):
    single = questions[QuestionKind.SINGLE]
    wrong = [option_of(single, "грант")]

    answer = quizzes.answer_in_film(actor=learner, attempt_id=begun.pk, question_id=single.pk, given=wrong, now=now)
    again = quizzes.answer_in_film(
        actor=learner, attempt_id=begun.pk, question_id=single.pk, given=right[single.pk], now=now
    )

    assert (answer.share, answer.told_at) == (0.0, now)
    assert (again.given, again.share) == (wrong, 0.0)


def test_answer_in_film_in_own_words_is_only_kept(learner, begun, questions, now):
    question = questions[QuestionKind.OPEN]
    answer = quizzes.answer_in_film(
        actor=learner, attempt_id=begun.pk, question_id=question.pk, given="Мой ответ", now=now
    )
    assert (answer.given, answer.told_at, answer.share) == ("Мой ответ", None, None)


def test_answer_in_film_to_a_question_that_is_not_in_the_attempt_is_refused(learner, begun, quiz, now):
    added = QuestionFactory(quiz=quiz)
    with pytest.raises(Question.DoesNotExist):
        quizzes.answer_in_film(actor=learner, attempt_id=begun.pk, question_id=added.pk, given=[1], now=now)


def test_forget_person_takes_her_answers_and_nobody_elses(learner, quiz, begun, right, now):
    other = AttemptFactory(quiz=quiz, user=UserFactory())
    UnsavedForm.objects.create(user=learner, quiz=quiz, form="settings", posted="title=1", saved_at=now)
    quizzes.forget_person(user_id=learner.pk)
    assert list(Attempt.objects.all()) == [other]
    assert not UnsavedForm.objects.exists()
