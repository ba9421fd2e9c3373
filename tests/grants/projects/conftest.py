"""An application to a contest that was admitted, by the form of the district's arrangement."""

import pytest
from django.urls import reverse
from tests.contest.factories import ApplicationFactory, AuthorFactory
from tests.grants.projects.entry import SECTIONS

from nastavnik.contest.models import SectionText
from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.services import setup


@pytest.fixture
def contest(school, methodist, now):
    made = setup.create_contest(
        actor=methodist,
        school_id=school.pk,
        blueprint=blueprint("district"),
        title="Проекты библиотек",
        announced_on=now.date(),
        now=now,
    )
    made.school = school
    return made


@pytest.fixture
def entry(contest, library, head, now):
    """The head is its first author, a colleague the second."""
    row = ApplicationFactory(contest=contest, library=library, title="Читаем вместе", admitted=True)
    AuthorFactory(application=row, user=head, is_head=True)
    for key, values in SECTIONS.items():
        SectionText.objects.create(application=row, key=key, values=values, changed_at=now)
    return row


@pytest.fixture
def _budgetary(school):
    school.owner.legal_form = "mbuk"
    school.owner.save()


@pytest.fixture
def at(client, school):
    """Ask for a page as somebody."""

    def ask(user, name, *args, **query):
        client.force_login(user)
        return client.get(reverse(f"grants:{name}", args=args), query)

    return ask


@pytest.fixture
def do(client, school):
    """Post something as somebody."""

    def post(user, name, *args, **posted):
        client.force_login(user)
        return client.post(reverse(f"grants:{name}", args=args), posted)

    return post
