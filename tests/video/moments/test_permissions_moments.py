"""Who may open and change lists of moments: both answers, "may I" and "which rows", for everybody and every state."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.people.factories import UserFactory
from tests.video.moments.factories import MomentFactory, MomentListFactory

from nastavnik.people.permissions import SYSTEM
from nastavnik.video.models import Moment, MomentList
from nastavnik.video.permissions import (
    can_edit_list,
    can_edit_moment,
    can_open_list,
    lists_edited_by,
    lists_open_to,
    moments_edited_by,
)


@pytest.fixture
def actors(reader, methodist, outsider):
    return {
        "owner": reader,
        "another": UserFactory(),
        "methodist": methodist,
        "outsider": outsider,
        "guest": AnonymousUser(),
        "system": SYSTEM,
    }


@pytest.fixture
def lists(reader, school, now):
    states = [{}, {"is_shared": True}, {"removed_at": now}, {"is_shared": True, "removed_at": now}]
    return [MomentListFactory(owner=reader, school=school, **state) for state in states]


@pytest.mark.parametrize("who", ["owner", "another", "methodist", "outsider", "guest", "system"])
def test_both_answers_about_lists_agree(actors, lists, school, who):
    actor = actors[who]

    assert {one for one in MomentList.objects.all() if can_open_list(actor, one)} == set(lists_open_to(actor, school))
    assert {one for one in MomentList.objects.all() if can_edit_list(actor, one)} == set(lists_edited_by(actor, school))


@pytest.mark.parametrize("who", ["owner", "another", "methodist", "outsider", "guest", "system"])
def test_both_answers_about_moments_agree(actors, film, collection, school, who):
    for owner in (actors["owner"], actors["another"], None):
        MomentFactory(video=film, made_by=owner)
        MomentFactory(video=film, collection=collection, made_by=owner)
    actor = actors[who]

    allowed = {one for one in Moment.objects.select_related("collection") if can_edit_moment(actor, one)}

    assert allowed == set(moments_edited_by(actor, school))


def test_list_is_open_to_its_owner_and_when_shared_to_whoever_asks(actors, lists):
    own, shared, *removed = lists

    assert [name for name, actor in actors.items() if can_open_list(actor, own)] == ["owner"]
    assert all(can_open_list(actor, shared) for actor in actors.values())
    assert not any(can_open_list(actor, one) for actor in actors.values() for one in removed)


def test_list_of_another_school_is_found_in_that_school_alone(reader, school, lists):
    strange = MomentListFactory(owner=reader, is_shared=True)

    assert strange not in lists_open_to(reader, school)
    assert strange in lists_open_to(reader, strange.school)
