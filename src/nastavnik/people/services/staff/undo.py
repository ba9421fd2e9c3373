"""Taking an applied staff list back: exactly, except for people on whom something was built since."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction

from nastavnik.core import journal
from nastavnik.people.enums import ImportState, KeptBecause, Place, Role, RowOutcome
from nastavnik.people.models import (
    Invitation,
    Letter,
    Notice,
    RoleAssignment,
    StaffImport,
    StaffImportRow,
    User,
)
from nastavnik.people.permissions import Actor
from nastavnik.people.services.refusals import ImportNotApplied
from nastavnik.people.services.staff.lists import locked_import
from nastavnik.people.services.staff.plans import CHUNK, FIELDS, chunks

# What the import itself and its letters made of a person, besides her role.
OWN_TRACES: tuple[type[models.Model], ...] = (RoleAssignment, Invitation, Letter, Notice, StaffImportRow)
# Rows hold personal data; after this an import can no longer be undone, and its rows are wiped.
ROWS_LIVE = timedelta(days=30)


@transaction.atomic
def undo_staff_list(*, actor: Actor, place: Place, token: str, now: datetime) -> StaffImport:
    """Remove the accounts an import made and restore the details it changed.

    People who have signed in, were changed or have work since are left as they are, and their rows say why. Raises
    `ImportNotApplied`.
    """
    staff_import = locked_import(actor, place, token)
    if staff_import.state != ImportState.APPLIED:
        raise ImportNotApplied
    rows = list(staff_import.staffimportrow_set.exclude(outcome__in=[RowOutcome.ODD, RowOutcome.SAME]))
    people = _people_of(rows)
    _remove_new([row for row in rows if row.outcome == RowOutcome.NEW], people, place)
    restored = _restore_changed([row for row in rows if row.outcome == RowOutcome.CHANGED], people)
    journal.record_many(actor=actor, verb="details_restored", subjects=restored, now=now, staff_list=staff_import.pk)
    kept = [row for row in rows if row.kept_because]
    StaffImportRow.objects.bulk_update(kept, ["kept_because"], batch_size=CHUNK)
    staff_import.state, staff_import.undone_at = ImportState.UNDONE, now
    staff_import.save(update_fields=["state", "undone_at"])
    journal.record(actor=actor, verb="staff_list_undone", subject=staff_import, now=now, kept=len(kept))
    return staff_import


def _people_of(rows: list[StaffImportRow]) -> dict[int, User]:
    people: dict[int, User] = {}
    for ids in chunks((row.user_id for row in rows if row.user_id is not None), CHUNK):
        people |= {user.pk: user for user in User.objects.select_for_update(of=("self",)).filter(pk__in=ids)}
    return people


def _remove_new(rows: list[StaffImportRow], people: dict[int, User], place: Place) -> None:
    in_use = _in_use(people) | _with_other_roles(people, place)
    removed: list[int] = []
    for row in rows:
        person = people.get(row.user_id or 0)
        row.kept_because = _why_kept(row, person)
        if person is not None and not row.kept_because:
            if person.pk in in_use:
                row.kept_because = KeptBecause.IN_USE
            else:
                removed.append(person.pk)
    for ids in chunks(removed, CHUNK):
        User.objects.filter(pk__in=ids).delete()


def _why_kept(row: StaffImportRow, person: User | None) -> str:
    """Return why a new person stays, as far as her own row tells; empty when nothing speaks for it."""
    if person is None:
        return KeptBecause.GONE
    if person.last_login is not None:
        return KeptBecause.SIGNED_IN
    is_same = all(getattr(person, name) == value for name, value in row.after.items())
    return "" if is_same and person.is_active and person.erased_at is None else KeptBecause.CHANGED


def _in_use(people: Iterable[int]) -> set[int]:
    """Return those among `people` to whom any row of any app refers, besides what the import made itself."""
    used: set[int] = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model in OWN_TRACES:
            continue
        column = relation.field.attname
        for ids in chunks(people, CHUNK):
            rows = relation.related_model._default_manager.filter(**{f"{column}__in": ids})
            used |= set(rows.values_list(column, flat=True))
    return used


def _with_other_roles(people: Iterable[int], place: Place) -> set[int]:
    """Return those who hold another role than the learner's that the import gave."""
    found: set[int] = set()
    for ids in chunks(people, CHUNK):
        others = RoleAssignment.objects.filter(user__in=ids).exclude(
            role=Role.LEARNER, place_kind=place.kind, place_id=place.id
        )
        found |= set(others.values_list("user_id", flat=True))
    return found


def _restore_changed(rows: list[StaffImportRow], people: dict[int, User]) -> list[User]:
    restored: list[User] = []
    for row in rows:
        person = people.get(row.user_id or 0)
        if person is None:
            row.kept_because = KeptBecause.GONE
        elif any(getattr(person, name) != value for name, value in row.after.items()):
            row.kept_because = KeptBecause.CHANGED
        else:
            for name, value in row.before.items():
                setattr(person, name, value)
            restored.append(person)
    User.objects.bulk_update(restored, FIELDS, batch_size=CHUNK)
    return restored


def forget_old_rows(*, now: datetime) -> int:
    """Wipe the rows of lists that are older than `ROWS_LIVE`; return how many rows went. Run daily."""
    old = StaffImportRow.objects.filter(staff_import__created_at__lt=now - ROWS_LIVE)
    count, _by_model = old.delete()
    return count
