"""Who may do what with projects, where pages do not ask it all."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.contest.factories import ApplicationFactory, ContestFactory

from nastavnik.contest.enums import ApplicationState
from nastavnik.grants.permissions import (
    applications_promoted_by,
    can_review,
    can_see_project,
    projects_of,
    projects_visible_to,
    reviews_visible_to,
)
from nastavnik.grants.selectors.lookup import grant_to_steer, grant_to_write, project_to_steer

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def test_somebody_without_an_account_has_no_project(school, project, application):
    contest = ContestFactory(school=school, intake=True)
    ApplicationFactory(contest=contest, state=ApplicationState.ADMITTED, number=1)

    assert not applications_promoted_by(NOBODY, school).exists()
    assert not projects_visible_to(NOBODY, school).exists()
    assert not projects_of(NOBODY, school).exists()
    assert not reviews_visible_to(NOBODY, application).exists()


def test_removed_project_is_nobodys(project, methodist, mentor):
    assert can_review(methodist, project)
    project.removed_at = timezone.now()
    assert not can_review(methodist, project)
    assert not can_review(mentor, project)
    assert not can_see_project(methodist, project)


def test_director_reads_and_changes_nothing(school, project, application, director):
    for look_up, token in (
        (grant_to_write, application.token),
        (grant_to_steer, application.token),
        (project_to_steer, project.token),
    ):
        with pytest.raises(PermissionDenied):
            look_up(director, school, token)
