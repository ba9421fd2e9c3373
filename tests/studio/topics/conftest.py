"""Two librarians of one branch, one of another, one without a branch, and an open topic."""

import pytest
from django.utils import timezone
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.studio.factories import TopicFactory

from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of
from nastavnik.studio.services.topics.proposing import set_title


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def librarian(school):
    """Return a way to get somebody of the school; `library=` is her branch."""

    def somebody(**facts):
        user = UserFactory(**facts)
        grant(user, Role.LEARNER, place_of(school))
        return user

    return somebody


@pytest.fixture
def branch(school):
    return LibraryFactory(organisation=school.owner, name="Библиотека у леса", name_key="библиотека у леса")


@pytest.fixture
def anna(librarian, branch):
    return librarian(full_name="Анна", library=branch)


@pytest.fixture
def boris(librarian, branch):
    return librarian(full_name="Борис", library=branch)


@pytest.fixture
def vera(librarian, school):
    return librarian(full_name="Вера", library=LibraryFactory(organisation=school.owner))


@pytest.fixture
def galina(librarian):
    return librarian(full_name="Галина")


@pytest.fixture
def make_topic(school):
    """Return a way to make a topic that is known by its words, as services make them."""

    def make(title, **facts):
        topic = TopicFactory(school=school, **facts)
        set_title(topic, title)
        topic.save()
        return topic

    return make


@pytest.fixture
def topic(make_topic):
    return make_topic("Буктрейлер на телефоне за вечер")
