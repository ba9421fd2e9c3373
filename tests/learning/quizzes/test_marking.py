"""Answers in own words: who is told, who reads them, what becomes of a mark."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory
from tests.people.factories import UserFactory

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Answer, Attempt
from nastavnik.learning.selectors.quizzes import reading
from nastavnik.learning.services import quizzes as services
from nastavnik.learning.services.quizzes.refusals import (
    NotWaiting,
)
from nastavnik.people.models import Notice
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(learner, quiz, questions, now):
    attempt = AttemptFactory(quiz=quiz, user=learner, finished_at=now, unread=1, most_points=1, pass_percent=50)
    return AnswerFactory(attempt=attempt, question=questions[QuestionKind.OPEN], given="Мои слова", is_waiting=True)


def test_queue_shows_whom_nobody_has_answered_longest_first(mentor, learner, school, waiting, quiz, questions, now):
    lines, total = reading.waiting_answers(mentor, school)
    assert (total, [line.question for line in lines]) == (1, [str(waiting.question)])
    with pytest.raises(PermissionDenied):
        reading.waiting_answers(learner, school)


def test_answer_is_marked_its_writer_told_and_the_next_one_comes(mentor, enter, learner, waiting, now):
    address = f"/desk/quizzes/answers/{waiting.token}/"
    browser = enter(mentor)
    assert "Мои слова" in browser.get(address).content.decode()
    assert browser.post(address, {"reply": "Слово"}).status_code == 200
    assert browser.post(address, {"percent": "75", "reply": "Слово"}).url == "/desk/quizzes/answers/"
    waiting.refresh_from_db()
    assert (waiting.share, waiting.reply, waiting.read_by, waiting.is_waiting) == (0.75, "Слово", mentor, False)
    assert waiting.attempt.percent == 75
    assert waiting.attempt.passed_at is not None
    notice = Notice.objects.get(user=learner)
    assert "проверен" in notice.title
    assert "Слово" in notice.text
    assert "Самопроверка пройдена" in notice.text
    assert "Проверять нечего" in browser.get("/desk/quizzes/answers/").content.decode()
    assert "Проверено: Наставник" in browser.get(address).content.decode()


def test_marking_leads_to_the_next_answer(mentor, enter, waiting, quiz, questions, now):
    attempt = AttemptFactory(quiz=quiz, user=UserFactory(), finished_at=now, unread=1)
    other = AnswerFactory(attempt=attempt, question=questions[QuestionKind.OPEN], given="Ещё", is_waiting=True)
    answer = enter(mentor).post(f"/desk/quizzes/answers/{waiting.token}/", {"percent": "0"})
    assert answer.url == f"/desk/quizzes/answers/{other.token}/"


def test_marking_again_changes_the_mark_and_what_was_passed_stays(mentor, waiting, now):
    services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=100, reply="", now=now)
    services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=100, reply="", now=now)
    assert Notice.objects.count() == 1
    again = services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=0, reply="Ошибся", now=now)
    assert (again.attempt.percent, again.attempt.passed_at) == (0, now)


def test_readers_are_told_once_a_day_that_answers_wait(
    learner, mentor, methodist, director, speaker, quiz, questions, right, now
):
    for number, day in enumerate((0, 0, 1), start=1):
        moment = now + timedelta(days=day)
        attempt = services.begin_attempt(actor=learner, quiz_id=quiz.pk, now=moment)
        services.save_answers(actor=learner, attempt_id=attempt.pk, changes=right, now=moment)
        assert services.finish_attempt(actor=learner, attempt_id=attempt.pk, now=moment).number == number
    told = Notice.objects.filter(title__contains="ждут проверки")
    assert sorted(told.values_list("user", flat=True)) == sorted([mentor.pk, methodist.pk, speaker.pk] * 2)
    assert set(told.values_list("link", flat=True)) == {"/desk/quizzes/answers/"}


def test_marking_is_refused_to_strangers_and_before_it_is_handed_in(mentor, learner, waiting, now):
    for actor in (learner, SYSTEM):
        with pytest.raises(PermissionDenied):
            services.mark_answer(actor=actor, answer_id=waiting.pk, percent=100, reply="", now=now)
    Attempt.objects.update(finished_at=None)
    with pytest.raises(NotWaiting):
        services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=100, reply="", now=now)
    with pytest.raises(Answer.DoesNotExist):
        reading.answer_page(mentor, waiting.question.quiz.lesson.school, waiting.token)
