"""A school with an address, and browsers of its people."""

import pytest
from tests.programme.factories import SchoolFactory

from nastavnik.people.enums import Place, PlaceKind
from nastavnik.programme.selectors.schools import forget_schools


@pytest.fixture
def school(db):
    return SchoolFactory(title="Школа наставничества")


@pytest.fixture
def place(school):
    return Place(PlaceKind.SCHOOL, school.pk)


@pytest.fixture
def other_place(db):
    return Place(PlaceKind.SCHOOL, SchoolFactory(host="other.example.ru").pk)


@pytest.fixture
def methodist_client(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def learner_client(client, learner):
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["*"]
    forget_schools()
