"""A lesson counts once its rule is met: by the recording or by being there, and with the self-check where there is one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.learning.factories import AttendanceFactory, CompletionFactory, LessonRuleFactory
from tests.people.factories import UserFactory
from tests.programme.factories import CycleFactory, EnrolmentFactory, LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.learning.enums import CompletionWay
from nastavnik.learning.events import LessonCompleted
from nastavnik.learning.models import Attendance, Completion, Standing
from nastavnik.learning.selectors.completion import NOTHING_EARNED, Earned, completions_of, hours_of
from nastavnik.learning.services import completion
from nastavnik.people.selectors import own_data
from nastavnik.programme.enums import LessonState
from nastavnik.programme.services import enrol


def standing_of(user, lesson):
    return Standing.objects.get(user=user, programme=lesson.cycle.programme)


@pytest.mark.parametrize(("percent", "is_enough"), [(79, False), (80, True), (100, True)])
def test_watched_lesson_counts_from_its_percent_on(watch, settle, learner, percent, is_enough):
    watch(learner, percent)

    assert (settle(learner) is not None) is is_enough


def test_counted_lesson_keeps_what_it_was_counted_for(watch, settle, learner, lesson, heard, now):
    watch(learner, 85)

    counted = settle(learner)

    assert (counted.way, counted.percent, counted.hours) == (CompletionWay.WATCHED, 85, Decimal("1.5"))
    assert counted.completed_at == now
    assert heard == [LessonCompleted(user_id=learner.pk, lesson_id=lesson.pk)]


def test_attended_lesson_counts_as_attended_though_it_was_watched_less(watch, settle, learner, lesson):
    watch(learner, 40)
    AttendanceFactory(lesson=lesson, user=learner, percent=90)

    counted = settle(learner)

    assert (counted.way, counted.percent) == (CompletionWay.ATTENDED, 90)


def test_two_halves_are_not_added_up(watch, settle, learner, lesson):
    watch(learner, 50)
    AttendanceFactory(lesson=lesson, user=learner, percent=50)

    assert settle(learner) is None


def test_of_several_films_the_one_watched_most_counts_and_a_removed_one_does_not(watch, settle, learner, lesson, now):
    watch(learner, 10)
    removed = VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0, removed_at=now)
    watch(learner, 100, video=removed)
    assert settle(learner) is None

    other = VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0)
    watch(learner, 82, video=other)
    assert settle(learner).percent == 82


def test_settle_again_writes_and_tells_nothing(watch, settle, learner, heard, now):
    watch(learner, 85)
    first = settle(learner)

    assert settle(learner, at=now + timedelta(days=1)) == first
    assert Completion.objects.get().completed_at == now
    assert len(heard) == 1


def test_settle_of_a_counted_lesson_is_one_question(watch, settle, learner, django_assert_num_queries):
    watch(learner, 85)
    settle(learner)

    with django_assert_num_queries(3):  # a savepoint around it
        settle(learner)


def test_somebody_elses_watching_counts_for_nobody_else(watch, settle, learner, methodist):
    watch(methodist, 100)

    assert settle(learner) is None


@pytest.mark.parametrize("state", [LessonState.CANCELLED, LessonState.DRAFT])
def test_lesson_that_is_not_shown_counts_for_nobody(watch, settle, learner, lesson, state):
    watch(learner, 100)
    lesson.state = state
    lesson.save(update_fields=["state"])

    assert settle(learner) is None


def test_lesson_with_a_self_check_counts_once_it_is_passed(watch, settle, learner, quiz, pass_quiz):
    watch(learner, 100)
    assert settle(learner) is None

    pass_quiz(learner)
    assert settle(learner) is not None


def test_self_check_alone_is_not_enough(watch, settle, learner, pass_quiz):
    watch(learner, 10)
    pass_quiz(learner)

    assert settle(learner) is None


def test_self_check_is_not_asked_for_where_the_rule_does_not(watch, settle, learner, quiz, lesson):
    LessonRuleFactory(lesson=lesson, needs_quiz=False)
    watch(learner, 100)

    assert settle(learner) is not None


def test_hours_are_those_of_the_rule_at_that_time(watch, settle, learner, lesson):
    LessonRuleFactory(lesson=lesson, hours=Decimal("4.5"), percent=10)
    watch(learner, 12)

    assert settle(learner).hours == Decimal("4.5")


def test_standing_grows_with_each_lesson(watch, settle, learner, lesson, now):
    other = LessonFactory(cycle=CycleFactory(programme=lesson.cycle.programme), held=True)
    CompletionFactory(user=learner, lesson=other, hours=Decimal(2), completed_at=now - timedelta(days=3))
    watch(learner, 85)

    settle(learner)

    standing = standing_of(learner, lesson)
    assert (standing.lessons, standing.hours, standing.last_at) == (2, Decimal("3.5"), now)
    assert hours_of(learner, lesson.cycle.programme) == Earned(2, Decimal("3.5"), now)


def test_who_has_nothing_has_earned_nothing(learner, lesson):
    assert hours_of(learner, lesson.cycle.programme) == NOTHING_EARNED


def test_completions_of_a_programme_are_summed_by_person(learner, methodist, lesson, now):
    CompletionFactory(user=learner, lesson=lesson, completed_at=now)
    CompletionFactory(user=learner, lesson=LessonFactory(cycle=lesson.cycle, held=True), completed_at=now)
    CompletionFactory(user=methodist, lesson=lesson, completed_at=now)
    CompletionFactory(user=methodist)

    rows = {
        row["user"]: (row["lessons"], row["hours"], row["last_at"]) for row in completions_of(lesson.cycle.programme)
    }

    assert rows == {learner.pk: (2, Decimal(3), now), methodist.pk: (1, Decimal("1.5"), now)}


def test_recount_everything_finds_lessons_that_went_to_another_programme(learner, lesson, now):
    counted = CompletionFactory(user=learner, lesson=lesson)
    completion.recount(programme_id=lesson.cycle.programme_id, user_ids=[learner.pk])
    former = lesson.cycle.programme
    counted.lesson.cycle = CycleFactory(programme__school=former.school)
    counted.lesson.save(update_fields=["cycle"])

    completion.recount_everything()

    assert hours_of(learner, former).lessons == 0
    assert hours_of(learner, counted.lesson.cycle.programme).lessons == 1


def test_recount_everything_gives_everybody_enrolled_a_standing(lesson):
    place = EnrolmentFactory(programme=lesson.cycle.programme)
    EnrolmentFactory(programme=lesson.cycle.programme, left_at=place.enrolled_at)

    completion.recount_everything()

    assert list(Standing.objects.values_list("user_id", flat=True)) == [place.user_id]


def test_enrolled_people_stand_in_the_lists_after_one_task(lesson, now, run_tasks, django_capture_on_commit_callbacks):
    people = UserFactory.create_batch(3)
    CompletionFactory(user=people[0], lesson=lesson)
    with django_capture_on_commit_callbacks(execute=True):
        for user in people:
            enrol(actor=user, programme_id=lesson.cycle.programme_id, user=user, now=now)

    assert run_tasks().count("make_standings") == 1
    assert [standing_of(user, lesson).lessons for user in people] == [1, 0, 0]
    assert completion.make_standings(programme_id=lesson.cycle.programme_id) == 0


def test_take_back_leaves_what_was_watched(watch, settle, learner, methodist, lesson, now):
    watch(learner, 90)
    settle(learner)
    AttendanceFactory(lesson=lesson, user=methodist)
    settle(methodist)
    Attendance.objects.all().delete()

    completion.take_back(lesson=lesson, user_ids=[learner.pk, methodist.pk], ways=[CompletionWay.ATTENDED])

    assert list(Completion.objects.values_list("user_id", flat=True)) == [learner.pk]
    assert standing_of(methodist, lesson).lessons == 0


@pytest.mark.parametrize(("percent", "is_kept"), [(82, True), (81, False)])
def test_take_back_asks_for_no_more_than_was_asked_when_it_was_counted(learner, lesson, percent, is_kept):
    CompletionFactory(lesson=lesson, user=learner, way=CompletionWay.ATTENDED, percent=82)
    LessonRuleFactory(lesson=lesson, percent=90)
    AttendanceFactory(lesson=lesson, user=learner, percent=percent)

    completion.take_back(lesson=lesson, user_ids=[learner.pk], ways=[CompletionWay.ATTENDED])

    assert Completion.objects.exists() is is_kept


def test_own_data_has_what_was_played_bit_by_bit(watch, learner, now):
    watch(learner, 1)

    [record] = own_data(learner, now=now)["records"]["learning.watchcoverage"]

    assert (record["seconds"], record["watched_seconds"]) == ("ff03", 10)
