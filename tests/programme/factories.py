"""Minimal valid rows of the programme. `LessonFactory(announced=True)`, `(held=True)`, `(cancelled=True)` set a state."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from tests.people.factories import OrganisationFactory, UserFactory

from nastavnik.core.text import search_key
from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.models import (
    Cycle,
    Enrolment,
    Handout,
    Lesson,
    LessonSpeaker,
    Partner,
    Programme,
    School,
    Speaker,
)


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    slug = factory.Sequence(lambda n: f"school-{n}")
    title = factory.Sequence(lambda n: f"Школа наставничества {n}")
    owner = factory.SubFactory(OrganisationFactory)


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    school = factory.SubFactory(SchoolFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Программа {n}")
    starts_on = date(2026, 9, 1)
    ends_on = date(2027, 5, 31)
    is_public = True


class CycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cycle

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Цикл {n}")
    position = factory.Sequence(lambda n: n + 1)


class SpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Speaker

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Петрова Мария {n}")
    name_key = factory.LazyAttribute(lambda o: search_key(o.name))
    position = "методист"


def in_a_week():
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)


def a_week_ago():
    return timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=7)


class LessonFactory(factory.django.DjangoModelFactory):
    """A draft without a time; its school is that of the cycle (`cycle__programme__school=`)."""

    class Meta:
        model = Lesson

    class Params:
        announced = factory.Trait(state=LessonState.ANNOUNCED, starts_at=factory.LazyFunction(in_a_week))
        held = factory.Trait(state=LessonState.HELD, starts_at=factory.LazyFunction(a_week_ago))
        cancelled = factory.Trait(state=LessonState.CANCELLED, starts_at=factory.LazyFunction(in_a_week))

    cycle = factory.SubFactory(CycleFactory)
    school = factory.LazyAttribute(lambda o: o.cycle.programme.school)
    slug = factory.Sequence(lambda n: f"lesson-{n}")
    title = factory.Sequence(lambda n: f"Занятие {n}")
    kind = LessonKind.MASTER_CLASS
    number = factory.Sequence(lambda n: n + 1)


class LessonSpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LessonSpeaker

    lesson = factory.SubFactory(LessonFactory)
    speaker = factory.SubFactory(SpeakerFactory, school=factory.SelfAttribute("..lesson.school"))


class HandoutFactory(factory.django.DjangoModelFactory):
    """An address; a file comes by the service."""

    class Meta:
        model = Handout

    lesson = factory.SubFactory(LessonFactory)
    title = factory.Sequence(lambda n: f"Памятка {n}")
    url = "https://example.ru/memo"


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory)
    enrolled_at = factory.LazyFunction(timezone.now)
