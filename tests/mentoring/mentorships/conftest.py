"""A school with a mentor, a mentee and a methodist; a moment on Tuesday, 24 November 2026, at ten by the school's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.architecture.access.world import answer_consents
from tests.mentoring.factories import ThemeFactory
from tests.mentoring.mentorships.factories import MeetingFactory, MenteeFactory, MentorshipFactory
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.programme.factories import LessonFactory

from nastavnik.core import clock
from nastavnik.mentoring.models import MentorProfile
from nastavnik.people.enums import Role
from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def still(monkeypatch):
    """Let the clock of pages show the moment of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def network(school):
    in_network(school.owner, place_of(school))
    return school.owner


@pytest.fixture
def person(school):
    """Return who makes somebody of the school."""

    def make(name="Лесная Анна Ивановна", role=Role.LEARNER, **fields):
        user = UserFactory(full_name=name, **fields)
        grant(user, role, place_of(school))
        return user

    return make


@pytest.fixture
def make_mentor(school, person):
    """Return who makes a mentor; with anything named, she has a profile."""

    def make(name="Речная Вера Петровна", *, themes=(), library=None, **offer):
        user = person(name, Role.MENTOR, library=library)
        if themes or offer:
            profile = MentorProfile.objects.create(school=school, user=user, **offer)
            profile.themes.set(themes)
        return user

    return make


@pytest.fixture
def mentor(make_mentor):
    return make_mentor()


@pytest.fixture
def mentee(person):
    return person()


@pytest.fixture
def theme(school):
    return ThemeFactory(school=school, title="Краеведение")


@pytest.fixture
def library(network):
    return LibraryFactory(organisation=network, name="Отрадненская", settlement="Отрадное", settlement_key="отрадное")


@pytest.fixture
def pair(school, mentor, mentee):
    """A mentorship that began a month ago, with its mentee's row as `pair.led`."""
    began = NOW - timedelta(days=30)
    row = MentorshipFactory(
        school=school,
        mentor=mentor,
        active=True,
        began_at=began,
        created_at=began,
        due_on=NOW.date() + timedelta(days=5),
    )
    row.turns.create(mentor=mentor, began_at=began)
    row.led = MenteeFactory(mentorship=row, user=mentee)
    return row


@pytest.fixture
def group(school, mentor, person):
    """A mentor with two mentees: `group.led` and `group.other`."""
    row = MentorshipFactory(school=school, mentor=mentor, active=True, title="Кружок")
    row.led = MenteeFactory(mentorship=row, user=person("Первая Мария"))
    row.other = MenteeFactory(mentorship=row, user=person("Вторая Дарья"))
    return row


@pytest.fixture
def waiting(school, mentor, mentee, methodist):
    row = MentorshipFactory(school=school, mentor=mentor, proposed_by=methodist)
    row.led = MenteeFactory(mentorship=row, user=mentee)
    return row


@pytest.fixture
def meeting(pair):
    return MeetingFactory(mentorship=pair, there=[pair.led], at=NOW - timedelta(days=10), note="Тайна двоих")


@pytest.fixture
def enter(school):
    """Return who opens a browser for somebody of the school."""

    def entered(user):
        if not ConsentRound.objects.filter(user=user).exists():
            answer_consents(user, place_of(school))
        client = Client()
        client.force_login(user)
        return client

    return entered


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle__programme__school=school, held=True)
