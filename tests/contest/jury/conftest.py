"""Who stands around a contest in its review."""

import pytest
from tests.contest.jury.factories import (
    ApplicationFactory,
    ContestFactory,
    CriterionFactory,
    JurorFactory,
    SheetFactory,
)


@pytest.fixture
def contest(school):
    return ContestFactory(school=school)


@pytest.fixture
def criteria(contest):
    return [CriterionFactory(contest=contest, title=title) for title in ("Актуальность", "Бюджет")]


@pytest.fixture
def juror(contest):
    return JurorFactory(contest=contest)


@pytest.fixture
def colleague(contest):
    return JurorFactory(contest=contest)


@pytest.fixture
def application(contest):
    return ApplicationFactory(contest=contest)


@pytest.fixture
def sheet(juror, application):
    return SheetFactory(juror=juror, application=application)


@pytest.fixture
def as_juror(client, juror):
    client.force_login(juror.user)
    return client


@pytest.fixture
def as_methodist(client, methodist):
    client.force_login(methodist)
    return client
