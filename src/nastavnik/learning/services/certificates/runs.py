"""An issue to everybody who qualifies: started at the desk, made by a task, its progress in a row that a reload shows again.

A task may run twice and may be cut off: rows are made in portions, each whole or not at all, and who has a certificate is passed over.
"""

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import IO

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from nastavnik.core import journal
from nastavnik.core.press import AT_ONCE
from nastavnik.learning import tasks
from nastavnik.learning.enums import CertificateKind, RunState
from nastavnik.learning.models import Certificate, CertificateRun
from nastavnik.learning.models.certificates import GOING
from nastavnik.learning.permissions import can_issue_certificates
from nastavnik.learning.selectors.certificates.qualifying import participants, qualified, rule_of_programme
from nastavnik.learning.selectors.certificates.templates import file_name, pdf_of
from nastavnik.learning.services.certificates.issuing import BATCH, write_certificates
from nastavnik.learning.services.certificates.refusals import NobodyQualifies, NoRule, NothingToPrint, RunGoesOn
from nastavnik.learning.services.certificates.telling import tell_of_certificates
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Programme

Clock = Callable[[], datetime]
log = structlog.get_logger("nastavnik.learning.certificates")

FOLDER = "certificates/papers"
# Names of people lie in the file: no longer than printing takes.
KEPT = timedelta(days=7)
# A task that has told nothing for so long has died, and no other has taken it over.
SILENT = timedelta(minutes=10)
# How many sheets are set before the row tells so.
TOLD_EVERY = 25


def start_run(*, actor: Actor, programme_id: int, now: datetime) -> CertificateRun:
    """Have certificates issued to everybody who qualifies. Raises `NoRule`, `NobodyQualifies`, `RunGoesOn`."""
    programme = Programme.objects.select_related("school").get(pk=programme_id)
    if not can_issue_certificates(actor, programme.school):
        raise PermissionDenied
    rule = rule_of_programme(programme)
    if rule is None:
        raise NoRule
    total = qualified(programme, rule).count()
    if not total:
        raise NobodyQualifies
    try:
        return _start(actor, programme, total, now)
    except IntegrityError as error:
        raise RunGoesOn from error


@transaction.atomic
def _start(actor: Actor, programme: Programme, total: int, now: datetime) -> CertificateRun:
    run = CertificateRun.objects.create(
        programme=programme,
        started_by=actor if isinstance(actor, User) else None,
        total=total,
        created_at=now,
        progressed_at=now,
    )
    journal.record(actor=actor, verb="run_started", subject=run, now=now, total=total)
    tasks.issue_certificates.enqueue(run.pk)
    return run


def print_again(*, actor: Actor, run_id: int, now: datetime) -> None:
    """Have the file of a run made once more. Raises `NothingToPrint`, `RunGoesOn`."""
    run = CertificateRun.objects.select_related("programme__school").get(pk=run_id)
    if not can_issue_certificates(actor, run.programme.school):
        raise PermissionDenied
    if not _printable(run).exists():
        raise NothingToPrint
    ended = CertificateRun.objects.filter(pk=run_id, state__in=(RunState.DONE, RunState.FAILED))
    try:
        with transaction.atomic():
            if not ended.update(state=RunState.PRINTING, printed=0, progressed_at=now, finished_at=None):
                raise RunGoesOn
            tasks.issue_certificates.enqueue(run_id)
    except IntegrityError as error:
        raise RunGoesOn from error


def make_run(*, run_id: int, clock: Clock) -> None:
    """Issue, tell and print what a run is for; nothing when it is through already."""
    run = CertificateRun.objects.select_related("programme__school", "started_by").filter(pk=run_id).first()
    if run is None or not run.is_going:
        return
    if run.state != RunState.PRINTING:
        _note(run, clock(), state=RunState.RUNNING)
        _issue_all(run, clock)
        _note(run, clock(), state=RunState.PRINTING)
    _print_all(run, clock)


def _issue_all(run: CertificateRun, clock: Clock) -> None:
    """Issue to all who qualify, portion by portion; whoever gets one qualifies no longer."""
    rule = rule_of_programme(run.programme)
    assert rule is not None  # a rule is changed, never taken away
    while people := list(qualified(run.programme, rule)[:BATCH]):
        with transaction.atomic():
            made = write_certificates(
                actor=run.started_by,
                programme=run.programme,
                kind=CertificateKind.PARTICIPANT,
                holders=participants(run.programme, people),
                now=clock(),
                run=run,
            )
            if not made:
                return  # nobody of them can have one: an account without a name
            tell_of_certificates(certificates=made, now=clock())
            _note(run, clock(), issued=run.issued + len(made), total=max(run.total, run.issued + len(made)))


def _print_all(run: CertificateRun, clock: Clock) -> None:
    """Set the sheets of a run into one file, in the order of names, and put it into the storage."""
    folder = Path(settings.DATA_DIR) / "work"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        printed = _write_archive(run, file, clock)
        size = file.tell()
        file.seek(0)
        old = run.file
        name = default_storage.save(f"{FOLDER}/{run.token}.zip", File(file))
    now = clock()
    kept = {"file": name, "file_bytes": size, "printed": printed, "expires_at": now + KEPT}
    _note(run, now, state=RunState.DONE, finished_at=now, **kept)
    if old and old != name:
        default_storage.delete(old)


def _write_archive(run: CertificateRun, file: IO[bytes], clock: Clock) -> int:
    """Write the sheets one after another, never more of them in memory than are being set; return how many."""
    count = 0
    certificates = _printable(run).select_related("school").order_by("name_key", "number").iterator(BATCH)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive, ThreadPoolExecutor(AT_ONCE) as pool:
        for count, (certificate, sheet) in enumerate(_sheets(certificates, pool), start=1):
            archive.writestr(file_name(certificate, "pdf"), sheet)
            if count % TOLD_EVERY == 0:
                _note(run, clock(), printed=count)
    return count


def _sheets(certificates: Iterator[Certificate], pool: ThreadPoolExecutor) -> Iterator[tuple[Certificate, bytes]]:
    """Yield the sheets that could be set: one that could not must not keep the others back."""
    while portion := list(islice(certificates, TOLD_EVERY)):
        for certificate, sheet in zip(portion, pool.map(_sheet_of, portion), strict=True):
            if sheet is not None:
                yield certificate, sheet


def _sheet_of(certificate: Certificate) -> bytes | None:
    try:
        return pdf_of(certificate)
    except Exception:
        log.exception("a certificate could not be set", certificate=certificate.pk)
        return None


def _printable(run: CertificateRun) -> QuerySet[Certificate]:
    return Certificate.objects.filter(run=run, revoked_at=None, replaced_at=None, erased_at=None)


def _note(run: CertificateRun, now: datetime, **fields: object) -> None:
    """Write down how far a run is."""
    for name, value in {**fields, "progressed_at": now}.items():
        setattr(run, name, value)
    run.save(update_fields=[*fields, "progressed_at"])


def give_up_silent_runs(*, now: datetime) -> int:
    """Give up runs that no task works on any more; return how many. What they issued stays, and a new run goes on."""
    silent = CertificateRun.objects.filter(state__in=GOING, progressed_at__lt=now - SILENT)
    return silent.update(state=RunState.FAILED, finished_at=now)
