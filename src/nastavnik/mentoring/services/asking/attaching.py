"""Files that an asker adds: told by their content, pictures made smaller and without what a camera writes into them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from nastavnik.core.errors import Refusal
from nastavnik.core.ids import new_token
from nastavnik.mentoring.models import Attachment, Consultation, Remark
from nastavnik.mentoring.permissions import can_remark, can_write_draft
from nastavnik.mentoring.services.asking.drafts import own_locked
from nastavnik.mentoring.services.asking.pictures import PICTURES, Bare, bare_picture
from nastavnik.mentoring.services.asking.refusals import (
    FileNotKnown,
    FileTooLarge,
    NoDraftAnyMore,
    TooManyFiles,
)
from nastavnik.people.models import User
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.services.files import clean_name, recognise
from nastavnik.programme.services.refusals import HandoutNotKnown

MOST_BYTES = 10 * 2**20
# to the question, and to each remark
MOST_FILES = 5
# What mentors open without being afraid of it.
KINDS = frozenset(HandoutKind) - {HandoutKind.ZIP, HandoutKind.EPUB}


def attach(
    *,
    actor: User,
    consultation_id: int,
    files: Sequence[File[bytes]],
    now: datetime,
    remark: Remark | None = None,
) -> list[Refusal]:
    """Attach files to a draft, or to a remark of the asker's own; return why some were not taken, one refusal for each.

    Raises `NoDraftAnyMore`.
    """
    refused = list[Refusal]()
    for file in files:
        try:
            attach_one(actor=actor, consultation_id=consultation_id, file=file, now=now, remark=remark)
        except (FileTooLarge, FileNotKnown, TooManyFiles) as refusal:
            refused.append(refusal)
    return refused


def attach_one(
    *, actor: User, consultation_id: int, file: File[bytes], now: datetime, remark: Remark | None = None
) -> Attachment:
    """Attach a file. Raises `FileTooLarge`, `FileNotKnown`, `TooManyFiles`, `NoDraftAnyMore`."""
    kind = _kind_of(file)
    kept = bare_picture(file, kind) if kind in PICTURES else Bare(file, file.size)
    attachment = Attachment(
        consultation_id=consultation_id,
        remark=remark,
        author=actor,
        name=clean_name(file.name or "", kind),
        kind=kind,
        file=default_storage.save(f"consultations/{now:%Y}/{new_token()}.{kind}", kept.file),
        bytes=kept.bytes,
        width=kept.width,
        height=kept.height,
        created_at=now,
    )
    try:
        _note(actor, attachment)
    except BaseException:
        default_storage.delete(attachment.file)
        raise
    return attachment


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


@transaction.atomic
def _note(actor: User, attachment: Attachment) -> None:
    consultation = own_locked(actor, attachment.consultation_id)
    _check_may_attach(actor, consultation, attachment.remark)
    others = Attachment.objects.filter(consultation=consultation, remark=attachment.remark, recommendation=None)
    if others.count() >= MOST_FILES:
        raise TooManyFiles
    attachment.save(force_insert=True)


def _check_may_attach(actor: User, consultation: Consultation, remark: Remark | None) -> None:
    if remark is None and not can_write_draft(actor, consultation):
        raise NoDraftAnyMore
    if remark is not None and not (can_remark(actor, consultation) and remark.author_id == actor.pk):
        raise Consultation.DoesNotExist


@transaction.atomic
def detach(*, actor: User, attachment_id: int) -> Consultation:
    """Take a file off a draft; it is gone. Raises `NoDraftAnyMore`."""
    attachment = Attachment.objects.get(pk=attachment_id, remark=None, recommendation=None)
    consultation = own_locked(actor, attachment.consultation_id)
    if not can_write_draft(actor, consultation):
        raise NoDraftAnyMore
    remove_files(Attachment.objects.filter(pk=attachment_id))
    return consultation


def remove_files(attachments: Iterable[Attachment]) -> None:
    """Remove attachments, and their files once this is committed."""
    rows = list(attachments)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        transaction.on_commit(partial(default_storage.delete, row.file), robust=True)
