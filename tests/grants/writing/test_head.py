"""The head of an application: what `lookup` brings along says the same as asking anew, and asks nothing more."""

from datetime import timedelta

import pytest
from tests.grants.factories import GrantMemberFactory

from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantRemark
from nastavnik.grants.permissions import Rights, can_steer_project, can_write_project, rights_in
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for

pytestmark = pytest.mark.django_db


def remark(application, now, **words):
    return GrantRemark.objects.create(grant=application, field_key="title", body="Короче", made_at=now, **words)


def test_head_of_what_was_looked_up_asks_nothing(application, author, now, django_assert_num_queries):
    first = remark(application, now)
    remark(application, now, parent=first)
    remark(application, now, resolved_at=now)
    found = grant_for(author, application.project.school, application.token)
    head_of(author, found, "grants:grant", now)  # the roles of a person are asked once

    with django_assert_num_queries(0):
        head = head_of(author, found, "grants:grant", now)

    assert [place.count for place in head.places if place.url.endswith("/remarks/")] == [1]
    assert (head.can_write, head.may_write, head.can_steer, head.deadline) == (True, True, True, None)


def test_head_says_the_same_of_an_application_that_came_another_way(application, mentor, now):
    remark(application, now)
    application.closes_at = now + timedelta(days=3)
    application.save()
    found = grant_for(mentor, application.project.school, application.token)

    one, other = (head_of(mentor, grant, "grants:grant", now) for grant in (found, application))

    assert one == other
    assert (one.can_write, one.can_steer) == (True, False)
    assert one.deadline.days == 3


def test_head_of_a_submitted_application_lets_nobody_write(application, author, now):
    application.state = GrantState.SUBMITTED
    application.save()
    head = head_of(author, application, "grants:grant", now)

    assert (head.can_write, head.may_write, head.is_open) == (False, True, False)


def test_rights_say_what_the_permissions_say(application, author, mentor, head, methodist, director, learner, now):
    project = application.project
    for person in (author, mentor, head, methodist, director, learner):
        expected = Rights(can_write_project(person, project), can_steer_project(person, project))
        assert rights_in(person, project) == expected
    assert rights_in(learner, project, GrantMemberFactory.role) == Rights(can_write=True, can_steer=True)
    project.removed_at = now
    assert rights_in(methodist, project) == Rights(can_write=False, can_steer=False)
