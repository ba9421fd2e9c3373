"""A school with a mentor who receives, and a clock that stands still."""

import pytest
from django.conf import settings
from django.test import Client
from tests.mentoring.appointments.factories import DAY, NOW, AppointmentFactory, SlotFactory
from tests.people.factories import UserFactory, grant

from nastavnik.core import clock
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def still(monkeypatch):
    """Let the clock of pages show the moment of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def mentor(school):
    user = UserFactory(full_name="Ольга Наставник")
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def other_mentor(school):
    user = UserFactory(full_name="Вера Наставник")
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def slot(school, mentor):
    return SlotFactory(school=school, mentor=mentor)


@pytest.fixture
def appointment(slot, learner):
    return AppointmentFactory(slot=slot, user=learner)


@pytest.fixture
def enter():
    """Return the browser of somebody who has signed in."""

    def browser(user) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return browser


@pytest.fixture
def past(school, mentor, learner):
    """An appointment that was yesterday."""
    slot = SlotFactory(school=school, mentor=mentor, starts_at=NOW - DAY)
    return AppointmentFactory(slot=slot, user=learner)
