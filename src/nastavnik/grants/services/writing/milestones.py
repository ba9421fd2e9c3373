"""Versions of a whole application: kept where something happens to it, or by hand with a name; brought back whole."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.contest.checking.values import Value
from nastavnik.contest.enums import FieldKind
from nastavnik.core import journal
from nastavnik.grants.enums import MilestoneKind
from nastavnik.grants.models import GrantApplication, Milestone
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.locking import locked, open_locked
from nastavnik.people.models import User

MOST_IN_NAME = 120


def keep_milestone(
    grant: GrantApplication, kind: MilestoneKind, *, actor: User, now: datetime, name: str = ""
) -> Milestone:
    """Keep a locked application as it stands."""
    return Milestone.objects.create(
        grant=grant,
        kind=kind,
        name=" ".join(name.split())[:MOST_IN_NAME],
        values=content_of(grant).values,
        made_by=actor,
        made_at=now,
    )


@transaction.atomic
def name_version(*, actor: User, grant_id: int, name: str, now: datetime) -> Milestone:
    """Keep an application as it stands under a name. Raises `PermissionDenied`."""
    grant = locked(actor, grant_id)
    milestone = keep_milestone(grant, MilestoneKind.NAMED, actor=actor, now=now, name=name)
    journal.record(actor=actor, verb="version_named", subject=grant, now=now, name=milestone.name)
    return milestone


@transaction.atomic
def restore_milestone(*, actor: User, grant_id: int, milestone_token: str, now: datetime) -> Milestone:
    """Put a version in the place of what stands in an application; what stands there is kept as a version before.

    Files stay as they are. Raises `PermissionDenied`, `GrantClosed`, `GrantIsFuller`, `Milestone.DoesNotExist`.
    """
    grant = open_locked(actor, grant_id)
    milestone = Milestone.objects.get(grant=grant, token=milestone_token)
    before = keep_milestone(grant, MilestoneKind.REPLACED, actor=actor, now=now)
    told = {"name": milestone.name or milestone.get_kind_display()}
    put_values(grant, _whole(grant, milestone), actor=actor, now=now, note=_("from the version “%(name)s”") % told)
    journal.record(actor=actor, verb="version_restored", subject=grant, now=now, milestone=milestone.token)
    return before


def _whole(grant: GrantApplication, milestone: Milestone) -> dict[str, Value]:
    """Return what stood in every field, emptiness too."""
    form = template_of(grant.template).form
    fields = [field for section in form.sections for field in section.fields if field.kind is not FieldKind.FILES]
    return {field.key: milestone.values.get(field.key, "") for field in fields}
