"""Files that an asker adds: told by their content, pictures made smaller and without what a camera writes into them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet, Sum

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
    TooMuchToday,
)
from nastavnik.people.models import User
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.services.files import clean_name, recognise
from nastavnik.programme.services.refusals import HandoutNotKnown

MOST_BYTES = 10 * 2**20
# to the question, and to each remark
MOST_FILES = 5
# of one person, in all that she asks
MOST_BYTES_A_DAY = 100 * 2**20
DAY = timedelta(days=1)
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
    # what would not fit is not looked at either
    refused: list[Refusal] = [TooManyFiles() for _file in files[MOST_FILES:]]
    for file in files[:MOST_FILES]:
        try:
            attach_one(actor=actor, consultation_id=consultation_id, file=file, now=now, remark=remark)
        except (FileTooLarge, FileNotKnown, TooManyFiles, TooMuchToday) as refusal:
            refused.append(refusal)
    return refused


def attach_one(
    *, actor: User, consultation_id: int, file: File[bytes], now: datetime, remark: Remark | None = None
) -> None:
    """Attach a file; of one that its remark has already nothing is made.

    Raises `FileTooLarge`, `FileNotKnown`, `TooManyFiles`, `TooMuchToday`, `NoDraftAnyMore`.
    """
    kind = _kind_of(file)
    attachment = Attachment(
        consultation_id=consultation_id,
        remark=remark,
        author=actor,
        name=clean_name(file.name or "", kind),
        kind=kind,
        bytes=file.size,
        created_at=now,
    )
    # a picture is decoded only where it may stay, and outside of the transaction: others wait for the row meanwhile
    _check_before(actor, attachment)
    kept = bare_picture(file, kind) if kind in PICTURES else Bare(file, file.size)
    attachment.file = default_storage.save(f"consultations/{now:%Y}/{new_token()}.{kind}", kept.file)
    attachment.bytes, attachment.width, attachment.height = kept.bytes, kept.width, kept.height
    try:
        is_kept = _note(actor, attachment)
    except BaseException:
        default_storage.delete(attachment.file)
        raise
    if not is_kept:
        default_storage.delete(attachment.file)


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
def _check_before(actor: User, attachment: Attachment) -> None:
    """Refuse a file that could not stay, before anything is made of it; one that is called as another may be the same."""
    others = _beside(actor, attachment)
    if not others.filter(name=attachment.name).exists():
        _check_room(others, attachment)


@transaction.atomic
def _note(actor: User, attachment: Attachment) -> bool:
    """Write an attachment whose file lies in the storage; tell whether it was not there before."""
    others = _beside(actor, attachment)
    if attachment.remark is not None and others.filter(name=attachment.name, bytes=attachment.bytes).exists():
        return False
    _check_room(others, attachment)
    attachment.save(force_insert=True)
    return True


def _beside(actor: User, attachment: Attachment) -> QuerySet[Attachment]:
    """Return the files beside which `actor` may lay an attachment; until the end of the transaction nobody else lays one."""
    consultation = own_locked(actor, attachment.consultation_id)
    _check_may_attach(actor, consultation, attachment.remark)
    return Attachment.objects.filter(consultation=consultation, remark=attachment.remark, recommendation=None)


def _check_room(others: QuerySet[Attachment], attachment: Attachment) -> None:
    if others.count() >= MOST_FILES:
        raise TooManyFiles
    lately = Attachment.objects.filter(author=attachment.author, created_at__gt=attachment.created_at - DAY)
    if (lately.aggregate(sum=Sum("bytes"))["sum"] or 0) + attachment.bytes > MOST_BYTES_A_DAY:
        raise TooMuchToday


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
