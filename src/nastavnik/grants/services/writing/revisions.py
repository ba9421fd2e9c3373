"""Bringing back what stood in a field, and settling what two wrote at once."""

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nastavnik.contest.enums import FieldKind
from nastavnik.core import journal
from nastavnik.grants.models import GrantApplication, Revision
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.locking import locked, open_locked
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.people.models import User


@transaction.atomic
def restore_revision(*, actor: User, grant_id: int, key: str, number: int, now: datetime) -> GrantApplication:
    """Put what once stood in a field, or was set aside, into its place; what stands there now stays in the history.

    Raises `PermissionDenied`, `GrantClosed`, `FieldGone`, `GrantIsFuller`, `Revision.DoesNotExist`.
    """
    grant = open_locked(actor, grant_id)
    field = template_of(grant.template).form.field(key)
    if field is None or field.kind is FieldKind.FILES:
        raise FieldGone
    revision = Revision.objects.get(grant=grant, key=key, number=number)
    day = date_format(localtime(revision.written_at), "DATETIME_FORMAT")
    put_values(grant, {key: revision.value}, actor=actor, now=now, note=_("as it was on %(day)s") % {"day": day})
    _settle(revision, now)
    journal.record(actor=actor, verb="revision_restored", subject=grant, now=now, field=key, number=number)
    return grant


@transaction.atomic
def leave_aside(*, actor: User, grant_id: int, key: str, number: int, now: datetime) -> None:
    """Say that a text which was set aside is not needed in the field; it stays in the history.

    Raises `PermissionDenied`, `Revision.DoesNotExist`.
    """
    grant = locked(actor, grant_id)
    _settle(Revision.objects.get(grant=grant, key=key, number=number, is_aside=True), now)


def _settle(revision: Revision, now: datetime) -> None:
    if revision.is_aside and revision.settled_at is None:
        revision.settled_at = now
        revision.save(update_fields=["settled_at"])
