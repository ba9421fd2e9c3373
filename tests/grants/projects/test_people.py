"""Who writes a project; removing and bringing back."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.factories import GrantFactory, GrantMemberFactory
from tests.mentoring.mentorships.factories import MenteeFactory, MentorshipFactory
from tests.people.factories import UserFactory, grant

from nastavnik.grants.enums import GrantState, MemberRole
from nastavnik.grants.models import GrantApplication, GrantMember
from nastavnik.grants.selectors.projects.mentors import mentors_offered
from nastavnik.grants.services import projects as services
from nastavnik.grants.services.projects.members import MOST_PEOPLE
from nastavnik.grants.services.projects.refusals import LastOne, PersonNotFound, TooManyPeople, WasSubmitted
from nastavnik.people.enums import Role
from nastavnik.people.models import Notice, User
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.django_db


def add(actor, project, person, now, role=MemberRole.AUTHOR):
    email = person if isinstance(person, str) else person.email
    return services.add_member(actor=actor, project_id=project.pk, email=email, role=role, now=now)


def remove(actor, project, person, now):
    return services.remove_member(actor=actor, project_id=project.pk, user_token=person.token, now=now)


def test_adds_somebody_of_the_school_and_tells_her_once(author, project, learner, now):
    member = add(author, project, f"  {learner.email.upper()} ", now)
    assert add(author, project, learner, now) == member
    assert member.role == MemberRole.AUTHOR
    assert Notice.objects.filter(user=learner).count() == 1


def test_adds_a_mentor(author, project, learner, now):
    assert add(author, project, learner, now, MemberRole.MENTOR).role == MemberRole.MENTOR
    assert project.title in Notice.objects.get(user=learner).title


def test_changes_the_role_of_who_is_there(author, project, learner, now):
    add(author, project, learner, now)
    assert add(author, project, learner, now, MemberRole.MENTOR).role == MemberRole.MENTOR
    assert GrantMember.objects.filter(project=project, user=learner).count() == 1


@pytest.mark.parametrize("is_there", [True, False])
def test_refuses_who_is_not_of_the_school(author, project, outsider, now, is_there):
    with pytest.raises(PersonNotFound):
        add(author, project, outsider if is_there else "nobody@example.org", now)


def test_refuses_more_people_than_can_write(author, project, learner, now):
    for _ in range(MOST_PEOPLE - 1):
        GrantMemberFactory(project=project)
    with pytest.raises(TooManyPeople):
        add(author, project, learner, now)


@pytest.mark.parametrize("who", ["mentor", "director"])
def test_lets_who_does_not_decide_add_nobody(who, project, learner, now, request):
    with pytest.raises(PermissionDenied):
        add(request.getfixturevalue(who), project, learner, now)


# --- the mentor of a mentorship ---


@pytest.fixture
def leader(school, author):
    """Lead the author in a mentorship that goes on."""
    pair = MentorshipFactory(school=school, active=True, mentor=UserFactory(full_name="Наставница Зоя"))
    MenteeFactory(mentorship=pair, user=author)
    grant(pair.mentor, Role.MENTOR, place_of(school))
    return pair.mentor


def test_offers_the_mentor_who_leads_an_author(project, leader, author, school):
    other = GrantMemberFactory(project=project, user=UserFactory(full_name="Яна")).user
    MenteeFactory(mentorship=MentorshipFactory(school=school, active=True, mentor=leader), user=other)
    [offer] = mentors_offered(project)
    assert (offer.user, offer.leads) == (leader, f"{author.full_name}, Яна")


def test_offers_nobody_who_is_there_or_whose_mentorship_is_over(project, leader, author, school, now):
    GrantMemberFactory(project=project, user=leader, role=MemberRole.MENTOR)
    MenteeFactory(mentorship=MentorshipFactory(school=school, ended=True), user=author)
    MenteeFactory(mentorship=MentorshipFactory(school=school, active=True), user=author, left_at=now)
    MenteeFactory(mentorship=MentorshipFactory(active=True), user=author)
    assert mentors_offered(project) == []


def test_lets_the_offered_mentor_lead(author, project, leader, now):
    member = services.add_mentor(actor=author, project_id=project.pk, user_token=leader.token, now=now)
    assert (member.user, member.role) == (leader, MemberRole.MENTOR)


def test_lets_nobody_lead_who_is_not_offered(author, project, learner, now):
    with pytest.raises(User.DoesNotExist):
        services.add_mentor(actor=author, project_id=project.pk, user_token=learner.token, now=now)


# --- going ---


def test_removes_somebody(author, project, mentor, now):
    assert remove(author, project, mentor, now).user == mentor
    assert not GrantMember.objects.filter(project=project, user=mentor).exists()


def test_lets_everybody_leave_herself(project, mentor, author, now):
    assert remove(mentor, project, mentor, now).user == mentor


def test_lets_a_mentor_remove_nobody_else(project, mentor, author, now):
    with pytest.raises(PermissionDenied):
        remove(mentor, project, author, now)


def test_keeps_the_last_author_of_a_project_without_a_library(project, author, now):
    project.library = None
    project.save()
    with pytest.raises(LastOne):
        remove(author, project, author, now)


def test_lets_the_last_author_go_where_a_head_answers(project, author, head, now):
    assert remove(author, project, author, now).user == author


def test_removes_a_project_and_brings_it_back(author, project, application, now):
    services.remove_project(actor=author, project_id=project.pk, now=now)
    with pytest.raises(PermissionDenied):
        services.remove_project(actor=author, project_id=project.pk, now=now)
    services.restore_project(actor=author, project_id=project.pk, now=now)
    project.refresh_from_db()
    assert project.removed_at is None


def test_keeps_a_project_that_a_fund_has(author, project, application, now):
    GrantFactory(project=project, state=GrantState.SUBMITTED)
    with pytest.raises(WasSubmitted):
        services.remove_project(actor=author, project_id=project.pk, now=now)


def test_lets_a_mentor_remove_nothing_and_bring_nothing_back(mentor, project, application, now):
    for deed in (services.remove_project, services.restore_project):
        with pytest.raises(PermissionDenied):
            deed(actor=mentor, project_id=project.pk, now=now)
    for deed in (services.remove_grant, services.restore_grant):
        with pytest.raises(PermissionDenied):
            deed(actor=mentor, grant_id=application.pk, now=now)


def test_removes_an_application_and_brings_it_back(author, application, now):
    assert services.remove_grant(actor=author, grant_id=application.pk, now=now).removed_at == now
    assert services.restore_grant(actor=author, grant_id=application.pk, now=now).removed_at is None


def test_keeps_an_application_that_the_fund_has(author, project, now):
    submitted = GrantFactory(project=project, state=GrantState.SUBMITTED)
    with pytest.raises(WasSubmitted):
        services.remove_grant(actor=author, grant_id=submitted.pk, now=now)
    assert GrantApplication.objects.get(pk=submitted.pk).removed_at is None
