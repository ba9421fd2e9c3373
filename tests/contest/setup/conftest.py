"""Who stands around a contest that is set up."""

import pytest
from django.utils import timezone
from tests.contest.factories import ContestFactory, complete, days_from_now

from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.services import setup as services


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def contest(school):
    """Being prepared, with one of everything."""
    return complete(ContestFactory(school=school))


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist)
    return client


@pytest.fixture
def whole(school, methodist, now):
    """Made out of the arrangement, and open for applications."""
    contest = services.create_contest(
        actor=methodist,
        school_id=school.pk,
        blueprint=blueprint("district"),
        title="Открытая библиотека",
        announced_on=days_from_now(-20).date(),
        now=now,
    )
    return services.open_contest(actor=methodist, contest_id=contest.pk, now=now)
