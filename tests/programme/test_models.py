from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.programme.factories import HandoutFactory, LessonFactory, SchoolFactory

from nastavnik.programme.enums import LessonState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("", "", "https://school.example.ru"),
        ("", "north", "https://school.example.ru/north"),
        ("north.example.ru", "", "https://north.example.ru"),
    ],
)
def test_base_url_is_made_of_host_or_path(settings, host, path, expected):
    settings.BASE_URL = "https://school.example.ru"
    assert SchoolFactory.build(owner=None, host=host, path=path).base_url == expected


def test_ends_at_is_the_start_and_the_length():
    lesson = LessonFactory.build(cycle=None, school=None, announced=True, duration_minutes=90)
    assert lesson.ends_at - lesson.starts_at == timedelta(minutes=90)


def test_ends_at_without_a_time_is_unknown():
    assert LessonFactory.build(cycle=None, school=None).ends_at is None


def test_announced_lesson_without_a_time_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        LessonFactory(state=LessonState.ANNOUNCED, starts_at=None)


def test_handout_with_neither_file_nor_address_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        HandoutFactory(url="")
