"""Removing a project, or an application to a fund: it can be brought back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.grants.enums import OPEN_STATES
from nastavnik.grants.models import GrantApplication, GrantProject
from nastavnik.grants.permissions import can_bring_back_project, can_steer_project
from nastavnik.grants.services.locking import locked_project
from nastavnik.grants.services.projects.refusals import WasSubmitted
from nastavnik.people.models import User


@transaction.atomic
def remove_project(*, actor: User, project_id: int, now: datetime) -> GrantProject:
    """Take a project off all lists, with its applications. Raises `WasSubmitted` where a fund has one of them."""
    project = locked_project(actor, project_id, right=can_steer_project)
    grants = GrantApplication.objects.filter(project=project, removed_at=None)
    if grants.exclude(state__in=OPEN_STATES).exists():
        raise WasSubmitted
    project.removed_at = now
    project.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="removed", subject=project, now=now, title=project.title)
    return project


@transaction.atomic
def restore_project(*, actor: User, project_id: int, now: datetime) -> GrantProject:
    """Bring a project back as it was."""
    project = locked_project(actor, project_id, right=can_bring_back_project)
    project.removed_at = None
    project.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="restored", subject=project, now=now)
    return project


@transaction.atomic
def remove_grant(*, actor: User, grant_id: int, now: datetime) -> GrantApplication:
    """Take an application off its project. Raises `WasSubmitted`, `GrantApplication.DoesNotExist`."""
    grant = _locked(actor, grant_id)
    if grant.state not in OPEN_STATES:
        raise WasSubmitted
    return _mark(actor, grant, now, now)


@transaction.atomic
def restore_grant(*, actor: User, grant_id: int, now: datetime) -> GrantApplication:
    """Bring an application back as it was. Raises `GrantApplication.DoesNotExist`."""
    return _mark(actor, _locked(actor, grant_id), None, now)


def _locked(actor: User, grant_id: int) -> GrantApplication:
    """Return an application, locked, removed or not."""
    rows = GrantApplication.objects.select_for_update(of=("self",), no_key=True)
    grant = rows.select_related("project__school", "template").get(pk=grant_id)
    if not can_steer_project(actor, grant.project):
        raise PermissionDenied
    return grant


def _mark(actor: User, grant: GrantApplication, removed_at: datetime | None, now: datetime) -> GrantApplication:
    grant.removed_at = removed_at
    grant.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="removed" if removed_at else "restored", subject=grant, now=now)
    return grant
