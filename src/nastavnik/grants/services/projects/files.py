"""Files come over with the texts: each application has copies of its own, so that what is removed here stays there."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nastavnik.contest.checking.gaps import most_files
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import ApplicationFile
from nastavnik.core.ids import new_token
from nastavnik.grants.models import GrantApplication, GrantFile
from nastavnik.grants.selectors.templates import template_of

FOLDER = "grants"


def copy_files(grant: GrantApplication, files: Iterable[ApplicationFile | GrantFile]) -> int:
    """Copy the files of an application to a contest, or to another fund, into the fields with the same keys; return how many."""
    fields = [field for section in template_of(grant.template).form.sections for field in section.fields]
    room = {field.key: most_files(field) for field in fields if field.kind is FieldKind.FILES}
    copied = 0
    for file in files:
        if room.get(file.field_key, 0) and default_storage.exists(file.file):
            room[file.field_key] -= 1
            _copy_one(grant, file)
            copied += 1
    return copied


def _copy_one(grant: GrantApplication, file: ApplicationFile | GrantFile) -> None:
    with default_storage.open(file.file) as stored:
        place = f"{FOLDER}/{grant.created_at:%Y}/{new_token()}.{file.kind}"
        name = default_storage.save(place, ContentFile(stored.read()))
    GrantFile.objects.create(
        project=grant.project,
        grant=grant,
        field_key=file.field_key,
        name=file.name,
        kind=file.kind,
        file=name,
        bytes=file.bytes,
        sha256=file.sha256,
        added_by=file.added_by,
        added_at=file.added_at,
    )
