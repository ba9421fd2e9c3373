"""Files of the fields of an application: told by their content, no more and no larger than a form takes; their names stay in the history."""

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
from nastavnik.contest.services.applications.files import MOST_BYTES_IN_ALL, received
from nastavnik.contest.services.applications.refusals import TooManyFiles
from nastavnik.core.ids import new_token
from nastavnik.grants.models import GrantApplication, GrantFile
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import remember_files, touch
from nastavnik.grants.services.locking import open_locked
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.people.models import User
from nastavnik.programme.services.files import clean_name


def add_file(*, actor: User, grant_id: int, field_key: str, file: File[bytes], now: datetime) -> GrantFile:
    """Add a file to a field.

    Raises `PermissionDenied`, `GrantClosed`, `FieldGone`, and of contests `FileTooLarge`, `FileNotKnown`, `TooManyFiles`.
    """
    kind, content = received(file)
    added = GrantFile(
        grant_id=grant_id,
        field_key=field_key,
        name=clean_name(file.name or "", kind),
        kind=kind,
        file=default_storage.save(f"grants/{now:%Y}/{new_token()}.{kind}", ContentFile(content)),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=actor,
        added_at=now,
    )
    try:
        _note(actor, grant_id, added, now)
    except BaseException:
        default_storage.delete(added.file)
        raise
    return added


@transaction.atomic
def _note(actor: User, grant_id: int, added: GrantFile, now: datetime) -> None:
    grant = open_locked(actor, grant_id)
    field = template_of(grant.template).form.field(added.field_key)
    if field is None or field.kind is not FieldKind.FILES:
        raise FieldGone
    files = GrantFile.objects.filter(grant=grant)
    in_all = files.aggregate(bytes=Sum("bytes"))["bytes"] or 0
    is_full = files.filter(field_key=added.field_key).count() >= most_files(field)
    if is_full or in_all + added.bytes > MOST_BYTES_IN_ALL:
        raise TooManyFiles
    added.project = grant.project
    added.save(force_insert=True)
    _tell(grant, added.field_key, actor, now)


@transaction.atomic
def remove_file(*, actor: User, grant_id: int, file_token: str, now: datetime) -> None:
    """Take a file off an application. Raises `PermissionDenied`, `GrantClosed`, `GrantFile.DoesNotExist`."""
    grant = open_locked(actor, grant_id)
    file = GrantFile.objects.get(grant=grant, token=file_token)
    forget_files([file])
    _tell(grant, file.field_key, actor, now)


def _tell(grant: GrantApplication, key: str, actor: User, now: datetime) -> None:
    content = content_of(grant)
    remember_files(grant, key, [file.name for file in content.files_of(key)], actor=actor, now=now)
    touch(grant, content.values, now=now)


def forget_files(files: Iterable[GrantFile]) -> None:
    """Remove files: their rows now, what is in the storage once this is committed."""
    rows = list(files)
    GrantFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        transaction.on_commit(partial(default_storage.delete, row.file), robust=True)
