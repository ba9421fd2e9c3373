"""Minimal valid rows of completion, attendance and surveys."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, ProgrammeFactory

from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import (
    Attendance,
    CheckIn,
    CheckInPerson,
    Completion,
    LessonRule,
    Standing,
    SurveyAnswer,
)


class LessonRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LessonRule

    lesson = factory.SubFactory(LessonFactory, held=True)


class CheckInFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CheckIn

    lesson = factory.SubFactory(LessonFactory, announced=True)
    user = factory.SubFactory(UserFactory)
    library = factory.LazyAttribute(lambda row: row.user.library)
    people = 2
    at = factory.LazyFunction(timezone.now)


class CheckInPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CheckInPerson

    check_in = factory.SubFactory(CheckInFactory)
    user = factory.SubFactory(UserFactory)


class AttendanceFactory(factory.django.DjangoModelFactory):
    """From the beginning to the end of a lesson of an hour; `percent=` for less."""

    class Meta:
        model = Attendance

    lesson = factory.SubFactory(LessonFactory, held=True)
    user = factory.SubFactory(UserFactory)
    way = AttendanceWay.ROOM
    came_at = factory.LazyAttribute(lambda row: row.lesson.starts_at)
    left_at = factory.LazyAttribute(lambda row: row.came_at + timedelta(hours=1))
    percent = 100
    seconds = factory.LazyAttribute(lambda row: 36 * row.percent)


class CompletionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Completion

    user = factory.SubFactory(UserFactory)
    lesson = factory.SubFactory(LessonFactory, held=True)
    way = CompletionWay.WATCHED
    hours = Decimal("1.5")
    percent = 100
    completed_at = factory.LazyFunction(timezone.now)


class StandingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Standing

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory)


class SurveyAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurveyAnswer

    lesson = factory.SubFactory(LessonFactory, held=True)
    usefulness = 5
    clarity = 4
