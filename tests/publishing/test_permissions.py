"""Who sees and makes collections."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.publishing.factories import CollectionFactory

from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.permissions import (
    can_edit_collection,
    can_see_collection,
    collections_edited_by,
    collections_visible_to,
)

PEOPLE = ("methodist", "director", "learner", "outsider")


@pytest.fixture
def books(school, now):
    """Return one that is prepared, one that is published, one that was removed."""
    return [
        CollectionFactory(school=school),
        CollectionFactory(school=school, state=CollectionState.PUBLISHED, published_at=now),
        CollectionFactory(school=school, state=CollectionState.PUBLISHED, removed_at=now),
    ]


@pytest.fixture
def people(request, school):
    return {**{name: request.getfixturevalue(name) for name in PEOPLE}, "guest": AnonymousUser()}


def test_see_is_for_everybody_once_it_is_published(people, books):
    seen = {name: [can_see_collection(person, one) for one in books] for name, person in people.items()}

    assert seen == {
        "methodist": [True, True, False],
        "director": [True, True, False],
        "learner": [False, True, False],
        "outsider": [False, True, False],
        "guest": [False, True, False],
    }


def test_edit_is_for_methodists_of_the_school(people, books):
    edited = {name: [can_edit_collection(person, one) for one in books] for name, person in people.items()}

    assert edited.pop("methodist") == [True, True, False]
    assert set(map(tuple, edited.values())) == {(False, False, False)}


@pytest.mark.parametrize(
    ("rows_of", "can"), [(collections_visible_to, can_see_collection), (collections_edited_by, can_edit_collection)]
)
def test_rows_are_those_that_the_twin_admits(people, books, school, rows_of, can):
    for person in people.values():
        assert set(rows_of(person, school)) == {one for one in books if can(person, one)}
