"""A lesson at the desk: who attended, for whom it counts, who may still be noted."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.learning.factories import (
    AttendanceFactory,
    CheckInPersonFactory,
    CompletionFactory,
    SurveyAnswerFactory,
)
from tests.people.factories import UserFactory, grant

from nastavnik.learning.enums import AttendanceWay
from nastavnik.learning.models import RollCall
from nastavnik.learning.selectors import lesson_desk as desks
from nastavnik.learning.services.attendance import note_attendance
from nastavnik.people.enums import Role
from nastavnik.programme.models import Lesson
from nastavnik.programme.permissions import place_of


@pytest.fixture
def lesson(lessons):
    return lessons[0]


def column(listing, number=0):
    return [row[number].text for row in listing.rows]


def test_desk_counts_what_there_is(methodist, director, school, lesson, now):
    AttendanceFactory.create_batch(2, lesson=lesson)
    CompletionFactory.create_batch(3, lesson=lesson)
    SurveyAnswerFactory(lesson=lesson)
    AttendanceFactory()
    roll = RollCall.objects.create(lesson=lesson, began_at=now, ended_at=now, taken_at=now)

    desk = desks.lesson_desk(methodist, school, lesson.uid, current="learning:counted")

    assert desk.counts == desks.Counts(attended=2, counted=3, answered=1)
    assert [(tab.label, tab.count, tab.is_current) for tab in desk.tabs] == [
        ("Присутствовали", 2, False),
        ("Зачтено", 3, True),
        ("Опрос", 1, False),
    ]
    assert (desk.roll_call, desk.can_edit) == (roll, True)
    assert not desks.lesson_desk(director, school, lesson.uid, current="").can_edit


def test_attended_are_listed_with_times_and_whether_it_counts(methodist, school, lesson, join, branch):
    anna = join("Лесная Анна", branch)
    AttendanceFactory(lesson=lesson, user=anna, percent=90)
    CompletionFactory(lesson=lesson, user=anna)
    AttendanceFactory(lesson=lesson, user=join("Речная Вера", None), percent=30, way=AttendanceWay.SCREEN)

    page = desks.attended_page(methodist, school, lesson.uid, {})

    assert [[cell.text for cell in (*row[:3], *row[5:])] for row in page.listing.rows] == [
        ["Лесная Анна", "№ 3 · Отрадненская", "в комнате трансляции", "54", "90", "да"],
        ["Речная Вера", "—", "у общего экрана", "18", "30", "—"],
    ]
    assert column(desks.attended_page(methodist, school, lesson.uid, {"way": "screen"}).listing) == ["Речная Вера"]
    assert column(desks.attended_page(methodist, school, lesson.uid, {"q": "отрад"}).listing) == ["Лесная Анна"]


def test_people_without_an_account_are_named(methodist, school, lesson):
    CheckInPersonFactory(check_in__lesson=lesson, user=None, name="Мария из клуба")
    CheckInPersonFactory(check_in__lesson=lesson)

    assert desks.attended_page(methodist, school, lesson.uid, {}).names == ["Мария из клуба"]


def test_counted_are_listed_with_what_for(methodist, school, lesson, join, branch):
    CompletionFactory(lesson=lesson, user=join("Лесная Анна", branch), percent=85)

    page = desks.counted_page(methodist, school, lesson.uid, {"way": "watched"})

    assert [cell.text for cell in page.listing.rows[0][:5]] == [
        "Лесная Анна",
        "№ 3 · Отрадненская",
        "за просмотр записи",
        "85",
        "1,5",
    ]


def test_survey_stands_beside(methodist, school, lesson):
    SurveyAnswerFactory.create_batch(3, lesson=lesson)

    assert desks.survey_desk(methodist, school, lesson.uid, {}).results.count == 3


def test_lesson_is_the_desks(learner, head, outsider, director, school, lesson):
    for stranger in (learner, head, outsider, AnonymousUser()):
        with pytest.raises(Lesson.DoesNotExist):
            desks.attended_page(stranger, school, lesson.uid, {})
    with pytest.raises(Lesson.DoesNotExist):
        desks.lesson_to_run(director, school, lesson.uid)


def test_note_offers_people_by_name_and_keeps_the_ticks(methodist, school, lesson, join, branch):
    anna, vera = join("Лесная Анна", branch), join("Речная Вера", None)
    AttendanceFactory(lesson=lesson, user=join("Полевая Ольга", None))

    page = desks.note_page(methodist, school, lesson.uid, words="отрад", ticked=[vera.pk])

    assert page.people == [vera, anna]
    everybody = desks.note_page(methodist, school, lesson.uid, words="", ticked=[])
    assert [person.full_name for person in everybody.people] == ["Лесная Анна", "Методист школы", "Речная Вера"]


def test_note_offers_who_was_there_for_a_part(methodist, school, lesson, join):
    vera = join("Речная Вера", None)
    AttendanceFactory(lesson=lesson, user=vera, percent=30)

    assert vera in desks.note_page(methodist, school, lesson.uid, words="", ticked=[]).people


def test_note_says_how_many_more_fit(methodist, school, lesson, monkeypatch):
    monkeypatch.setattr(desks, "MOST_SHOWN", 2)
    for _ in range(4):
        grant(UserFactory(), Role.LEARNER, place_of(school))

    page = desks.note_page(methodist, school, lesson.uid, words="", ticked=[])

    assert (len(page.people), page.more) == (2, 3)


def test_note_lists_who_was_noted_by_hand_and_by_whom(methodist, school, lesson, join, now):
    vera = join("Речная Вера", None)
    anna = join("Лесная Анна", None)
    AttendanceFactory(lesson=lesson, user=anna, way=AttendanceWay.METHODIST)
    AttendanceFactory(lesson=lesson)
    note_attendance(actor=methodist, lesson_id=lesson.pk, user_ids=[vera.pk], is_counted=False, now=now)

    noted = desks.note_page(methodist, school, lesson.uid, words="", ticked=[]).noted

    assert [(one.user, one.by) for one in noted] == [(anna, ""), (vera, "Методист школы")]
