"""An application as it is read: what was filled in, section by section, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from nastavnik.contest.selectors.applications.reading import FieldRead, FileRead, field_read
from nastavnik.contest.selectors.setup import Section
from nastavnik.grants.models import GrantApplication, GrantFile
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.head import GrantHead
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.writing.places import field_url, section_url
from nastavnik.people.models import User
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class FieldToRead:
    """A field as it is read; `read` is None where nothing was filled in."""

    key: str
    label: str
    read: FieldRead | None
    write_url: str


@dataclass(frozen=True, slots=True)
class SectionToRead:
    """A section as it is read."""

    key: str
    title: str
    write_url: str
    fields: tuple[FieldToRead, ...]


def sections_read(head: GrantHead, only: str = "") -> list[SectionToRead]:
    """Return the sections of an application, or one of them, as they are read; two queries."""
    content, sections = content_of(head.grant), head.template.form.sections
    return [_section(head, section, content) for section in sections if only in {"", section.key}]


def _section(head: GrantHead, section: Section, content: Content) -> SectionToRead:
    form, grant, may = head.template.form, head.grant, head.can_write
    return SectionToRead(
        key=section.key,
        title=section.title,
        write_url=section_url(grant, section.key) if may else "",
        fields=tuple(
            FieldToRead(
                key=field.key,
                label=field.label,
                read=field_read(form, field, content.values, _files(grant, content.files_of(field.key))),
                write_url=field_url(grant, section.key, field.key) if may else "",
            )
            for field in section.fields
        ),
    )


def _files(grant: GrantApplication, files: Sequence[GrantFile]) -> tuple[FileRead, ...]:
    return tuple(
        FileRead(
            token=file.token,
            name=file.name,
            kind=str(HandoutKind(file.kind).label),
            bytes=file.bytes,
            url=reverse("grants:file", args=[grant.token, file.token]),
        )
        for file in files
    )


def file_for(actor: User, school: School, token: str, file_token: str) -> GrantFile:
    """Return a file of an application to whoever may read it.

    Raises `GrantApplication.DoesNotExist`, `GrantFile.DoesNotExist`.
    """
    return GrantFile.objects.get(grant=grant_for(actor, school, token), token=file_token)
