"""A programme of a school with a rule, and people who have learnt more or less of it."""

from decimal import Decimal

import pytest
from tests.learning.certificates.factories import CertificateRuleFactory
from tests.learning.factories import CompletionFactory, StandingFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import CycleFactory, EnrolmentFactory, LessonFactory, ProgrammeFactory

from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def programme(school):
    return ProgrammeFactory(school=school, title="Год наставничества")


@pytest.fixture
def rule(programme):
    return CertificateRuleFactory(programme=programme, hours=Decimal(6), lessons=None)


@pytest.fixture
def cycle(programme):
    return CycleFactory(programme=programme)


@pytest.fixture
def make_learner(school, programme, cycle):
    """Make somebody enrolled, for whom lessons of these titles count, 2 hours each."""

    def make(name="Иванова Мария Сергеевна", titles=("Первое", "Второе", "Третье"), **fields):
        user = UserFactory(full_name=name, name_key=name.lower(), **fields)
        grant(user, Role.LEARNER, place_of(school))
        EnrolmentFactory(programme=programme, user=user)
        for number, title in enumerate(titles, start=1):
            lesson = cycle.lesson_set.filter(title=title).first() or LessonFactory(
                cycle=cycle, title=title, number=number, held=True
            )
            CompletionFactory(user=user, lesson=lesson, hours=Decimal(2))
        if titles:
            StandingFactory(programme=programme, user=user, lessons=len(titles), hours=Decimal(2 * len(titles)))
        return user

    return make


@pytest.fixture
def graduate(make_learner):
    return make_learner()


@pytest.fixture
def beginner(make_learner):
    return make_learner("Борисова Анна", ("Первое",))
