"""People of two schools: who may, who may not."""

from datetime import UTC, datetime

import pytest
from tests.people.factories import LibraryFactory, OrganisationFactory, UserFactory, grant, in_network, school_place

from nastavnik.people.enums import Role

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def place(db):
    return school_place(1)


@pytest.fixture
def other_place(db):
    return school_place(2)


@pytest.fixture
def methodist(place):
    user = UserFactory(full_name="Методист Школы")
    grant(user, Role.METHODIST, place)
    return user


@pytest.fixture
def director(place):
    user = UserFactory(full_name="Директор Школы")
    grant(user, Role.DIRECTOR, place)
    return user


@pytest.fixture
def learner(place):
    user = UserFactory(full_name="Слушатель Анна")
    grant(user, Role.LEARNER, place)
    return user


@pytest.fixture
def outsider(other_place):
    """A methodist of another school."""
    user = UserFactory(full_name="Методист Соседней Школы")
    grant(user, Role.METHODIST, other_place)
    return user


@pytest.fixture
def network(place):
    organisation = OrganisationFactory(name="МУК «ЦБ Белгородского района»")
    in_network(organisation, place)
    return organisation


@pytest.fixture
def branch(network):
    return LibraryFactory(organisation=network, number=6, name="Бессоновская поселенческая библиотека")
