"""A contest that takes applications, a library with its head and a colleague, an application that is whole."""

import sqlite3
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from tests.contest.applications.a_form import ABOUT, MONEY, make_form
from tests.contest.factories import ApplicationFactory, AuthorFactory, ContestFactory, DirectionFactory, JurorFactory
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network

from nastavnik.contest.models import SectionText
from nastavnik.contest.services import applications as services
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def contest(school):
    contest = ContestFactory(school=school, intake=True)
    make_form(contest)
    return contest


@pytest.fixture
def direction(contest):
    return DirectionFactory(contest=contest)


@pytest.fixture
def library(school):
    in_network(school.owner, place_of(school))
    return LibraryFactory(
        organisation=school.owner, number=32_007, name="Библиотека у реки", name_key="библиотека у реки"
    )


@pytest.fixture
def head(school, library):
    return head_of(library, school, full_name="Заведующая Анна")


@pytest.fixture
def colleague(school, library):
    user = UserFactory(full_name="Коллега Ольга", library=library)
    grant(user, Role.LEARNER, place_of(school))
    return user


@pytest.fixture
def draft(contest, direction, library, head):
    return draft_of(contest, direction, library, head)


@pytest.fixture
def whole(draft, now):
    return fill_in(draft, now)


@pytest.fixture
def secretary(contest):
    juror = JurorFactory(contest=contest, is_secretary=True)
    grant(juror.user, Role.LEARNER, place_of(contest.school))
    return juror.user


@pytest.fixture
def sign_in(client, school, now):
    """Sign somebody in who has gone through the documents."""

    def enter(user):
        place = place_of(school)
        ConsentRound.objects.get_or_create(
            user=user, place_kind=place.kind, place_id=place.id, defaults={"answered_at": now}
        )
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return enter


@pytest.fixture
def submitted(head, whole, now):
    """Return an application that waits for the formal check; nobody has read her letters about it."""
    services.submit_application(actor=head, application_id=whole.pk, now=now)
    whole.refresh_from_db()
    return whole


def head_of(library, school, **words):
    user = UserFactory(library=library, **words)
    grant(user, Role.LEARNER, place_of(school))
    grant(user, Role.HEAD, Place(PlaceKind.LIBRARY, library.pk))
    return user


def draft_of(contest, direction, library, head):
    application = ApplicationFactory(contest=contest, direction=direction, library=library, title="")
    AuthorFactory(application=application, user=head, is_head=True)
    return application


def fill_in(application, now):
    """Write a whole application, past all rules."""
    for key, values in (("about", ABOUT), ("money", MONEY)):
        SectionText.objects.create(application=application, key=key, values=values, version=1, changed_at=now)
    application.title, application.title_key = "Читаем вместе", "читаем вместе"
    application.save()
    return application


def over(contest, now):
    """Let the deadline be past."""
    contest.deadline_at = now - timedelta(minutes=1)
    contest.save()


@pytest.fixture
def database_of_threads(transactional_db, tmp_path):
    """Let several threads write: SQLite's database in memory is locked whole by whoever reads or writes a table.

    On SQLite the test works on a copy in a file, as a school does; the database in memory stays as it is.
    """
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "contest.sqlite3")
    with sqlite3.connect(path) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connections.close_all()
    connection.connection, connection.settings_dict["NAME"] = memory, name
