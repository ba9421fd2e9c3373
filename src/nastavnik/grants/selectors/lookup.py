"""Projects and their applications to funds by their addresses, for who may open them; a forbidden one answers as a missing one."""

from django.core.exceptions import PermissionDenied

from nastavnik.grants.models import GrantApplication, GrantProject
from nastavnik.grants.permissions import can_steer_project, can_write_project, grants_visible_to, projects_visible_to
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


def project_for(actor: Actor, school: School, token: str) -> GrantProject:
    """Return a project to whoever may read it. Raises `GrantProject.DoesNotExist`."""
    projects = projects_visible_to(actor, school).select_related("school", "library__organisation", "application")
    return projects.get(token=token)


def project_to_steer(actor: Actor, school: School, token: str) -> GrantProject:
    """Return a project to whoever decides about it. Raises `PermissionDenied` to who only reads or writes."""
    project = project_for(actor, school, token)
    if not can_steer_project(actor, project):
        raise PermissionDenied
    return project


def grant_for(actor: Actor, school: School, token: str) -> GrantApplication:
    """Return an application to a fund to whoever may read it. Raises `GrantApplication.DoesNotExist`."""
    grants = grants_visible_to(actor, school).select_related(
        "project__school", "project__library__organisation", "template"
    )
    return grants.get(token=token)


def grant_to_write(actor: Actor, school: School, token: str) -> GrantApplication:
    """Return an application to whoever writes it. Raises `PermissionDenied` to who only reads."""
    grant = grant_for(actor, school, token)
    if not can_write_project(actor, grant.project):
        raise PermissionDenied
    return grant


def grant_to_steer(actor: Actor, school: School, token: str) -> GrantApplication:
    """Return an application to whoever decides about it. Raises `PermissionDenied` to who only reads or writes."""
    grant = grant_for(actor, school, token)
    if not can_steer_project(actor, grant.project):
        raise PermissionDenied
    return grant
