"""Who writes a project, and who leads those who do."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from nastavnik.core import journal
from nastavnik.grants.enums import MemberRole
from nastavnik.grants.models import GrantMember, GrantProject
from nastavnik.grants.permissions import can_steer_project, can_write_project
from nastavnik.grants.selectors.projects.mentors import mentors_offered
from nastavnik.grants.services.locking import locked_project
from nastavnik.grants.services.projects.refusals import LastOne, PersonNotFound, TooManyPeople
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.permissions import people_of
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of

MOST_PEOPLE = 15


@transaction.atomic
def add_member(*, actor: User, project_id: int, email: str, role: MemberRole, now: datetime) -> GrantMember:
    """Let somebody of the school write, or lead those who write, and tell her; who is there already takes the role.

    Raises `PersonNotFound`, `TooManyPeople`.
    """
    project = locked_project(actor, project_id, right=can_steer_project)
    people = people_of(place_of(project.school)).filter(is_active=True)
    person = people.filter(email=email.strip().lower()).first()
    if person is None:
        raise PersonNotFound
    return _add(actor, project, person, role, now)


@transaction.atomic
def add_mentor(*, actor: User, project_id: int, user_token: str, now: datetime) -> GrantMember:
    """Let the mentor of one of the authors lead the project too. Raises `User.DoesNotExist`, `TooManyPeople`."""
    project = locked_project(actor, project_id, right=can_steer_project)
    offered = {offer.user.token: offer.user for offer in mentors_offered(project)}
    if user_token not in offered:
        raise User.DoesNotExist
    return _add(actor, project, offered[user_token], MemberRole.MENTOR, now)


@transaction.atomic
def remove_member(*, actor: User, project_id: int, user_token: str, now: datetime) -> GrantMember:
    """Let somebody write no more; what she wrote stays. Whoever decides may remove anybody, everybody herself.

    Raises `LastOne`, `GrantMember.DoesNotExist`.
    """
    project = locked_project(actor, project_id, right=can_write_project)
    member = GrantMember.objects.select_related("user").get(project=project, user__token=user_token)
    if member.user_id != actor.pk and not can_steer_project(actor, project):
        raise PermissionDenied
    authors = GrantMember.objects.filter(project=project, role=MemberRole.AUTHOR)
    is_last = member.role == MemberRole.AUTHOR and authors.count() == 1
    if is_last and project.library_id is None:
        raise LastOne
    member.delete()
    journal.record(actor=actor, verb="member_removed", subject=project, now=now, user=member.user_id)
    return member


def add_authors(project: GrantProject, user_ids: Iterable[int], now: datetime) -> None:
    """Let people write a project that was just begun; nobody is told, they have begun it or wrote it before."""
    GrantMember.objects.bulk_create(
        GrantMember(project=project, user_id=user_id, added_at=now) for user_id in dict.fromkeys(user_ids)
    )


def _add(actor: User, project: GrantProject, person: User, role: MemberRole, now: datetime) -> GrantMember:
    members = GrantMember.objects.filter(project=project)
    known = members.filter(user=person).first()
    if known is not None:
        if known.role != role:
            known.role = role
            known.save(update_fields=["role"])
            journal.record(actor=actor, verb="member_role", subject=project, now=now, user=person.pk, role=role)
        return known
    if members.count() >= MOST_PEOPLE:
        raise TooManyPeople
    member = GrantMember.objects.create(project=project, user=person, role=role, added_at=now)
    journal.record(actor=actor, verb="member_added", subject=project, now=now, user=person.pk, role=role)
    _tell(member, now)
    return member


def _tell(member: GrantMember, now: datetime) -> None:
    project = member.project
    school = project.school
    notify(
        user_ids=[member.user_id],
        kind=NoticeKind.GRANTS,
        template=f"grants/notices/member_{member.role}",
        now=now,
        context={"title": project.title},
        link=school.address_of(reverse("grants:project", args=[project.token])),
        key=f"grant_project.{project.token}.member.{member.pk}",
        place=place_of(school),
        zone=school.time_zone,
    )
