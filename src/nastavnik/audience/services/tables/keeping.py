"""Saving and removing tables of one's own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.audience.models import SavedTable
from nastavnik.audience.permissions import can_see_report
from nastavnik.audience.selectors.tables.building import read_choice
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.programme.models import School


@transaction.atomic
def save_table(
    *,
    actor: User,
    school: School,
    title: str,
    rows: str,
    columns: Sequence[str],
    filters: Mapping[str, Any],
    is_shared: bool,
    now: datetime,
) -> SavedTable:
    """Save a table, without what no set describes. Raises `PermissionDenied`, `Http404` for rows that there are not."""
    if not can_see_report(actor, school):
        raise PermissionDenied
    choice = read_choice(rows, columns, filters)
    table = SavedTable.objects.create(
        school=school,
        owner=actor,
        title=title,
        rows=choice.rows.key,
        columns=list(choice.columns),
        filters=choice.filters,
        is_shared=is_shared,
        changed_at=now,
    )
    journal.record(actor=actor, verb="saved", subject=table, now=now, title=title, is_shared=is_shared)
    return table


@transaction.atomic
def remove_table(*, actor: User, table_id: int, now: datetime) -> None:
    """Remove a table of one's own; its rows are not touched. Raises `PermissionDenied`."""
    table = SavedTable.objects.select_for_update(of=("self",)).select_related("school").get(pk=table_id)
    if table.owner_id != actor.pk or not can_see_report(actor, table.school):
        raise PermissionDenied
    made_of = {"rows": table.rows, "columns": table.columns, "filters": table.filters}
    journal.record(actor=actor, verb="removed", subject=table, now=now, title=table.title, **made_of)
    table.delete()
