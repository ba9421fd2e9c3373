"""An application to a fund that is being changed: locked, with what its rules ask for."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from nastavnik.grants.enums import OPEN_STATES
from nastavnik.grants.models import GrantApplication, GrantProject
from nastavnik.grants.permissions import can_write_project
from nastavnik.grants.services.refusals import GrantClosed
from nastavnik.people.permissions import Actor

Right = Callable[[Actor, GrantProject], bool]


def locked(actor: Actor, grant_id: int, *, right: Right = can_write_project) -> GrantApplication:
    """Return an application, locked, to whoever has the right. Raises `PermissionDenied`, `GrantApplication.DoesNotExist`."""
    rows = GrantApplication.objects.select_for_update(of=("self",), no_key=True)
    known = rows.select_related("project__school", "project__library__organisation", "template")
    grant = known.get(pk=grant_id, removed_at=None)
    if not right(actor, grant.project):
        raise PermissionDenied
    return grant


def open_locked(actor: Actor, grant_id: int) -> GrantApplication:
    """Return an application that may be written in, locked. Raises `GrantClosed` besides."""
    grant = locked(actor, grant_id)
    if grant.state not in OPEN_STATES:
        raise GrantClosed
    return grant


def locked_project(actor: Actor, project_id: int, *, right: Right = can_write_project) -> GrantProject:
    """Return a project, locked, to whoever has the right. Raises `PermissionDenied`, `GrantProject.DoesNotExist`."""
    rows = GrantProject.objects.select_for_update(of=("self",), no_key=True)
    project = rows.select_related("school", "library__organisation").get(pk=project_id)
    if not right(actor, project):
        raise PermissionDenied
    return project
