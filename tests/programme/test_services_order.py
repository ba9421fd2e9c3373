from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from tests.people.factories import UserFactory, grant
from tests.programme.factories import CycleFactory, LessonFactory

from nastavnik.core.models import JournalEntry
from nastavnik.core.ordering import OrderUnclear, read_order
from nastavnik.people.enums import Role
from nastavnik.programme.events import LessonChanged
from nastavnik.programme.models import Lesson
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors.board import board_for
from nastavnik.programme.services import reorder_lessons
from nastavnik.programme.services.refusals import BoardChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(programme):
    """Two cycles: lessons А, Б in the first, В in the second."""
    first, second = (CycleFactory(programme=programme, position=place) for place in (1, 2))
    for cycle, number, title in ((first, 1, "А"), (first, 2, "Б"), (second, 1, "В")):
        LessonFactory(cycle=cycle, number=number, title=title, uid=title)
    LessonFactory(cycle=first, number=3, removed_at=programme.school.created_at)
    return first, second


@pytest.fixture
def other(school):
    user = UserFactory(full_name="Второй методист")
    grant(user, Role.METHODIST, place_of(school))
    return user


@pytest.fixture
def move(programme, methodist, school, now):
    def call(posted, *, actor=methodist, seen=None):
        return reorder_lessons(
            actor=actor, programme_id=programme.pk, rearrange=partial(read_order, QueryDict(posted)), seen=seen, now=now
        )

    return call


@pytest.fixture
def mark_of(programme, school, methodist, now):
    return lambda: board_for(methodist, school, programme.token, now).mark


def order_of(programme):
    lessons = Lesson.objects.filter(cycle__programme=programme, removed_at=None).order_by("cycle__position", "number")
    return [(lesson.cycle.position, lesson.number, lesson.title) for lesson in lessons.select_related("cycle")]


def posted(first, second, one, two):
    return "&".join([*(f"order={first.token}:{uid}" for uid in one), *(f"order={second.token}:{uid}" for uid in two)])


def test_whole_order_is_written_and_told(programme, board, move, mark_of, heard):
    with heard() as news:
        move(posted(*board, "Б", "ВА"), seen=mark_of())

    assert order_of(programme) == [(1, 1, "Б"), (2, 1, "В"), (2, 2, "А")]
    moved = Lesson.objects.filter(title__in="АБ").values_list("pk", flat=True)
    assert sorted(event.lesson_id for event in news) == sorted(moved)
    assert all(isinstance(event, LessonChanged) for event in news)
    assert sorted(JournalEntry.objects.get().details["moved"]) == ["А", "Б"]


def test_same_order_writes_nothing(board, move, mark_of, heard):
    with heard() as news:
        move(posted(*board, "АБ", "В"), seen=mark_of())
    assert (news, JournalEntry.objects.count()) == ([], 0)


def test_step_goes_over_the_edge_of_a_cycle(programme, board, move):
    move("move=Б:down")
    assert order_of(programme) == [(1, 1, "А"), (2, 1, "Б"), (2, 2, "В")]


def test_reorder_leaves_versions_so_that_forms_are_not_refused(programme, board, move):
    move("move=А:down")
    assert set(Lesson.objects.filter(cycle__programme=programme).values_list("version", flat=True)) == {0}


def test_order_seen_before_another_methodists_move_is_refused(programme, board, move, mark_of, other):
    seen = mark_of()
    move("move=А:down", actor=other)
    with pytest.raises(BoardChanged):
        move(posted(*board, "АБ", "В"), seen=seen)
    assert order_of(programme)[0] == (1, 1, "Б")


def test_several_moves_of_one_hand_need_no_new_page(programme, board, move, mark_of):
    seen = mark_of()
    move(posted(*board, "БА", "В"), seen=seen)
    move(posted(*board, "Б", "АВ"), seen=seen)
    assert order_of(programme) == [(1, 1, "Б"), (2, 1, "А"), (2, 2, "В")]


def test_old_mark_without_any_move_is_refused(board, move):
    with pytest.raises(BoardChanged):
        move(posted(*board, "БА", "В"), seen="old")


def test_order_of_other_lessons_is_refused(board, move, mark_of):
    with pytest.raises(OrderUnclear):
        move(posted(*board, "А", "В"), seen=mark_of())


def test_order_by_the_director_is_denied(board, move, director):
    with pytest.raises(PermissionDenied):
        move("move=А:down", actor=director)
