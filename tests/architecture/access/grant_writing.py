"""What stands in an application of the world: a text with one that was set aside, a file, a version."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.grants.enums import MilestoneKind
from nastavnik.grants.models import GrantApplication, GrantFile, Milestone, Revision


def things_of_writing(grant: GrantApplication) -> dict[str, Any]:
    """Return the names of what was written in an application."""
    now = timezone.now()
    for number, text in enumerate(("Читаем", "Читаем вместе"), start=1):
        words = {"value": text, "is_aside": number > 1, "began_at": now, "written_at": now}
        Revision.objects.create(grant=grant, key="title", number=number, **words)
    stored = default_storage.save("grants/letter.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
    file = GrantFile.objects.create(
        project=grant.project,
        grant=grant,
        field_key="full_description",
        name="письмо.pdf",
        kind="pdf",
        file=stored,
        bytes=15,
        sha256="0" * 64,
        added_at=now,
    )
    version = Milestone.objects.create(grant=grant, kind=MilestoneKind.NAMED, name="До", values={}, made_at=now)
    return {
        "grant_section": "about",
        "grant_field": "title",
        "aside_number": 2,
        "grant_file": file.token,
        "grant_version": version.token,
    }
