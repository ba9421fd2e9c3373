"""A report is frozen: its figures and the rows behind them are written down and never change again."""

from datetime import datetime
from tempfile import SpooledTemporaryFile

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from nastavnik.audience.models import Report
from nastavnik.audience.papers.kept import write_rows
from nastavnik.audience.papers.persons import Persons, hash_of
from nastavnik.audience.permissions import can_freeze
from nastavnik.audience.selectors.figures import Scope
from nastavnik.audience.selectors.reports.telling import tables_of, told_report
from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.people.models import User

MEMORY_BYTES = 4 * 2**20


@transaction.atomic
def freeze_report(*, actor: User, scope: Scope, title: str, now: datetime) -> Report:
    """Write down all figures of `scope` with their rows. Raises `PermissionDenied`."""
    if not can_freeze(actor, scope.school):
        raise PermissionDenied
    return write_down(frozen_by=actor, scope=scope, title=title, now=now)


def write_down(*, frozen_by: User | None, scope: Scope, title: str, now: datetime) -> Report:
    """Write down all figures of `scope` with their rows, for whoever may have it done. Runs in the transaction of its caller."""
    told = told_report(scope, title, now)
    persons = Persons()
    place, sha256 = _keep_rows(scope, [one.code for one in told.figures], persons, now)
    names_place, names_sha256 = keep_names(persons, now)
    report = Report.objects.create(
        school=scope.school,
        title=title,
        begins_on=scope.begins_on,
        ends_on=scope.ends_on,
        as_of=scope.as_of,
        figures=told.as_json(),
        rows_file=place,
        sha256=sha256,
        names_file=names_place,
        names_sha256=names_sha256,
        frozen_at=now,
        frozen_by=frozen_by,
    )
    journal.record(actor=frozen_by, verb="frozen", subject=report, now=now, title=title, sha256=sha256)
    return report


def _keep_rows(scope: Scope, codes: list[str], persons: Persons, now: datetime) -> tuple[str, str]:
    """Put the rows behind the figures into the storage; return where they are and their hash."""
    with SpooledTemporaryFile(max_size=MEMORY_BYTES) as file:
        sha256 = write_rows(file, tables_of(scope, codes), persons)
        place = default_storage.save(f"reports/{now:%Y}/{new_token()}.jsonl.gz", File(file))
    return place, sha256


def keep_names(persons: Persons, frozen_at: datetime) -> tuple[str, str]:
    """Put what the rows say of people into the storage; return where it is and its hash."""
    content = persons.packed()
    place = default_storage.save(f"reports/{frozen_at:%Y}/{new_token()}.json.gz", ContentFile(content))
    return place, hash_of(content)


@transaction.atomic
def remove_report(*, actor: User, report_id: int, now: datetime) -> Report:
    """Take a frozen report off the list; what it says is kept. Raises `PermissionDenied`."""
    return _mark(actor, report_id, now, now)


@transaction.atomic
def restore_report(*, actor: User, report_id: int, now: datetime) -> Report:
    """Bring a frozen report back. Raises `PermissionDenied`."""
    return _mark(actor, report_id, None, now)


def _mark(actor: User, report_id: int, removed_at: datetime | None, now: datetime) -> Report:
    rows = Report.objects.select_for_update(of=("self",), no_key=True)
    report = rows.select_related("school").get(pk=report_id)
    if not can_freeze(actor, report.school):
        raise PermissionDenied
    report.removed_at = removed_at
    report.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="removed" if removed_at else "restored", subject=report, now=now)
    return report
