"""What goes to the fund besides what is typed into its form: files of fields, and what proves what is claimed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nastavnik.grants.funds.naming import each_once, path_of, safe_name, safe_part
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication, GrantFile, Proof
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.templates import template_of

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file under the name that it has in the archive."""

    path: str
    # in the storage
    file: str
    bytes: int
    added_at: datetime
    # larger than the fund takes
    is_too_large: bool


@dataclass(frozen=True, slots=True)
class Attachments:
    """All files of an application."""

    files: tuple[Attachment, ...]
    most_megabytes: int | None

    @property
    def bytes(self) -> int:
        """Return how large they are together."""
        return sum(one.bytes for one in self.files)

    @property
    def too_large(self) -> int:
        """Return how many the fund would not take."""
        return sum(one.is_too_large for one in self.files)


def attachments_of(grant: GrantApplication, content: Content | None = None) -> Attachments:
    """Return the files of an application, first those of fields in the fund's order, then the proofs; one query besides the content."""
    template = template_of(grant.template)
    named = [*_of_fields(grant, template, content or content_of(grant)), *_of_proofs(grant)]
    paths = each_once(path for path, _file in named)
    most = template.files.most_megabytes
    files = tuple(
        Attachment(path, file.file, file.bytes, file.added_at, most is not None and file.bytes > most * MEGABYTE)
        for path, (_named, file) in zip(paths, named, strict=True)
    )
    return Attachments(files, most)


def _of_fields(grant: GrantApplication, template: FundTemplate, content: Content) -> list[tuple[str, GrantFile]]:
    found = []
    for section in template.form.sections:
        for field in section.fields:
            for number, file in enumerate(content.files_of(field.key), start=1):
                words = {"project": grant.project.title, "section": section.title, "field": field.label}
                path = path_of(template.files.names, {**words, "number": str(number), "name": file.name})
                found.append((path, file))
    return found


def _of_proofs(grant: GrantApplication) -> list[tuple[str, GrantFile]]:
    proofs = Proof.objects.filter(project=grant.project_id, file__isnull=False).select_related("file")
    folder = safe_part(_("Proofs"))
    return [
        (f"{folder}/{number}. {safe_name(proof.file.name)}", proof.file)
        for number, proof in enumerate(proofs, start=1)
        if proof.file
    ]
