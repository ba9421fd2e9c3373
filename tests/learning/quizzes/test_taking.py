"""The pages of a self-check: begun, answered with and without scripts, handed in; the film; nobody else's."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import QueryDict
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory, option_of
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory

from nastavnik.learning.enums import QuestionKind, Verdict
from nastavnik.learning.forms.quiz_answers import read_changes, read_given, read_seed
from nastavnik.learning.models import Answer, Attempt, Quiz
from nastavnik.learning.selectors import quizzes as contract
from nastavnik.learning.selectors.quizzes import taking
from nastavnik.learning.selectors.quizzes.answers import mark_of, matches_of
from nastavnik.learning.selectors.quizzes.panel import QuizCard, QuizStanding
from nastavnik.learning.selectors.quizzes.results import moment_times, right_of
from nastavnik.learning.selectors.quizzes.rows import options_by_question
from nastavnik.learning.services import quizzes as services

pytestmark = pytest.mark.django_db


def form_of(page, answers):
    """Return what the form of an open attempt would post with these answers, by question."""
    posted = {}
    for row, (question, options) in zip(page.taking.rows, page.taking.asked, strict=True):
        posted[f"{row.field}-mark"] = row.mark
        given = answers.get(question.pk)
        if isinstance(given, dict):
            mixed = [one.pk for one in matches_of(page.taking.attempt.seed, options)]
            for key, value in given.items():
                place = value if question.kind == QuestionKind.ORDER else mixed.index(value) + 1
                posted[f"{row.field}-{key}"] = str(place)
        elif given is not None:
            posted[row.field] = [str(one) for one in given] if isinstance(given, list) else given
    return posted


@pytest.fixture
def begun(learner, quiz, questions, now):
    return services.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)


@pytest.fixture
def page(learner, school, lesson, begun):
    return taking.quiz_page(learner, school, lesson.slug)


@pytest.fixture
def address(lesson):
    return f"/lessons/{lesson.slug}/quiz/"


# --- by form -----------------------------------------------------------------------------------------------------------


def test_quiz_is_begun_answered_and_handed_in_without_a_script(
    learner, enter, lesson, questions, right, school, address
):
    browser = enter(learner)
    assert "Начать самопроверку" in browser.get(address).content.decode()
    assert browser.post(f"{address}begin/").url == address
    page = taking.quiz_page(learner, school, lesson.slug)

    single = questions[QuestionKind.SINGLE].pk
    part = form_of(page, {single: right[single]}) | {"save": str(single)}
    assert browser.post(address, part).url == f"{address}#question-{single}"
    page = taking.quiz_page(learner, school, lesson.slug)
    assert page.taking.answered == 1

    asked = browser.post(address, form_of(page, {single: right[single]}) | {"finish": "1"})
    assert asked.url == f"{address}?sure=1#unanswered"
    assert "Всё равно сдать" in browser.get(f"{address}?sure=1").content.decode()

    whole = form_of(page, right) | {"finish": "1"}
    assert browser.post(address, whole).url == f"{address}1/"
    result = browser.get(address).content.decode()
    assert "85 %" in result
    assert "Самопроверка пройдена" in result
    assert dict(Answer.objects.values_list("question", "given")) == right


def test_handing_in_all_the_same_needs_no_answers(learner, enter, begun, address):
    assert enter(learner).post(address, {"finish": "sure"}).url == f"{address}1/"
    assert Attempt.objects.get().percent == 0


def test_an_old_page_takes_nothing_back(learner, enter, questions, right, page, address, now):
    single, short = questions[QuestionKind.SINGLE], questions[QuestionKind.SHORT]
    services.save_answers(actor=learner, attempt_id=page.taking.attempt.pk, changes=right, now=now)
    # this page was opened before, with nothing in it, and one answer was changed on it
    enter(learner).post(address, form_of(page, {short.pk: "задача"}) | {"save": "x"})
    assert Answer.objects.get(question=single).given == right[single.pk]
    assert Answer.objects.get(question=short).given == "задача"


def test_a_form_without_an_open_attempt_changes_nothing(learner, enter, questions, address):
    answer = enter(learner).post(address, {"finish": "1"})
    assert answer.status_code == 409
    assert not Attempt.objects.exists()


# --- by script ---------------------------------------------------------------------------------------------------------


def test_save_keeps_one_answer_and_says_its_new_mark(learner, enter, questions, right, page, address):
    single = questions[QuestionKind.SINGLE].pk
    form = {key: value for key, value in form_of(page, right).items() if key.startswith(f"q{single}")}
    browser = enter(learner)
    for _ in range(2):
        answer = browser.post(f"{address}save/", form, headers={"Accept": "application/json"})
        assert answer.json() == {"marks": {str(single): mark_of(right[single])}}
    assert Answer.objects.get().given == right[single]


def test_save_after_the_end_says_why_not(learner, enter, begun, address, now):
    services.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    answer = enter(learner).post(f"{address}save/", {}, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "уже сдана" in answer.content.decode()


@pytest.mark.parametrize("posted", ["q{id}=9999", "q{id}=x", "q{id}=", ""])
def test_read_given_takes_nothing_that_no_page_of_ours_sends(questions, posted):
    question = questions[QuestionKind.SINGLE]
    query = QueryDict(posted.format(id=question.pk))
    assert read_given(7, question, question.options.all(), query) is None


def test_read_given_keeps_places_that_there_are(questions):
    order, match = questions[QuestionKind.ORDER], questions[QuestionKind.MATCH]
    first, second, third = (option_of(order, text) for text in ("цель", "задачи", "отчёт"))
    query = QueryDict(f"q{order.pk}-{first}=1&q{order.pk}-{second}=4&q{order.pk}-{third}=")
    assert read_given(7, order, order.options.all(), query) == {str(first): 1}
    assert read_given(7, match, match.options.all(), QueryDict("")) is None


def test_read_changes_leaves_questions_out_that_are_not_in_the_form(questions):
    question = questions[QuestionKind.SHORT]
    asked = [(question, list(question.options.all()))]
    assert read_changes(7, asked, QueryDict(f"q{question.pk}=слово")) == {}
    long = QueryDict(f"q{question.pk}-mark=x&q{question.pk}=" + "а" * 20_000)
    assert len(read_changes(7, asked, long)[question.pk]) == 10_000


def test_read_seed_takes_a_number_alone():
    assert [read_seed(QueryDict(f"seed={text}")) for text in ("17", "x", "", "1" * 11)] == [17, 0, 0, 0]


# --- what came of it ---------------------------------------------------------------------------------------------------


def wrong_of(questions):
    single, short = questions[QuestionKind.SINGLE], questions[QuestionKind.SHORT]
    return {single.pk: [option_of(single, "грант")], short.pk: "задача"}


def test_result_keeps_the_right_answers_back_while_another_attempt_may_come(
    learner, school, lesson, questions, begun, now
):
    questions[QuestionKind.SINGLE].explanation = "Потому что."
    questions[QuestionKind.SINGLE].moment_seconds = 760
    questions[QuestionKind.SINGLE].save()
    services.save_answers(actor=learner, attempt_id=begun.pk, changes=wrong_of(questions), now=now)
    services.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)

    page = taking.quiz_page(learner, school, lesson.slug)

    first = page.result.rows[0]
    assert (first.verdict, first.right, first.explanation) == (Verdict.WRONG, (), "")
    assert (first.given[0].text, first.given[0].feedback) == ("грант", "Грант потом.")
    assert (first.moment_url, first.moment_times) == (f"/lessons/{lesson.slug}/?t=760", "с 12:40")
    assert page.result.rows[4].given[0].feedback == "Это уже следующий шаг."
    assert page.result.rows[1].verdict == Verdict.NONE
    assert page.result.missing_percent == 60
    assert page.may_begin
    assert not first.is_right


def test_result_says_everything_when_no_attempt_is_left(learner, school, lesson, quiz, questions, begun, now):
    quiz.attempts_allowed = 1
    quiz.save()
    services.save_answers(actor=learner, attempt_id=begun.pk, changes=wrong_of(questions), now=now)
    services.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    page = taking.quiz_page(learner, school, lesson.slug)
    assert [row.right for row in page.result.rows] == [
        ("проблема",),
        ("план", "смета"),
        ("1. цель", "2. задачи", "3. отчёт"),
        ("семьи — вместе", "дети — игра"),
        ("цель…",),
        ("2,5 ± 0,1",),
        (),
    ]
    assert (page.may_begin, page.attempts_left) == (False, 0)


def test_result_shows_places_and_pairs_with_what_is_right_in_them(learner, school, lesson, questions, begun, now):
    order, match = questions[QuestionKind.ORDER], questions[QuestionKind.MATCH]
    goal, tasks = option_of(order, "цель"), option_of(order, "задачи")
    families = option_of(match, "семьи")
    changes = {order.pk: {str(goal): 1, str(tasks): 3}, match.pk: {str(families): option_of(match, "дети")}}
    services.save_answers(actor=learner, attempt_id=begun.pk, changes=changes, now=now)
    services.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    rows = taking.quiz_page(learner, school, lesson.slug).result.rows
    assert [(one.text, one.is_right) for one in rows[2].given] == [("1. цель", True), ("3. задачи", False)]
    assert rows[2].verdict == Verdict.PARTLY
    assert [(one.text, one.is_right) for one in rows[3].given] == [("семьи — игра", False)]


def test_result_of_own_words_waits_and_then_has_a_word_back(learner, mentor, school, lesson, quiz, begun, right, now):
    services.save_answers(actor=learner, attempt_id=begun.pk, changes=right, now=now)
    services.finish_attempt(actor=learner, attempt_id=begun.pk, now=now)
    waiting = taking.quiz_page(learner, school, lesson.slug).result.rows[6]
    assert (waiting.verdict, waiting.given[0].is_right, waiting.badge) == (Verdict.WAITING, None, "waiting")
    services.mark_answer(
        actor=mentor, answer_id=Answer.objects.get(is_waiting=True).pk, percent=50, reply="**Да**", now=now
    )
    read = taking.quiz_page(learner, school, lesson.slug).result.rows[6]
    assert (read.verdict, read.points, read.reader) == (Verdict.PARTLY, 0.5, str(mentor))
    assert "<strong>Да</strong>" in read.reply


def test_attempts_are_listed_and_the_best_counts(learner, enter, quiz, lesson, questions, school, address, now):
    for number, percent in ((1, 20), (2, 80), (3, 40)):
        passed = now if percent == 80 else None
        AttemptFactory(quiz=quiz, user=learner, number=number, percent=percent, finished_at=now, passed_at=passed)
    page = taking.quiz_page(learner, school, lesson.slug)
    assert (page.best_percent, page.is_passed, page.result.number) == (80, True, 3)
    assert page.attempts_left is None
    assert "Мои попытки" in enter(learner).get(f"{address}2/").content.decode()
    with pytest.raises(Attempt.DoesNotExist):
        taking.quiz_page(learner, school, lesson.slug, 4)


def test_nobody_sees_the_attempt_of_another(enter, quiz, questions, outsider, address, now):
    AttemptFactory(quiz=quiz, user=UserFactory(), finished_at=now)
    assert enter(outsider).get(f"{address}1/").status_code == 404


def test_page_of_a_quiz_asks_a_fixed_number_of_times(learner, enter, quiz, begun, address, assert_flat, now):
    browser = enter(learner)

    def grow():
        question = QuestionFactory(quiz=quiz)
        AnswerFactory(attempt=begun, question=question)
        begun.question_ids = [*begun.question_ids, question.pk]
        begun.save()

    assert_flat(lambda: browser.get(address), grow)


def test_words_of_moments_and_of_right_answers():
    question = QuestionFactory(moment_seconds=760, moment_end_seconds=800)
    assert moment_times(question) == "12:40–13:20"
    assert moment_times(QuestionFactory()) == ""
    whole = QuestionFactory(kind=QuestionKind.NUMBER, options=[{"text": "3", "is_right": True}])
    assert right_of(whole, options_by_question([whole])[whole.pk]) == ("3",)


def test_result_tells_what_is_right_only_when_no_attempt_is_open_or_left(learner, enter, quiz, address, now):
    Quiz.objects.filter(pk=quiz.pk).update(attempts_allowed=2)
    question = QuestionFactory(quiz=quiz)
    words = {"quiz": quiz, "user": learner, "question_ids": [question.pk]}
    first = AttemptFactory(number=1, finished_at=now, **words)
    AnswerFactory(attempt=first, question=question, given=[option_of(question, "нет")])
    second = AttemptFactory(number=2, finished_at=None, **words)
    browser = enter(learner)

    assert "Верно было бы:" not in browser.get(f"{address}1/").content.decode()

    Attempt.objects.filter(pk=second.pk).update(finished_at=now)
    assert "Верно было бы:" in browser.get(f"{address}1/").content.decode()


# --- pictures ----------------------------------------------------------------------------------------------------------


def test_picture_is_sent_as_what_it_is_and_kept_by_the_browser(learner, enter, quiz):
    name = default_storage.save("quizzes/p.webp", ContentFile(b"RIFF"))
    question = QuestionFactory(quiz=quiz, picture=name)
    answer = enter(learner).get(f"/quizzes/pictures/{question.token}/")
    assert b"".join(answer.streaming_content) == b"RIFF"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=86400"


def test_picture_is_for_who_may_see_the_question(learner, methodist, school, quiz, now):
    shown = QuestionFactory(quiz=quiz, picture="quizzes/p.webp")
    closed = QuestionFactory(quiz=QuizFactory(lesson=quiz.lesson, is_published=False), picture="quizzes/q.webp")
    assert taking.question_picture(learner, school, shown.token) == shown
    assert taking.question_picture(methodist, school, closed.token) == closed
    for token in (closed.token, QuestionFactory(quiz=quiz).token):
        with pytest.raises(type(shown).DoesNotExist):
            taking.question_picture(learner, school, token)


# --- in the film -------------------------------------------------------------------------------------------------------


@pytest.fixture
def stop(quiz):
    return QuestionFactory(quiz=quiz, at_second=30)


def test_film_asks_who_has_not_begun_and_her_answer_begins_an_attempt(learner, enter, quiz, stop, address):
    browser = enter(learner)
    page = browser.get(f"{address}stops/30/").content.decode()
    assert "Пропустить и смотреть дальше" in page
    assert not Attempt.objects.exists()
    wrong = {f"q{stop.pk}": option_of(stop, "нет"), "seed": re.search(r'name="seed" value="(\d+)"', page)[1]}

    told = browser.post(f"{address}stop/{stop.token}/", wrong).content.decode()

    assert "Пересмотрите начало." in told
    assert "Верно было бы:" not in told  # the attempt goes on: what is right would be the answer
    assert Answer.objects.get().told_at is not None
    # nobody is stopped twice, and what was told stays in the form of the attempt
    assert not browser.get(f"{address}stops/30/").content.strip()
    assert "этот ответ остаётся" in browser.get(address).content.decode()


def test_film_asks_in_an_open_attempt_what_is_not_answered(learner, school, quiz, stop, now):
    other = QuestionFactory(quiz=quiz, at_second=30)
    attempt = AttemptFactory(quiz=quiz, user=learner)
    AnswerFactory(attempt=attempt, question=stop, given=[1])
    [found] = taking.stops_page(learner, school, quiz.lesson.slug, 30)
    assert (found.row.id, found.seed) == (other.pk, attempt.seed)


def test_film_does_not_ask_who_has_handed_in_nor_strangers_nor_elsewhere(learner, school, quiz, stop, now):
    assert taking.stops_page(learner, school, quiz.lesson.slug, 31) == ()
    with pytest.raises(Quiz.DoesNotExist):
        taking.stops_page(learner, school, "no-such", 30)
    AttemptFactory(quiz=quiz, user=learner, finished_at=now)
    assert taking.stops_page(learner, school, quiz.lesson.slug, 30) == ()


def test_film_wants_an_answer_and_keeps_own_words_for_a_reader(learner, enter, quiz, address):
    stop = QuestionFactory(quiz=quiz, kind=QuestionKind.OPEN, at_second=30)
    browser = enter(learner)
    empty = browser.post(f"{address}stop/{stop.token}/", {})
    assert empty.headers["Content-Type"].startswith("text/plain")
    told = browser.post(f"{address}stop/{stop.token}/", {f"q{stop.pk}": "Своими словами"}).content.decode()
    assert "наставник прочтёт" in told
    assert Answer.objects.get().given == "Своими словами"


# --- what the rest of learning asks ------------------------------------------------------------------------------------


def test_contract_tells_who_passed_what_is_published(learner, quiz, questions, lesson, now):
    other = LessonFactory(cycle=lesson.cycle, held=True)
    assert contract.has_quiz(lesson.pk)
    assert not contract.has_quiz(other.pk)
    assert contract.passed_at(learner.pk, lesson.pk) is None
    AttemptFactory(quiz=quiz, user=learner, finished_at=now, passed_at=now, percent=70)
    AttemptFactory(quiz=quiz, user=learner, number=2, finished_at=now, percent=10)
    assert contract.passed_at(learner.pk, lesson.pk) == now
    assert list(contract.passed_pairs([lesson.pk, other.pk])) == [(learner.pk, lesson.pk)]
    assert list(contract.best_percents([lesson.pk])) == [(learner.pk, lesson.pk, 70)]
    quiz.is_published = False
    quiz.save()
    assert contract.passed_at(learner.pk, lesson.pk) is None


def test_card_and_standing_say_what_the_page_of_the_lesson_shows():
    card = QuizCard(1, "t", "Т", 2, 60, None, (17, 64))
    assert card.stops_words == "17 64"
    assert not QuizStanding().is_begun
    assert not QuizStanding().is_passed
    standing = QuizStanding(best_percent=80, passed_at="2026-11-24", attempts=1)
    assert (standing.is_begun, standing.is_passed) == (True, True)
