"""A programme with held lessons, two branches, people who take part in it, and the head of one branch."""

from decimal import Decimal

import pytest
from tests.learning.factories import CompletionFactory, StandingFactory
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.programme.factories import CycleFactory, EnrolmentFactory, LessonFactory, ProgrammeFactory

from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def programme(school):
    return ProgrammeFactory(school=school, title="Год наставника")


@pytest.fixture
def cycle(programme):
    return CycleFactory(programme=programme)


@pytest.fixture
def lessons(cycle):
    """Four lessons that were held."""
    return [
        LessonFactory(cycle=cycle, held=True, title=f"Занятие {n}", number=n, duration_minutes=90) for n in (1, 2, 3, 4)
    ]


@pytest.fixture
def branch(school):
    in_network(school.owner, place_of(school))
    return LibraryFactory(organisation=school.owner, number=3, name="Отрадненская")


@pytest.fixture
def other_branch(branch):
    return LibraryFactory(organisation=branch.organisation, number=7, name="Кинельская")


@pytest.fixture
def head(branch, school):
    user = UserFactory(full_name="Заведующая Филиалом", library=branch)
    grant(user, Role.HEAD, Place(PlaceKind.LIBRARY, branch.pk))
    grant(user, Role.LEARNER, place_of(school))
    return user


@pytest.fixture
def join(school, programme):
    """Let somebody of a branch take part, for whom so many lessons count."""

    def joined(name, library, count=0, lessons=()):
        user = UserFactory(full_name=name, library=library)
        grant(user, Role.LEARNER, place_of(school))
        EnrolmentFactory(programme=programme, user=user)
        for lesson in lessons[:count]:
            CompletionFactory(user=user, lesson=lesson, hours=Decimal(2))
        StandingFactory(programme=programme, user=user, lessons=count, hours=Decimal(2 * count))
        return user

    return joined
