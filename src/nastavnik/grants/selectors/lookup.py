"""Projects and their applications to funds by their addresses, for who may open them; a forbidden one answers as a missing one."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from nastavnik.grants.models import GrantApplication, GrantMember, GrantProject, GrantRemark
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
    return grants.annotate(open_remarks=_open_remarks(), member_role=_role_of(actor)).get(token=token)


def _open_remarks() -> Coalesce:
    """Return how many remarks of an application wait: its head shows it on every page."""
    open_ones = GrantRemark.objects.filter(grant=OuterRef("pk"), parent=None, resolved_at=None).order_by()
    counted = open_ones.values("grant").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _role_of(actor: Actor) -> Subquery:
    """Return what `actor` is in the project of an application: its head tells by it what she may do."""
    members = GrantMember.objects.filter(project=OuterRef("project"), user=actor.pk)
    return Subquery(members.values("role")[:1])


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
