"""Who asked to be forgotten: what is the library's stays, what nobody else could open goes."""

import pytest
from django.utils import timezone
from tests.grants.factories import GrantFactory, GrantMemberFactory, GrantProjectFactory
from tests.people.factories import UserFactory

from nastavnik.core.events import publish
from nastavnik.grants import tasks
from nastavnik.grants.enums import MilestoneKind
from nastavnik.grants.models import GrantApplication, GrantMember, GrantProject, Milestone, MockReview
from nastavnik.grants.services.forgetting import forget_person
from nastavnik.people.events import PersonErased

pytestmark = pytest.mark.django_db


def review_of(grant, reviewer, **words):
    milestone = Milestone.objects.create(grant=grant, kind=MilestoneKind.REVIEWED, values={}, made_at=timezone.now())
    return MockReview.objects.create(
        grant=grant, reviewer=reviewer, milestone=milestone, began_at=timezone.now(), **words
    )


def test_forget_person_takes_her_off_a_project_of_a_library_which_stays(application, project, author, mentor):
    forget_person(user_id=author.pk)

    assert list(GrantMember.objects.filter(project=project).values_list("user", flat=True)) == [mentor.pk]
    assert GrantApplication.objects.filter(pk=application.pk).exists()


def test_forget_person_takes_along_what_nobody_else_can_open(school, author):
    alone = GrantMemberFactory(project=GrantProjectFactory(school=school, library=None), user=author).project
    shared = GrantMemberFactory(project=GrantProjectFactory(school=school, library=None), user=author).project
    GrantMemberFactory(project=shared)
    GrantFactory(project=alone)

    forget_person(user_id=author.pk)

    assert not GrantProject.objects.filter(pk=alone.pk).exists()
    assert GrantProject.objects.filter(pk=shared.pk).exists()


def test_forget_person_drops_reviews_that_she_has_not_finished(application, mentor):
    review_of(application, mentor)
    finished = review_of(application, mentor, finished_at=timezone.now())

    forget_person(user_id=mentor.pk)

    assert list(MockReview.objects.all()) == [finished]


def test_erased_person_is_forgotten_when_it_is_told(project, author, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=author.pk))

    assert not GrantMember.objects.filter(user=author).exists()


def test_erased_person_is_found_when_nobody_heard_it(project):
    GrantMemberFactory(project=project, user=UserFactory(erased_at=timezone.now()))

    assert tasks.forget_who_was_missed.func() == 1
    assert tasks.forget_who_was_missed.func() == 0
