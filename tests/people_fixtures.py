"""People by what they are to `school`: her methodist, her director, a learner of hers, somebody of another school."""

import pytest

from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of
from tests.people.factories import UserFactory, grant
from tests.programme.factories import SchoolFactory


@pytest.fixture
def school(db):
    return SchoolFactory()


@pytest.fixture
def methodist(school):
    user = UserFactory(full_name="Методист школы")
    grant(user, Role.METHODIST, place_of(school))
    return user


@pytest.fixture
def director(school):
    user = UserFactory(full_name="Директор сети")
    grant(user, Role.DIRECTOR, place_of(school))
    return user


@pytest.fixture
def learner(school):
    user = UserFactory(full_name="Слушатель школы")
    grant(user, Role.LEARNER, place_of(school))
    return user


@pytest.fixture
def outsider(db):
    """The methodist of another school: a role that must not reach into this one."""
    user = UserFactory(full_name="Методист чужой школы")
    grant(user, Role.METHODIST, place_of(SchoolFactory()))
    return user
