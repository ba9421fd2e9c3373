"""What learning shows on the page of a lesson, and how often it asks for it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.learning.factories import AttendanceFactory, CheckInFactory, CompletionFactory, LessonRuleFactory
from tests.live.factories import BroadcastFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.learning.enums import AttendanceWay, CompletionWay, QuestionKind
from nastavnik.learning.models import Attempt, Question, Quiz, SurveyReceipt
from nastavnik.learning.selectors.completion import Rule
from nastavnik.learning.selectors.lesson import lesson_facts, lesson_panel
from nastavnik.video import selectors as video_selectors
from nastavnik.video.models import WatchPosition


@pytest.fixture(autouse=True)
def _in_russian():
    with translation.override("ru"):
        yield


@pytest.fixture
def lesson(school, now):
    return LessonFactory(
        cycle__programme__school=school, held=True, starts_at=now - timedelta(days=1), duration_minutes=90
    )


@pytest.fixture
def film(lesson):
    return VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0)


@pytest.fixture
def panel_of(lesson, now):
    """Return the panel as somebody sees it."""

    def shown(actor, of=lesson, at=now):
        player = video_selectors.player_for(actor, of, at)
        return lesson_panel(actor, of, player, at)

    return shown


def test_guest_sees_the_rule_and_nothing_of_anybody(panel_of, film, learner):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 500)])

    panel = panel_of(AnonymousUser())

    assert panel.facts.rule_words == (
        "За занятие засчитывается 2 академических часа, если посмотреть или посетить не меньше 80 %."
    )
    assert (panel.is_signed_in, panel.progress, panel.check_in, panel.survey_url, panel.desk_url) == (
        False,
        None,
        None,
        "",
        "",
    )
    assert not panel.own.is_counted


def test_lesson_that_was_called_off_shows_nothing(panel_of, learner, school):
    assert panel_of(learner, of=LessonFactory(cycle__programme__school=school, cancelled=True)) is None


def test_person_sees_how_far_she_is(panel_of, film, learner, lesson):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 620)])
    AttendanceFactory(lesson=lesson, user=learner, percent=40, way=AttendanceWay.SCREEN)
    WatchPosition.objects.create(user=learner, video=film, seconds=333, updated_at=lesson.starts_at)

    panel = panel_of(learner)

    assert panel.progress.coverage.percent == 62
    assert panel.progress.counts_percent == 80
    assert panel.own.attended_words == "Вы присутствовали на 40 % занятия."
    assert (panel.own.attended_way, panel.own.stopped_seconds) == (AttendanceWay.SCREEN, 333)


def test_counted_lesson_says_what_it_was_counted_for_and_asks_for_no_more(panel_of, film, learner, lesson):
    CompletionFactory(lesson=lesson, user=learner, way=CompletionWay.ATTENDED, hours=Decimal("1.5"), percent=90)

    panel = panel_of(learner)

    assert panel.own.counted_words == "Занятие вам зачтено: 1,5 академического часа, за присутствие на занятии."
    assert (panel.own.percent, panel.progress.counts_at) == (90, 0)


def test_words_of_who_has_nothing_are_empty(panel_of, film, learner):
    own = panel_of(learner).own

    assert (own.counted_words, own.attended_words, own.stopped_seconds) == ("", "", 0.0)


def test_lesson_without_a_film_has_no_progress(panel_of, learner):
    assert panel_of(learner).progress is None


def test_facts_have_the_rule_and_the_self_check_with_its_stops(lesson, now):
    LessonRuleFactory(lesson=lesson, percent=60, hours=Decimal("4.5"), needs_quiz=True, version=3)
    quiz = Quiz.objects.create(lesson=lesson, title="Проверьте себя", is_published=True, updated_at=now)
    for position, second in enumerate((None, 90, 30)):
        Question.objects.create(quiz=quiz, kind=QuestionKind.SHORT, text="?", position=position, at_second=second)
    Question.objects.create(quiz=quiz, kind=QuestionKind.SHORT, text="?", position=9, removed_at=now)

    facts = lesson_facts(lesson.pk, 90)

    assert facts.rule == Rule(Decimal("4.5"), 60, needs_quiz=True, are_hours_set=True, version=3)
    assert (facts.quiz.id, facts.quiz.questions, facts.quiz.stops) == (quiz.pk, 3, (30, 90))
    assert facts.needs_quiz
    assert "самопроверку" in facts.rule_words


@pytest.mark.parametrize("changes", [{"is_published": False}, {"removed_at": "now"}])
def test_self_check_that_is_not_published_is_not_shown(lesson, now, changes):
    changes = {name: now if value == "now" else value for name, value in changes.items()}
    Quiz.objects.create(**{"lesson": lesson, "title": "А", "is_published": True, "updated_at": now} | changes)

    facts = lesson_facts(lesson.pk, 90)

    assert (facts.quiz, facts.needs_quiz) == (None, False)


def test_published_self_check_without_questions_has_none(lesson, now):
    Quiz.objects.create(lesson=lesson, title="А", is_published=True, updated_at=now)

    assert lesson_facts(lesson.pk, 90).quiz.questions == 0


def test_only_the_self_check_is_missing(panel_of, film, learner, lesson, now):
    quiz = Quiz.objects.create(lesson=lesson, title="А", is_published=True, updated_at=now)
    assert not panel_of(learner).is_quiz_missing

    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 900)])
    assert panel_of(learner).is_quiz_missing

    Attempt.objects.create(
        quiz=quiz, user=learner, number=1, seed=1, pass_percent=60, started_at=now, finished_at=now, passed_at=now
    )
    panel = panel_of(learner)
    assert not panel.is_quiz_missing
    assert panel.own.quiz.is_passed


@pytest.mark.parametrize(("hours", "is_open"), [(-25, False), (-23, True), (1, True), (3, False)])
def test_common_screen_is_offered_around_the_lesson(panel_of, learner, school, now, hours, is_open):
    lesson = LessonFactory(cycle__programme__school=school, announced=True, starts_at=now, duration_minutes=60)

    check_in = panel_of(learner, of=lesson, at=now + timedelta(hours=hours)).check_in

    assert (check_in is not None) is is_open


def test_common_screen_says_how_many_were_said(panel_of, learner, school, now):
    lesson = LessonFactory(cycle__programme__school=school, announced=True, starts_at=now)
    assert panel_of(learner, of=lesson).check_in.words == ""

    CheckInFactory(lesson=lesson, user=learner, people=8)

    assert panel_of(learner, of=lesson).check_in.words == "У вашего экрана 8 человек."


def test_broadcast_that_ended_closes_the_check_in_and_opens_the_survey(panel_of, learner, school, now):
    lesson = LessonFactory(cycle__programme__school=school, announced=True, starts_at=now)
    BroadcastFactory(lesson=lesson, ended=True)

    panel = panel_of(learner, of=lesson)

    assert panel.check_in is None
    assert panel.survey_url == f"/lessons/{lesson.slug}/survey/"


def test_survey_that_was_answered_is_thanked_for(panel_of, learner, lesson):
    assert not panel_of(learner).own.has_answered

    SurveyReceipt.objects.create(lesson=lesson, user=learner)

    assert panel_of(learner).own.has_answered


def test_desk_finds_the_way_to_the_lessons_progress(panel_of, methodist, director, learner, lesson):
    assert [panel_of(actor).desk_url for actor in (methodist, director, learner)] == [
        f"/desk/lessons/{lesson.uid}/",
        f"/desk/lessons/{lesson.uid}/",
        "",
    ]


def test_panel_is_one_question(lesson, film, learner, now, django_assert_num_queries):
    player = video_selectors.player_for(learner, lesson, now)

    with django_assert_num_queries(1):
        lesson_panel(learner, lesson, player, now)
    with django_assert_num_queries(1):
        lesson_panel(AnonymousUser(), lesson, player, now)
    with django_assert_num_queries(0):
        lesson_panel(AnonymousUser(), lesson, player, now)
