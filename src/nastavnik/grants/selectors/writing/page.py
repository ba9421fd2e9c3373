"""The page of an application: its sections, what is missing, what waits to be brought together, what changed, what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.gaps import Gap
from nastavnik.contest.checking.values import is_empty
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Form, Section
from nastavnik.grants.enums import MemberRole
from nastavnik.grants.funds.checker import Checked, check
from nastavnik.grants.funds.findings import Finding
from nastavnik.grants.funds.template import Light
from nastavnik.grants.models import FieldText, GrantApplication, GrantMember, Milestone
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.head import GrantHead
from nastavnik.grants.selectors.writing.asides import AsideBox, open_asides
from nastavnik.grants.selectors.writing.history import ChangeLine, last_changes
from nastavnik.grants.selectors.writing.places import gap_url, section_url
from nastavnik.grants.selectors.writing.section import name_of
from nastavnik.people.permissions import Actor

MOST_CHANGES = 6
MOST_GAPS = 12


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the list: how much of it is filled in, what is wrong in it, and who wrote in it last."""

    key: str
    title: str
    url: str
    filled: int
    asked: int
    gaps: int
    red: int
    amber: int
    changed_at: datetime | None
    changed_by: str

    @property
    def is_done(self) -> bool:
        """Tell whether nothing in it is missing."""
        return not self.gaps


@dataclass(frozen=True, slots=True)
class GapLine:
    """What is missing, with the place where it is filled in."""

    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Verb:
    """The next thing to do with an application."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who writes."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class GrantPage:
    """An application and how far it is."""

    sections: list[SectionLine]
    gaps: list[GapLine]
    # gaps that are not in the list
    more_gaps: int
    red: int
    amber: int
    asides: list[AsideBox]
    changes: list[ChangeLine]
    people: list[PersonLine]
    verb: Verb
    last_version: Milestone | None


def grant_page(actor: Actor, head: GrantHead) -> GrantPage:
    """Return the page of an application; six queries."""
    grant, form, content = head.grant, head.template.form, content_of(head.grant)
    checked = check(head.template, content.values, content.file_counts)
    lines = section_lines(grant, form, content, checked)
    gaps = [GapLine(gap.label, gap.words, gap_url(grant, gap)) for gap in checked.gaps]
    return GrantPage(
        sections=lines,
        gaps=gaps[:MOST_GAPS],
        more_gaps=max(len(gaps) - MOST_GAPS, 0),
        red=_count(checked.findings, Light.RED),
        amber=_count(checked.findings, Light.AMBER),
        asides=open_asides(actor, grant, form, content.values),
        changes=last_changes(grant, form, MOST_CHANGES),
        people=_people(grant),
        verb=_verb(head, lines, checked),
        last_version=Milestone.objects.filter(grant=grant).defer("values").select_related("made_by").first(),
    )


def section_lines(grant: GrantApplication, form: Form, content: Content, checked: Checked) -> list[SectionLine]:
    """Return the sections of an application with how far each is."""
    asked = asked_keys(form, content.values)
    return [_line(grant, section, content, asked, checked) for section in form.sections]


def _line(
    grant: GrantApplication, section: Section, content: Content, asked: frozenset[str], checked: Checked
) -> SectionLine:
    keys = {field.key for field in section.fields}
    fields = [field for field in section.fields if field.key in asked]
    counts = content.file_counts
    filled = [
        field
        for field in fields
        if (counts[field.key] if field.kind is FieldKind.FILES else not is_empty(content.values.get(field.key)))
    ]
    here = [finding for finding in checked.findings if finding.found.field in keys]
    last = _last(content.texts, keys)
    return SectionLine(
        key=section.key,
        title=section.title,
        url=section_url(grant, section.key),
        filled=len(filled),
        asked=len(fields),
        gaps=len(_fields_with_gaps(checked.gaps, section.key)),
        red=_count(here, Light.RED),
        amber=_count(here, Light.AMBER),
        changed_at=last.changed_at if last else None,
        changed_by=name_of(last),
    )


def _last(texts: Mapping[str, FieldText], keys: set[str]) -> FieldText | None:
    return max((text for key, text in texts.items() if key in keys), key=lambda text: text.changed_at, default=None)


def _fields_with_gaps(gaps: Sequence[Gap], section: str) -> set[str]:
    return {gap.field for gap in gaps if gap.section == section}


def _count(findings: Sequence[Finding], light: Light) -> int:
    return sum(finding.light is light for finding in findings)


def _people(grant: GrantApplication) -> list[PersonLine]:
    rows = GrantMember.objects.filter(project=grant.project_id).select_related("user").order_by("role", "pk")
    return [PersonLine(row.user.full_name, str(MemberRole(row.role).label)) for row in rows]


def _verb(head: GrantHead, lines: Sequence[SectionLine], checked: Checked) -> Verb:
    """Return what is next: to write the first section that misses something, to mend what the fund would refuse, to send it."""
    token = head.grant.token
    if not head.can_write:
        return Verb(_("Read it as it stands"), reverse("grants:read", args=[token]))
    unfinished = next((line for line in lines if line.gaps), None)
    if unfinished is not None:
        return Verb(_("Write: %(section)s") % {"section": unfinished.title}, unfinished.url)
    if checked.findings:
        return Verb(_("See what the check has found"), reverse("grants:check", args=[token]))
    return Verb(_("Prepare for the fund"), reverse("grants:papers", args=[token]))
