"""The budget of an application as a sheet: lines under their articles, every sum beside what makes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.formats import number_format

from nastavnik.contest.checking.gaps import faults_of_text, most_rows
from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.checking.posted import ROW_ID_LENGTH, field_name
from nastavnik.contest.checking.values import ROW_ID, Row, labels_of_rows, rows_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Field
from nastavnik.core.ids import new_token
from nastavnik.grants.funds.budget import Totals, contributions, sheet_of
from nastavnik.grants.funds.checker import RULES
from nastavnik.grants.funds.findings import Asked
from nastavnik.grants.funds.project import line_of, project_of
from nastavnik.grants.funds.rows import mark_of_row
from nastavnik.grants.funds.rules_budget import BUDGET, PAY
from nastavnik.grants.funds.template import Article, ArticleKind, FundTemplate, RuleUse
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.check.refusals import NoBudget
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.head import GrantHead, head_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor

# figures and choices of a line stand in columns of their own, whatever else the fund asks for follows
FIGURES = ("quantity", "price", "own")
# lines that a page without a script offers to be filled in
BLANKS = 2
KINDS = {FieldKind.CHOICE: "choice", FieldKind.TEXT: "text", FieldKind.DATE: "date"}


@dataclass(frozen=True, slots=True)
class Option:
    """One of a list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is typed. kind: line, text, number, date, choice."""

    name: str
    column: str
    label: str
    kind: str
    value: str
    options: tuple[Option, ...]
    fault: str


@dataclass(frozen=True, slots=True)
class LineBox:
    """A line of the budget as it is typed. `number` names its fields; `theirs`: what another has written into it meanwhile."""

    number: str
    id: str
    base: str
    mark: str
    name: Cell | None
    quantity: Cell | None
    price: Cell | None
    own: Cell | None
    # article, activity, comment and whatever else the fund asks for
    more: tuple[Cell, ...]
    cost: str
    requested: str
    findings: tuple[str, ...]
    has_theirs: bool
    theirs: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums as they are read."""

    cost: str
    own: str
    requested: str


@dataclass(frozen=True, slots=True)
class ArticleBox:
    """An article with its lines."""

    key: str
    title: str
    help: str
    lines: tuple[LineBox, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Contributions:
    """Insurance contributions as they stand and as they are due."""

    due: str
    is_due: bool
    source: str
    staff: str
    people: str


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """The budget of an application."""

    head: GrantHead
    label: str
    help: str
    # the names of the columns of figures
    heads: Mapping[str, str]
    articles: tuple[ArticleBox, ...]
    # new lines, where there is no script
    blanks: tuple[LineBox, ...]
    # of a line that a script adds
    pattern: LineBox | None
    sums: Sums
    own_percent: str
    # of the whole budget, not of one line: the rule's words
    notes: tuple[str, ...]
    contributions: Contributions | None
    count: int
    most: int
    has_conflict: bool
    changed_at: datetime | None
    changed_by: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed while another wrote: the whole table, and the lines in which both did."""

    rows: Sequence[Row] = ()
    theirs: Mapping[str, Row] = field(default_factory=dict)


def budget_field(grant: GrantApplication) -> Field:
    """Return the table of costs in the fund's form. Raises `NoBudget`."""
    field = template_of(grant.template).form.field(BUDGET)
    if field is None or not field.columns:
        raise NoBudget
    return field


def budget_page(actor: Actor, grant: GrantApplication, now: datetime, typed: Typed | None = None) -> BudgetPage:
    """Return the budget of an application as a sheet."""
    head = head_of(actor, grant, "grants:budget", now)
    content = content_of(grant)
    asked = head.template.form.field(BUDGET)
    if asked is None:
        return _nothing(head)
    return _Drawer(head.template, asked, content, typed or Typed()).page(head)


def _nothing(head: GrantHead) -> BudgetPage:
    return BudgetPage(
        head=head,
        label="",
        help="",
        heads={},
        articles=(),
        blanks=(),
        pattern=None,
        sums=sums_read(Totals(0, 0, 0)),
        own_percent="0",
        notes=(),
        contributions=None,
        count=0,
        most=0,
        has_conflict=False,
        changed_at=None,
        changed_by="",
        is_asked=False,
    )


def sums_read(totals: Totals) -> Sums:
    """Return sums as people read them."""
    return Sums(money(totals.cost), money(totals.own), money(totals.requested))


def money(kopecks: int) -> str:
    """Write a sum that may lie below nought."""
    return f"−{write_money(-kopecks)}" if kopecks < 0 else write_money(kopecks)


def percent(share: Decimal) -> str:
    """Write a share in per cent without noughts that say nothing."""
    return number_format(f"{(share * 100).normalize():f}")


def words_of_row(field: Field, row: Row, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return a line in a sentence: each cell that holds something with its name."""
    told = [(column, row.get(column.key, "")) for column in field.columns]
    return " · ".join(
        f"{column.label}: {labels.get(column.key, {}).get(cell, cell)}" for column, cell in told if cell.strip()
    )


class _Drawer:
    """Draws the sheet of one application."""

    def __init__(self, template: FundTemplate, field: Field, content: Content, typed: Typed) -> None:
        self.template, self.field, self.content, self.typed = template, field, content, typed
        self.stands = {row[ROW_ID]: row for row in rows_of(content.values, BUDGET)}
        typed_ids = {row[ROW_ID] for row in typed.rows}
        # a line that she has removed and another has changed is shown as the other has it
        back = [row for row_id, row in typed.theirs.items() if row_id not in typed_ids]
        self.rows = [*typed.rows, *back] if typed.theirs else list(self.stands.values())
        self.labels = labels_of(template, field, content)
        self.options: dict[tuple[str, str], tuple[Option, ...]] = {}
        self.project = project_of(template, content.values)
        self.findings = self._findings()

    def page(self, head: GrantHead) -> BudgetPage:
        lines = [line_of(row) for row in self.rows]
        sheet = sheet_of(lines, self.template.articles)
        text = self.content.texts.get(BUDGET)
        return BudgetPage(
            head=head,
            label=self.field.label,
            help=self.field.help,
            heads={column.key: column.label for column in self.field.columns},
            articles=tuple(self._articles(sheet.by_article)),
            blanks=tuple(self._blanks()),
            pattern=self._line("{row}", {ROW_ID: "{id}"}),
            sums=sums_read(sheet.totals),
            own_percent=percent(sheet.totals.own_share),
            notes=self.findings.get("", ()),
            contributions=self._contributions(),
            count=len(self.rows),
            most=most_rows(self.field),
            has_conflict=bool(self.typed.theirs),
            changed_at=text.changed_at if text else None,
            changed_by=text.changed_by.full_name if text and text.changed_by else "",
            is_asked=True,
        )

    def _articles(self, by_article: Mapping[str, Totals]) -> Iterable[ArticleBox]:
        """Yield the fund's articles in its order, then what stands in none of them."""
        numbers = {row[ROW_ID]: str(number) for number, row in enumerate(self.rows)}
        known = {article.key for article in self.template.articles}
        lost = [row for row in self.rows if row.get("article") not in known]
        for article in self.template.articles:
            rows = [row for row in self.rows if row.get("article") == article.key]
            yield self._article(article, rows, numbers, by_article[article.key])
        if lost or not known:
            totals = sheet_of([line_of(row) for row in lost], ()).totals
            yield self._article(Article("", "", ArticleKind.OTHER, ""), lost, numbers, totals)

    def _article(self, article: Article, rows: list[Row], numbers: Mapping[str, str], totals: Totals) -> ArticleBox:
        lines = tuple(self._line(numbers[row[ROW_ID]], row) for row in rows)
        return ArticleBox(article.key, article.title, article.help, lines, sums_read(totals))

    def _blanks(self) -> Iterable[LineBox]:
        count = len(self.rows)
        for number in range(count, min(count + BLANKS, most_rows(self.field))):
            yield self._line(str(number), {ROW_ID: new_token(ROW_ID_LENGTH)})

    def _line(self, number: str, row: Row) -> LineBox:
        base, line = f"{field_name(self.field.key)}-{number}", line_of(row)
        cells = {column.key: self._cell(base, column, row.get(column.key, "")) for column in self.field.columns}
        more = [cell for key, cell in cells.items() if key not in {"name", *FIGURES}]
        theirs = self.typed.theirs.get(row[ROW_ID])
        stands = self.stands.get(row[ROW_ID])
        return LineBox(
            number=number,
            id=row[ROW_ID],
            base=base,
            mark=mark_of_row(stands) if stands else "",
            name=cells.get("name"),
            quantity=cells.get("quantity"),
            price=cells.get("price"),
            own=cells.get("own"),
            more=tuple(more),
            cost=money(line.cost),
            requested=money(line.requested),
            findings=self.findings.get(row[ROW_ID], ()),
            has_theirs=theirs is not None,
            theirs=words_of_row(self.field, theirs, self.labels) if theirs else "",
        )

    def _cell(self, base: str, column: Column, value: str) -> Cell:
        kind = FieldKind.CHOICE if column.of else column.kind
        is_number = kind in {FieldKind.NUMBER, FieldKind.MONEY}
        return Cell(
            name=f"{base}-{column.key}",
            column=column.key,
            label=column.label,
            kind="number" if is_number else KINDS.get(kind, "line"),
            value=value,
            options=self._options(column, value) if kind is FieldKind.CHOICE else (),
            fault=next(faults_of_text(kind, value, column.most), "") if value.strip() else "",
        )

    def _options(self, column: Column, value: str) -> tuple[Option, ...]:
        """Return the list of a cell; the same list is made once."""
        key = (column.key, value)
        if key not in self.options:
            labels = self.labels[column.key]
            lost = {value: value} if value and value not in labels and not column.of else {}
            self.options[key] = tuple(Option(one, label, one == value) for one, label in (labels | lost).items())
        return self.options[key]

    def _findings(self) -> dict[str, tuple[str, ...]]:
        """Return what the fund's rules say of the budget, by the ids of lines; under an empty one what is said of the whole."""
        found: dict[str, list[str]] = {}
        uses = [use for use in self.template.rules if use.key != "alike"]
        for use in uses if self.stands else []:
            for one in RULES[use.key](self._asked(use)):
                if one.field == BUDGET:
                    found.setdefault(one.row, []).append(one.words)
        return {key: tuple(words) for key, words in found.items()}

    def _asked(self, use: RuleUse) -> Asked:
        return Asked(self.template, self.project, use)

    def _contributions(self) -> Contributions | None:
        """Return what is due by the rate of the project's first day; None where nobody is paid or no rate is known."""
        begin = self.project.starts_on
        rate = self.template.rate_on(begin) if begin else None
        kinds = {article.key: article.kind for article in self.template.articles}
        lines = self.project.sheet.lines
        if rate is None or ArticleKind.CONTRIBUTIONS not in kinds.values():
            return None
        if not any(kinds.get(line.article) in PAY for line in lines):
            return None
        due = contributions(lines, self.template.articles, rate)
        paid = sum(line.cost for line in lines if kinds.get(line.article) is ArticleKind.CONTRIBUTIONS)
        return Contributions(
            money(due), due != paid, rate.source, number_format(rate.staff), number_format(rate.people)
        )


def labels_of(template: FundTemplate, field: Field, content: Content) -> dict[str, dict[str, str]]:
    """Return what the choices of each column are called."""
    labels: dict[str, dict[str, str]] = {}
    for column in field.columns:
        if column.of:
            labels[column.key] = labels_of_rows(template.form, content.values, column.of)
        elif column.options:
            labels[column.key] = {one: column.label_of(one) for one in column.options}
    return labels
