"""When a lesson counts, and for how much, in numbers and in words."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from tests.learning.factories import CompletionFactory, LessonRuleFactory

from nastavnik.core.models import JournalEntry
from nastavnik.learning.models import Completion, LessonRule
from nastavnik.learning.selectors.completion import Rule, default_hours, hours_words, rule_of
from nastavnik.learning.services import completion
from nastavnik.learning.services.refusals import RuleChangedMeanwhile

SOFT = Rule(hours=Decimal(0), percent=50, needs_quiz=False)


def change(actor, lesson, rule, now):
    return completion.change_rule(actor=actor, lesson_id=lesson.pk, rule=rule, now=now)


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(1, "0.5"), (20, "0.5"), (45, "1"), (60, "1.5"), (90, "2"), (100, "2"), (102, "2.5"), (135, "3")],
)
def test_hours_follow_from_the_length_to_the_nearest_half(minutes, hours):
    assert default_hours(minutes) == Decimal(hours)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("1", "1 академический час"),
        ("2.0", "2 академических часа"),
        ("5", "5 академических часов"),
        ("1.5", "1,5 академического часа"),
        ("0", "0 академических часов"),
    ],
)
def test_hours_are_said_in_whole_words(hours, words):
    with translation.override("ru"):
        assert hours_words(Decimal(hours)) == words


def test_rule_is_said_with_the_self_check_only_where_there_is_one():
    rule = Rule(hours=Decimal(2), percent=80, needs_quiz=True)
    with translation.override("ru"):
        with_quiz, without = rule.words(has_quiz=True), rule.words(has_quiz=False)

    assert "80 %" in with_quiz
    assert "самопроверк" in with_quiz
    assert "самопроверк" not in without


def test_lesson_without_a_row_has_the_usual_rule(lesson):
    assert rule_of(lesson) == Rule(hours=Decimal("1.5"), percent=80, needs_quiz=True)


def test_changed_rule_is_kept_and_journalled(lesson, methodist, now):
    change(methodist, lesson, Rule(Decimal("3.5"), 60, needs_quiz=False, are_hours_set=True), now)

    assert rule_of(lesson) == Rule(Decimal("3.5"), 60, needs_quiz=False, are_hours_set=True, version=1)
    entry = JournalEntry.objects.get(verb="lesson_rule_changed")
    assert (entry.actor_id, entry.subject_id) == (methodist.pk, LessonRule.objects.get().pk)
    assert entry.details == {"percent": 60, "needs_quiz": False, "hours": "3.5"}


def test_hours_that_are_not_set_follow_the_length_again(lesson, methodist, now):
    LessonRuleFactory(lesson=lesson, hours=Decimal(7))

    change(methodist, lesson, SOFT, now)

    assert LessonRule.objects.get(lesson=lesson).hours is None
    assert rule_of(lesson).hours == Decimal("1.5")


def test_rule_changed_by_somebody_else_meanwhile_is_not_overwritten(lesson, methodist, now):
    change(methodist, lesson, SOFT, now)

    with pytest.raises(RuleChangedMeanwhile):
        change(methodist, lesson, Rule(Decimal(0), 90, needs_quiz=True), now)
    assert rule_of(lesson).percent == 50


def test_rule_is_changed_by_methodists_alone(lesson, director, learner, outsider, now):
    for stranger in (director, learner, outsider):
        with pytest.raises(PermissionDenied):
            change(stranger, lesson, SOFT, now)
    assert not LessonRule.objects.exists()


def test_softer_rule_counts_at_once_for_who_meets_it(
    lesson, watch, learner, methodist, settle, now, django_capture_on_commit_callbacks, run_tasks
):
    watch(learner, 60)
    assert settle(learner) is None

    with django_capture_on_commit_callbacks(execute=True):
        change(methodist, lesson, SOFT, now)
    run_tasks()

    assert Completion.objects.get(user=learner, lesson=lesson).percent == 60


def test_stricter_rule_takes_nothing_away(lesson, watch, learner, methodist, settle, now):
    watch(learner, 85)
    earned = settle(learner)

    change(methodist, lesson, Rule(Decimal(1), 100, needs_quiz=True, are_hours_set=True), now)
    completion.settle_lesson(lesson_id=lesson.pk, now=now)

    assert Completion.objects.get(user=learner) == earned
    assert Completion.objects.get(user=learner).hours == Decimal("1.5")


def test_settle_lesson_goes_over_everybody_in_batches(lesson, watch, learner, methodist, now, monkeypatch):
    monkeypatch.setattr(completion, "BATCH", 1)
    watch(learner, 90)
    watch(methodist, 90)
    CompletionFactory(user=methodist, lesson=lesson)

    assert completion.settle_lesson(lesson_id=lesson.pk, now=now) == 1
    assert Completion.objects.filter(lesson=lesson).count() == 2
