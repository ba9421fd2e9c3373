"""A project of a library in the school: its head, an author, a mentor, its application to the district's fund."""

import pytest
from django.utils import timezone
from tests.grants.factories import GrantFactory, GrantMemberFactory, GrantProjectFactory
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network

from nastavnik.grants.enums import MemberRole
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def library(school):
    in_network(school.owner, place_of(school))
    return LibraryFactory(
        organisation=school.owner, number=32_101, name="Библиотека у леса", name_key="библиотека у леса"
    )


@pytest.fixture
def project(school, library):
    return GrantProjectFactory(school=school, library=library, title="Читаем вместе", title_key="читаем вместе")


@pytest.fixture
def head(school, library):
    user = UserFactory(full_name="Заведующая Анна", library=library)
    grant(user, Role.HEAD, Place(PlaceKind.LIBRARY, library.pk))
    grant(user, Role.LEARNER, place_of(school))
    return user


@pytest.fixture
def author(school, project):
    user = UserFactory(full_name="Автор Ольга")
    grant(user, Role.LEARNER, place_of(school))
    GrantMemberFactory(project=project, user=user)
    return user


@pytest.fixture
def mentor(school, project):
    user = UserFactory(full_name="Наставница Вера")
    grant(user, Role.MENTOR, place_of(school))
    GrantMemberFactory(project=project, user=user, role=MemberRole.MENTOR)
    return user


@pytest.fixture
def application(project):
    return GrantFactory(project=project)
