"""A section of an application to write in: every field with its limit, what stands in it, what the checker finds, what was set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.checking.values import Value, Values, rows_of
from nastavnik.contest.selectors.applications.page import neighbours
from nastavnik.contest.selectors.boxes import Boxes, Drawn, FieldBox, FileBox
from nastavnik.contest.selectors.setup import Field, Form, Section
from nastavnik.grants.funds.checker import check
from nastavnik.grants.funds.findings import Finding
from nastavnik.grants.funds.project import project_of
from nastavnik.grants.models import FieldText, GrantApplication
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.head import GrantHead, head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.talk.panel import Panel, panel_of
from nastavnik.grants.selectors.writing.asides import AsideBox, open_asides
from nastavnik.grants.selectors.writing.places import SHEET_KEY, field_history_url, section_url
from nastavnik.grants.selectors.writing.words import words_of
from nastavnik.people.models import User
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.models import School

# what the buttons of a section say, besides the keys of its fields
NEXT, DONE = "next", "done"
# stands in an address until a script puts a field there
KEY_OF_FIELD = "key-of-field"


@dataclass(frozen=True, slots=True)
class Found:
    """A section that somebody opened."""

    head: GrantHead
    section: Section

    @property
    def grant(self) -> GrantApplication:
        """Return the application."""
        return self.head.grant

    @property
    def form(self) -> Form:
        """Return the form of the fund."""
        return self.head.template.form


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What the checker says of a field; `row` counts from 1, and is nought where it is said of no row."""

    light: str
    words: str
    reason: str
    row: int


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A table that is written on a page of its own."""

    url: str
    lines: int
    requested: str
    own: str


@dataclass(frozen=True, slots=True)
class FieldPart:
    """A field with what stands around it."""

    box: FieldBox
    findings: tuple[FindingLine, ...]
    asides: tuple[AsideBox, ...]
    history_url: str
    changed_at: datetime | None
    changed_by: str
    sheet: SheetLine | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section to write in, with the way to its neighbours."""

    grant: GrantApplication
    section: Section
    number: int
    total: int
    fields: list[FieldPart]
    changed_at: datetime | None
    changed_by: str
    before: Section | None
    before_url: str
    after: Section | None
    after_url: str
    save_url: str
    # what others have done meanwhile
    now_url: str
    section_url: str
    # where two texts of a field are compared: `{key}` stands for the field
    compare_url: str
    has_conflict: bool
    panel: Panel


def section_for(actor: User, school: School, token: str, key: str, now: datetime) -> Found:
    """Return a section to whoever may read it.

    Raises `GrantApplication.DoesNotExist`, also for a section that the form of the fund has not.
    """
    head = head_of(actor, grant_for(actor, school, token), "grants:grant", now)
    section = head.template.form.section(key)
    if section is None:
        raise GrantApplication.DoesNotExist
    return Found(head, section)


def section_to_write(actor: User, school: School, token: str, key: str, now: datetime) -> Found:
    """Return a section to whoever writes the application, whatever its state. Raises `PermissionDenied` to who only reads."""
    found = section_for(actor, school, token, key, now)
    if not found.head.may_write:
        raise PermissionDenied
    return found


def section_page(
    actor: User,
    found: Found,
    *,
    typed: Mapping[str, Value] | None = None,
    theirs: Mapping[str, Value] | None = None,
    is_checked: bool = False,
) -> SectionPage:
    """Return the page of a section. `typed` stands in the fields where `theirs` says that another wrote into them meanwhile."""
    grant, section, form = found.grant, found.section, found.form
    content = content_of(grant)
    drawn = Drawn(
        values=content.values,
        files=file_boxes(grant, content),
        typed=typed or {},
        theirs=theirs or {},
        is_checked=is_checked,
    )
    before, after = neighbours(form, section.key)
    last = _last([content.texts[field.key] for field in section.fields if field.key in content.texts])
    return SectionPage(
        grant=grant,
        section=section,
        number=form.sections.index(section) + 1,
        total=len(form.sections),
        fields=_parts(actor, found, content, drawn),
        changed_at=last.changed_at if last else None,
        changed_by=name_of(last),
        before=before,
        before_url=section_url(grant, before.key) if before else "",
        after=after,
        after_url=section_url(grant, after.key) if after else "",
        save_url=reverse("grants:save_section", args=[grant.token, section.key]),
        now_url=reverse("grants:section_now", args=[grant.token, section.key]),
        section_url=section_url(grant, section.key),
        compare_url=field_history_url(grant, KEY_OF_FIELD).replace(KEY_OF_FIELD, "{key}"),
        has_conflict=bool(theirs),
        panel=panel_of(actor, grant, section, content, can_speak=found.head.may_write),
    )


def _parts(actor: User, found: Found, content: Content, drawn: Drawn) -> list[FieldPart]:
    boxes = Boxes(found.form, found.section, drawn)
    checked = check(found.head.template, content.values, content.file_counts)
    asides = open_asides(actor, found.grant, found.form, content.values)
    return [
        FieldPart(
            box=boxes.box(field),
            findings=finding_lines(field, content.values, checked.findings),
            asides=tuple(one for one in asides if one.field == field.key and field.key not in drawn.theirs),
            history_url=field_history_url(found.grant, field.key),
            changed_at=text.changed_at if text else None,
            changed_by=name_of(text),
            sheet=_sheet(found, content.values) if field.key == SHEET_KEY else None,
        )
        for field in found.section.fields
        for text in [content.texts.get(field.key)]
    ]


def finding_lines(field: Field, values: Values, findings: Sequence[Finding]) -> tuple[FindingLine, ...]:
    """Return what the checker found in a field."""
    numbers = {row["id"]: number for number, row in enumerate(rows_of(values, field.key), start=1)}
    return tuple(
        FindingLine(one.light, one.found.words, one.reason, numbers.get(one.found.row, 0))
        for one in findings
        if one.found.field == field.key
    )


def _sheet(found: Found, values: Values) -> SheetLine:
    sheet = project_of(found.head.template, values).sheet
    return SheetLine(
        url=reverse("grants:budget", args=[found.grant.token]),
        lines=len(rows_of(values, SHEET_KEY)),
        requested=write_money(max(sheet.totals.requested, 0)),
        own=write_money(sheet.totals.own),
    )


def _last(texts: Sequence[FieldText]) -> FieldText | None:
    return max(texts, key=lambda text: text.changed_at, default=None)


def name_of(text: FieldText | None) -> str:
    """Return who wrote last in a field."""
    return text.changed_by.full_name if text and text.changed_by else ""


def after_saving(found: Found, then: str) -> str:
    """Return where a button leads once what was typed is kept: to the next section, to the application, to a place of this one."""
    after = neighbours(found.form, found.section.key)[1]
    if then == NEXT and after is not None:
        return section_url(found.grant, after.key)
    if then in {NEXT, DONE}:
        return reverse("grants:grant", args=[found.grant.token])
    here = section_url(found.grant, found.section.key)
    return f"{here}#field-{then}" if any(then == field.key for field in found.section.fields) else here


def told_to_script(found: Found, marks: Mapping[str, str], theirs: Values) -> dict[str, dict[str, str]]:
    """Return what a script is told after saving: the marks to go on with; of what another wrote the text and its mark."""
    values = content_of(found.grant).values if theirs else {}
    told = {key: words_of(found.form, key, {**values, key: value}) for key, value in theirs.items()}
    return {"marks": dict(marks), "theirs": told}


def file_boxes(grant: GrantApplication, content: Content) -> dict[str, list[FileBox]]:
    """Return the files of an application by their fields."""
    boxes: dict[str, list[FileBox]] = {}
    for file in content.files:
        box = FileBox(
            name=file.name,
            url=reverse("grants:file", args=[grant.token, file.token]),
            token=file.token,
            kind=str(HandoutKind(file.kind).label),
            bytes=file.bytes,
        )
        boxes.setdefault(file.field_key, []).append(box)
    return boxes
