"""The page of a project: to which funds it goes, who writes it, who may lead it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.contest.permissions import can_edit_application
from nastavnik.grants.enums import MemberRole
from nastavnik.grants.models import GrantApplication, GrantMember, GrantProject
from nastavnik.grants.permissions import can_bring_back_project, can_steer_project, can_write_project
from nastavnik.grants.selectors.lookup import project_for
from nastavnik.grants.selectors.projects.mentors import MentorOffer, mentors_offered
from nastavnik.grants.selectors.projects.own import GrantLine, lines_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody of the project; `remove_url` only where the viewer may remove her."""

    name: str
    role: str
    is_mentor: bool
    is_you: bool
    remove_url: str


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project and what can be done with it."""

    project: GrantProject
    library: str
    contest_url: str
    grants: list[GrantLine]
    members: list[MemberLine]
    mentors: list[MentorOffer]
    can_steer: bool
    can_write: bool
    # nothing of it is with a fund yet
    can_remove: bool


def project_page(user: User, school: School, token: str, now: datetime) -> ProjectPage:
    """Return the page of a project to whoever may read it. Raises `GrantProject.DoesNotExist`."""
    project = project_for(user, school, token)
    can_steer = can_steer_project(user, project)
    grants = lines_of([project.pk], now)[project.pk]
    return ProjectPage(
        project=project,
        library=project.library.label if project.library else "",
        contest_url=_contest_url(user, project),
        grants=grants,
        members=_members(user, project, can_steer=can_steer),
        mentors=mentors_offered(project) if can_steer else [],
        can_steer=can_steer,
        can_write=can_steer or can_write_project(user, project),
        can_remove=can_steer and all(grant.is_open for grant in grants),
    )


def _contest_url(user: User, project: GrantProject) -> str:
    """Return the address of the application from which it grew, for whoever wrote that."""
    application = project.application
    if application is None or not can_edit_application(user, application):
        return ""
    return reverse("contest:application", args=[application.token])


def _members(user: User, project: GrantProject, *, can_steer: bool) -> list[MemberLine]:
    rows = GrantMember.objects.filter(project=project).select_related("user").order_by("role", "pk")
    return [
        MemberLine(
            name=row.user.full_name,
            role=str(MemberRole(row.role).label),
            is_mentor=row.role == MemberRole.MENTOR,
            is_you=row.user_id == user.pk,
            remove_url=reverse("grants:remove_member", args=[project.token, row.user.token])
            if can_steer or row.user_id == user.pk
            else "",
        )
        for row in rows
    ]


def removed_project(actor: Actor, school: School, token: str) -> GrantProject:
    """Return a project that was removed to whoever may bring it back. Raises `GrantProject.DoesNotExist`."""
    rows = GrantProject.objects.filter(school=school, removed_at__isnull=False)
    project = rows.select_related("school").get(token=token)
    if not can_bring_back_project(actor, project):
        raise GrantProject.DoesNotExist
    return project


def removed_grant(actor: Actor, school: School, token: str) -> GrantApplication:
    """Return an application that was taken off its project to whoever may bring it back. Raises `GrantApplication.DoesNotExist`."""
    rows = GrantApplication.objects.filter(project__school=school, removed_at__isnull=False)
    grant = rows.select_related("project__school").get(token=token)
    if not can_steer_project(actor, grant.project):
        raise GrantApplication.DoesNotExist
    return grant
