"""A school with mentors, and a moment on a working day: Tuesday, 24 November 2026, at ten by the school's clock."""

from datetime import UTC, datetime

import pytest
from tests.mentoring.factories import ConsultationFactory
from tests.people.factories import UserFactory, grant

from nastavnik.mentoring.models import MentorProfile
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def now():
    return datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def make_mentor(school):
    """Return who makes a mentor of the school; with anything named, she has a profile."""

    def make(name="", *, themes=(), of=school, **offer):
        user = UserFactory(**({"full_name": name} if name else {}))
        grant(user, Role.MENTOR, place_of(of))
        if themes or offer:
            profile = MentorProfile.objects.create(school=of, user=user, **offer)
            profile.themes.set(themes)
        return user

    return make


@pytest.fixture
def mentor(make_mentor):
    return make_mentor("Наставник школы")


@pytest.fixture
def question(school):
    return ConsultationFactory(school=school, waiting=True)


@pytest.fixture
def at_desk(client, methodist):
    client.force_login(methodist)
    return client


@pytest.fixture
def at_queue(client, mentor):
    client.force_login(mentor)
    return client
