"""A contest whose review is over: three jurors, three applications, two criteria from 0 to 10."""

import pytest
from tests.contest.jury.factories import (
    NOW,
    ApplicationFactory,
    ContestFactory,
    CriterionFactory,
    DirectionFactory,
    JurorFactory,
)
from tests.contest.results.rows import DAY, judge, release
from tests.people.factories import UserFactory

from nastavnik.contest.enums import Feedback
from nastavnik.contest.models import Author, Award


@pytest.fixture
def contest(school):
    rules = {"tie_rules": ["main_criterion", "chair"], "feedback": Feedback.MARKS, "is_blind": True}
    return ContestFactory(school=school, review_until=NOW - DAY, **rules)


@pytest.fixture
def criteria(contest):
    return [CriterionFactory(contest=contest, title=title) for title in ("Актуальность", "Бюджет")]


@pytest.fixture
def jurors(contest, criteria):
    names = ("Первая Анна", "Вторая Белла", "Третья Вера")
    return [JurorFactory(contest=contest, name=name, is_chair=name == names[0]) for name in names]


@pytest.fixture
def applications(contest):
    directions = [DirectionFactory(contest=contest, title=title) for title in ("Семья", "Молодёжь")]
    found = [
        ApplicationFactory(contest=contest, number=number, title=title, direction=directions[number % 2])
        for number, title in ((1, "Семейный вечер"), (2, "Ёлка для всех"), (3, "Книжный двор"))
    ]
    for one in found:
        Author.objects.create(application=one, user=UserFactory(), is_head=True, added_at=NOW)
    return found


@pytest.fixture
def judged(applications, jurors, criteria):
    """The first application has 18, the second 12, the third 6."""
    for application, mark in zip(applications, (9, 6, 3), strict=True):
        for juror in jurors:
            judge(juror, application, criteria, mark)
    return applications


@pytest.fixture
def awards(contest):
    main = Award.objects.create(contest=contest, title="Диплом I степени", prize="Монополия", place=1, position=1)
    special = Award.objects.create(contest=contest, title="Приз жюри", position=2)
    return main, special


@pytest.fixture
def as_methodist(client, methodist):
    client.force_login(methodist)
    return client


@pytest.fixture
def author(judged):
    return Author.objects.get(application=judged[0]).user


@pytest.fixture
def released(contest, judged, awards, methodist):
    release(methodist, contest)
    return contest
