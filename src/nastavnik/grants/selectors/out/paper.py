"""An application as a paper: everything that the fund asks for, in its order, and what stands there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.gaps import read_day
from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.checking.values import Values, choices_of, is_empty, labels_of_rows, rows_of, text_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.applications.reading import shown_text
from nastavnik.contest.selectors.setup import Column, Field, Form
from nastavnik.core.dates import zone_name
from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.funds.project import project_of
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.out.blocks import Block, Cell, Head, Row, Table, lines_of, paragraphs_of
from nastavnik.grants.selectors.out.budget import BUDGET, budget_table
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.enums import LegalForm

WEIGHTS = {
    FieldKind.LINE: 4,
    FieldKind.TEXT: 6,
    FieldKind.NUMBER: 3,
    FieldKind.MONEY: 3,
    FieldKind.DATE: 3,
    FieldKind.CHOICE: 4,
}
NUMBERS = frozenset({FieldKind.NUMBER, FieldKind.MONEY})
CELL_DAY = "%d.%m.%Y"


@dataclass(frozen=True, slots=True)
class Paper:
    """An application to be printed."""

    title: str
    fund: str
    contest: str
    # label and value
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    is_draft: bool
    state: str
    made_at: datetime
    # what the form rests on
    origin: str


def paper_of(grant: GrantApplication, now: datetime) -> Paper:
    """Return an application as a paper, by two queries."""
    template, content = template_of(grant.template), content_of(grant)
    return Paper(
        title=text_of(content.values, "title").strip() or grant.project.title,
        fund=template.fund,
        contest=grant.intake or template.title,
        facts=tuple(_facts(grant, template, content.values)),
        blocks=tuple(blocks_of(template, content)),
        is_draft=grant.state in OPEN_STATES,
        state=str(GrantState(grant.state).label),
        made_at=now,
        origin=_origin(template),
    )


def blocks_of(template: FundTemplate, content: Content) -> Iterator[Block]:
    """Yield the fields that the fund asks for, filled in or not."""
    asked = asked_keys(template.form, content.values)
    for section in template.form.sections:
        title = section.title
        for field in section.fields:
            if field.key in asked:
                yield _block(template, title, field, content)
                title = ""


def _block(template: FundTemplate, section: str, field: Field, content: Content) -> Block:
    values = content.values
    if field.kind is FieldKind.FILES:
        return Block(section, field, files=tuple(file.name for file in content.files_of(field.key)))
    if is_empty(values.get(field.key)):
        return Block(section, field)
    if field.key == BUDGET and field.kind is FieldKind.ROWS:
        return Block(section, field, table=budget_table(template, field, project_of(template, values)))
    if field.kind is FieldKind.ROWS:
        return Block(section, field, table=table_of(template.form, field, values))
    if field.kind is FieldKind.CHOICES:
        return Block(section, field, items=tuple(choices_of(values, field.key)))
    return Block(section, field, paragraphs=paragraphs_of(shown_text(field.kind, text_of(values, field.key))))


def table_of(form: Form, field: Field, values: Values) -> Table:
    """Return the rows of a field, numbered."""
    labels = {column.of: labels_of_rows(form, values, column.of) for column in field.columns if column.of}
    heads = (
        Head("№", 0),
        *(Head(column.label, WEIGHTS[column.kind], column.kind in NUMBERS) for column in field.columns),
    )
    rows = [
        Row((Cell((str(number),)), *(_cell(column, row.get(column.key, ""), labels) for column in field.columns)))
        for number, row in enumerate(rows_of(values, field.key), start=1)
    ]
    return Table(heads, tuple(rows))


def _cell(column: Column, typed: str, labels: Mapping[str, Mapping[str, str]]) -> Cell:
    if column.of:
        return Cell(lines_of(labels[column.of].get(typed, "")))
    if column.kind is FieldKind.DATE and (day := read_day(typed)) is not None:
        return Cell((day.strftime(CELL_DAY),))
    return Cell(lines_of(shown_text(column.kind, column.label_of(typed))), column.kind in NUMBERS)


def _facts(grant: GrantApplication, template: FundTemplate, values: Values) -> Iterator[tuple[str, str]]:
    form = LegalForm(grant.legal_form)
    yield _("Fund"), template.fund
    yield _("Competition"), grant.intake or template.title
    yield _("Applicant"), f"{grant.applicant} ({form.label})" if form is not LegalForm.OTHER else grant.applicant
    if grant.fund_number:
        yield _("Number at the fund"), grant.fund_number
    totals = project_of(template, values).sheet.totals
    if totals.cost:
        yield _("The whole project costs"), roubles(totals.cost)
        yield _("Asked of the fund"), roubles(totals.requested)
        yield _("Own and partners’ means"), roubles(totals.own)
    if grant.closes_at:
        local = grant.closes_at.astimezone(ZoneInfo(template.zone))
        yield _("Intake closes"), f"{local:%d.%m.%Y, %H:%M} ({zone_name(local)})"


def roubles(kopecks: int) -> str:
    """Write a sum; one below nought keeps its sign."""
    return f"{'−' if kopecks < 0 else ''}{write_money(abs(kopecks))} ₽"


def _origin(template: FundTemplate) -> str:
    told = {
        "source": template.origin.source,
        "day": f"{template.origin.checked_on:%d.%m.%Y}",
        "confidence": template.origin.confidence.label,
    }
    return _("The form follows: %(source)s. Checked on %(day)s: %(confidence)s.") % told
