"""What stands beside a section while it is written: what is said of it, where to learn how to write it, what it claims."""

from dataclasses import dataclass

from django.urls import reverse

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field, Section
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.permissions import can_write_project
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.talk.claims import ClaimRead, claims_of
from nastavnik.grants.selectors.talk.moments import MomentRead, moments_for
from nastavnik.grants.selectors.talk.remarks import Thread, threads_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor


@dataclass(frozen=True, slots=True)
class FieldMoments:
    """A field, the moments that teach how to write it, and where more are found."""

    key: str
    label: str
    moments: list[MomentRead]
    more_url: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel beside a section; it works as a part of any page of the application."""

    section_key: str
    fields: tuple[Field, ...]
    remarks: list[Thread]
    resolved: list[Thread]
    moments: list[FieldMoments]
    claims: list[ClaimRead]
    # the viewer may speak here
    can_speak: bool
    add_url: str
    remarks_url: str
    proofs_url: str
    moments_url: str

    @property
    def first_key(self) -> str:
        """Return the key of the first field; empty where the section has files alone."""
        return self.fields[0].key if self.fields else ""


def panel_of(
    actor: Actor,
    grant: GrantApplication,
    section: Section,
    content: Content | None = None,
    *,
    can_speak: bool | None = None,
) -> Panel:
    """Return the panel of a section by four queries, and more where the page does not know the `content` or the right already."""
    form = template_of(grant.template).form
    values = (content or content_of(grant)).values
    keys = [field.key for field in section.fields]
    threads = threads_of(actor, grant, form, values, keys=keys)
    moments = moments_for(actor, grant.project.school, keys)
    more = reverse("grants:study", args=[grant.token])
    return Panel(
        section_key=section.key,
        fields=tuple(field for field in section.fields if field.kind is not FieldKind.FILES),
        remarks=[one for one in threads if one.is_open],
        resolved=[one for one in threads if not one.is_open],
        moments=[
            FieldMoments(field.key, field.label, moments[field.key], f"{more}?subject={field.key}")
            for field in section.fields
            if field.key in moments
        ],
        claims=claims_of(grant.project, form, values, keys=keys),
        can_speak=can_write_project(actor, grant.project) if can_speak is None else can_speak,
        add_url=reverse("grants:add_remark", args=[grant.token]),
        remarks_url=reverse("grants:remarks", args=[grant.token]),
        proofs_url=reverse("grants:proofs", args=[grant.token]),
        moments_url=more,
    )
