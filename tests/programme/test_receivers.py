import pytest
from tests.programme.factories import LessonFactory

from nastavnik.programme import selectors
from nastavnik.programme.services import announce_lesson, change_school

pytestmark = pytest.mark.django_db


def test_announced_lesson_is_seen_at_once_in_this_process(
    school, cycle, learner, methodist, now, django_capture_on_commit_callbacks
):
    lesson = LessonFactory(cycle=cycle, starts_at=now)
    assert selectors.lessons_by_ids(learner, school, [lesson.pk]) == {}
    with django_capture_on_commit_callbacks(execute=True):
        announce_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    assert list(selectors.lessons_by_ids(learner, school, [lesson.pk])) == [lesson.pk]


def test_changed_school_is_seen_at_once_in_this_process(school, methodist, now, django_capture_on_commit_callbacks):
    selectors.directory()
    with django_capture_on_commit_callbacks(execute=True):
        change_school(
            actor=methodist,
            school_id=school.pk,
            version=0,
            now=now,
            title="Новая",
            motto="",
            about="",
            owner=school.owner,
            time_zone=school.time_zone,
            tab_texts={},
        )
    assert selectors.directory().default().title == "Новая"
