"""A staff list: uploaded into a preview, applied in one transaction, undone as far as nothing was built on it."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.people.enums import ImportState, Place, Role, RowOutcome
from nastavnik.people.events import StaffImported
from nastavnik.people.models import Invitation, RoleAssignment, StaffImport, StaffImportRow, User
from nastavnik.people.permissions import Actor, can_run_place, staff_imports_visible_to
from nastavnik.people.services.invitations import SECRET_LENGTH, invitation_draft, new_invitation
from nastavnik.people.services.letters import absolute, write_letters
from nastavnik.people.services.refusals import ImportNotInPreview, PreviewChanged
from nastavnik.people.services.staff.columns import Headings, NoHeadings, read_headings
from nastavnik.people.services.staff.plans import CHUNK, FIELDS, Plan, chunks, planner_for
from nastavnik.people.services.staff.tables import Sheet, read_sheets


def upload_staff_list(
    *, actor: Actor, place: Place, file: BinaryIO, size: int, file_name: str, now: datetime
) -> StaffImport:
    """Read a file into a preview. The file itself is not kept; the rows are, until they are applied and grown old.

    Raises `NoHeadings` and the refusals of `staff.tables`; nothing is kept then.
    """
    if not can_run_place(actor, place):
        raise PermissionDenied
    # A file made in bad faith is slow to read: it is read to its end before the database is locked for writing.
    headings, sheet = _first_list(file, size)
    cells = [(number, headings.cells_of(row)) for number, row in sheet]
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1][:255]
    return _keep_preview(actor=actor, place=place, headings=headings, cells=cells, file_name=name, now=now)


@transaction.atomic
def _keep_preview(
    *,
    actor: Actor,
    place: Place,
    headings: Headings,
    cells: list[tuple[int, dict[str, str]]],
    file_name: str,
    now: datetime,
) -> StaffImport:
    """Write the preview of a list that was read."""
    staff_import = StaffImport.objects.create(
        place_kind=place.kind,
        place_id=place.id,
        uploaded_by=actor if isinstance(actor, User) else None,
        file_name=file_name,
        columns=headings.titles,
        ignored_columns=headings.ignored,
        created_at=now,
    )
    filled = ((number, values) for number, values in cells if any(values.values()))
    _stage(staff_import, planner_for(place).plan(filled))
    journal.record(actor=actor, verb="staff_list_uploaded", subject=staff_import, now=now)
    return staff_import


def _first_list(file: BinaryIO, size: int) -> tuple[Headings, Sheet]:
    """Return the headings and the rows below them of the first sheet that is a list of people."""
    for sheet in read_sheets(file, size):
        headings = read_headings(sheet)
        if headings is not None:
            return headings, sheet
    raise NoHeadings


def _stage(staff_import: StaffImport, plans: Iterator[Plan]) -> None:
    for chunk in chunks(plans, CHUNK):
        StaffImportRow.objects.bulk_create([_row(staff_import, plan) for plan in chunk])


def _row(staff_import: StaffImport, plan: Plan) -> StaffImportRow:
    return StaffImportRow(
        staff_import=staff_import,
        number=plan.number,
        cells=plan.cells,
        outcome=plan.outcome,
        faults=[str(fault) for fault in plan.faults],
        repeats_row=plan.repeats_row,
        user_id=plan.user_id,
        library_id=plan.library_id,
        before=plan.before,
        after=plan.after,
    )


@transaction.atomic
def recheck_staff_list(*, actor: Actor, place: Place, token: str) -> StaffImport:
    """Make the preview anew from the same rows, after libraries or people were changed. Raises `ImportNotInPreview`."""
    staff_import = locked_import(actor, place, token)
    if staff_import.state != ImportState.PREVIEW:
        raise ImportNotInPreview
    rows = list(staff_import.staffimportrow_set.order_by("number").values_list("number", "cells"))
    staff_import.staffimportrow_set.all().delete()
    _stage(staff_import, planner_for(place).plan(rows))
    return staff_import


def locked_import(actor: Actor, place: Place, token: str) -> StaffImport:
    """Return the locked row of a list that `actor` may apply."""
    visible = staff_imports_visible_to(actor, place)
    return visible.select_for_update(of=("self",)).get(token=token)


@transaction.atomic
def apply_staff_list(
    *, actor: Actor, place: Place, place_title: str, token: str, now: datetime, is_inviting: bool
) -> StaffImport:
    """Make the new accounts and the changes of a preview, all or nothing; odd rows are left out.

    New people become learners of `place`; with `is_inviting` each gets a letter with a link. Raises
    `ImportNotInPreview`, `PreviewChanged` when the preview no longer tells what would happen.
    """
    staff_import = locked_import(actor, place, token)
    if staff_import.state != ImportState.PREVIEW:
        raise ImportNotInPreview
    rows = list(staff_import.staffimportrow_set.order_by("number"))
    _check_still_true(rows, place)
    made = _make_people(rows, place, now)
    changed = _change_people(rows)
    journal.record_many(actor=actor, verb="account_made", subjects=made, now=now, staff_list=staff_import.pk)
    journal.record_many(actor=actor, verb="details_changed", subjects=changed, now=now, staff_list=staff_import.pk)
    if is_inviting:
        _invite(actor, made, place, place_title, now)
    staff_import.state, staff_import.applied_at = ImportState.APPLIED, now
    staff_import.save(update_fields=["state", "applied_at"])
    journal.record(
        actor=actor, verb="staff_list_applied", subject=staff_import, now=now, new=len(made), changed=len(changed)
    )
    publish(StaffImported(import_id=staff_import.pk, place=place))
    return staff_import


def _check_still_true(rows: list[StaffImportRow], place: Place) -> None:
    """Plan the rows once more and compare with what the methodist saw."""
    plans = planner_for(place).plan((row.number, row.cells) for row in rows)
    for row, plan in zip(rows, plans, strict=True):
        seen = (row.outcome, row.user_id, row.before, row.after)
        if seen != (plan.outcome, plan.user_id, plan.before, plan.after):
            raise PreviewChanged


def _make_people(rows: list[StaffImportRow], place: Place, now: datetime) -> list[User]:
    """Make an account without a password and the learner's role for each new row."""
    new = [row for row in rows if row.outcome == RowOutcome.NEW]
    people = [User(**row.after) for row in new]
    for person in people:
        person.set_unusable_password()
    try:
        with transaction.atomic():
            User.objects.bulk_create(people, batch_size=CHUNK)
    except IntegrityError as error:
        raise PreviewChanged from error
    RoleAssignment.objects.bulk_create(
        [
            RoleAssignment(user=person, role=Role.LEARNER, place_kind=place.kind, place_id=place.id, granted_at=now)
            for person in people
        ],
        batch_size=CHUNK,
    )
    for row, person in zip(new, people, strict=True):
        row.user = person
    StaffImportRow.objects.bulk_update(new, ["user"], batch_size=CHUNK)
    return people


def _change_people(rows: list[StaffImportRow]) -> list[User]:
    """Write the changed fields of known people."""
    changes = {row.user_id: row.after for row in rows if row.outcome == RowOutcome.CHANGED}
    changed: list[User] = []
    for ids in chunks(sorted(pk for pk in changes if pk is not None), CHUNK):
        people = list(User.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
        for person in people:
            for name, value in changes[person.pk].items():
                setattr(person, name, value)
        User.objects.bulk_update(people, FIELDS)
        changed += people
    return changed


def _invite(actor: Actor, people: list[User], place: Place, place_title: str, now: datetime) -> None:
    """Write an invitation and its letter to each new person."""
    secrets = [new_token(SECRET_LENGTH) for _person in people]
    invitations = [
        new_invitation(
            user=person,
            secret=secret,
            role=Role.LEARNER,
            place=place,
            place_title=place_title,
            actor=actor,
            now=now,
            is_entry=True,
        )
        for person, secret in zip(people, secrets, strict=True)
    ]
    Invitation.objects.bulk_create(invitations, batch_size=CHUNK)
    links = [absolute(reverse("people:invitation", args=[secret])) for secret in secrets]
    drafts = [invitation_draft(one, link) for one, link in zip(invitations, links, strict=True)]
    write_letters(drafts=drafts, now=now, place=place)
