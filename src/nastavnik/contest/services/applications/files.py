"""Files of an application: told by their content, pictures written anew, no more and no larger than a form takes."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from nastavnik.contest.checking.gaps import most_files
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import Application, ApplicationFile, Submission
from nastavnik.contest.selectors.setup import form_of
from nastavnik.contest.services.applications.locking import open_locked
from nastavnik.contest.services.applications.pictures import FORMATS, written_anew
from nastavnik.contest.services.applications.refusals import FileNotKnown, FileTooLarge, SectionGone, TooManyFiles
from nastavnik.core.ids import new_token
from nastavnik.people.models import User
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.services.files import clean_name, recognise
from nastavnik.programme.services.refusals import HandoutNotKnown

MOST_BYTES = 10 * 2**20
MOST_BYTES_IN_ALL = 60 * 2**20
# What a jury opens without being afraid of it, and what can be freed of the names that programs write into it.
KINDS = frozenset(
    {
        HandoutKind.PDF,
        HandoutKind.DOCX,
        HandoutKind.XLSX,
        HandoutKind.PPTX,
        HandoutKind.ODT,
        HandoutKind.ODS,
        HandoutKind.ODP,
        HandoutKind.TXT,
        HandoutKind.JPEG,
        HandoutKind.PNG,
    }
)


def add_file(*, actor: User, application_id: int, field_key: str, file: File[bytes], now: datetime) -> ApplicationFile:
    """Add a file to a field. Raises `FileTooLarge`, `FileNotKnown`, `TooManyFiles`, `SectionGone`, `NotOpenForWriting`."""
    kind, content = received(file)
    added = ApplicationFile(
        application_id=application_id,
        field_key=field_key,
        name=clean_name(file.name or "", kind),
        kind=kind,
        file=default_storage.save(f"applications/{now:%Y}/{new_token()}.{kind}", ContentFile(content)),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=actor,
        added_at=now,
    )
    try:
        _note(actor, added, now)
    except BaseException:
        default_storage.delete(added.file)
        raise
    return added


def received(file: File[bytes]) -> tuple[HandoutKind, bytes]:
    """Return what came, told by its content, a picture written anew. Raises `FileTooLarge`, `FileNotKnown`."""
    kind = _kind_of(file)
    return kind, _content_of(file, kind)


def _kind_of(file: File[bytes]) -> HandoutKind:
    if file.size > MOST_BYTES:
        raise FileTooLarge
    try:
        kind = recognise(file, file.name or "")
    except HandoutNotKnown as error:
        raise FileNotKnown from error
    if kind not in KINDS:
        raise FileNotKnown
    return kind


def _content_of(file: File[bytes], kind: HandoutKind) -> bytes:
    if kind in FORMATS:
        return written_anew(file, kind)
    file.seek(0)
    content: bytes = file.read()
    return content


@transaction.atomic
def _note(actor: User, added: ApplicationFile, now: datetime) -> None:
    application = open_locked(actor, added.application_id)
    field = form_of(application.contest).field(added.field_key)
    if field is None or field.kind is not FieldKind.FILES:
        raise SectionGone
    files = ApplicationFile.objects.filter(application=application, removed_at=None)
    in_all = files.aggregate(bytes=Sum("bytes"))["bytes"] or 0
    is_full = files.filter(field_key=added.field_key).count() >= most_files(field)
    if is_full or in_all + added.bytes > MOST_BYTES_IN_ALL:
        raise TooManyFiles
    added.save(force_insert=True)
    _touch(application, now)


@transaction.atomic
def remove_file(*, actor: User, application_id: int, file_token: str, now: datetime) -> Application:
    """Take a file off an application; one that was submitted is kept with its submission. Raises `NotOpenForWriting`."""
    application = open_locked(actor, application_id)
    file = ApplicationFile.objects.get(application=application, token=file_token, removed_at=None)
    taken = Submission.objects.filter(application=application).values_list("taken", flat=True)
    if any(file.token == one["token"] for snapshot in taken for one in snapshot["files"]):
        file.removed_at = now
        file.save(update_fields=["removed_at"])
    else:
        forget_files([file])
    _touch(application, now)
    return application


def _touch(application: Application, now: datetime) -> None:
    application.changed_at = now
    application.save(update_fields=["changed_at"])


def forget_files(files: Iterable[ApplicationFile]) -> None:
    """Remove files: their rows now, what is in the storage once this is committed."""
    rows = list(files)
    ApplicationFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        transaction.on_commit(partial(default_storage.delete, row.file), robust=True)
