"""A budget as a workbook: every sum is a formula over the figures beside it, and whatever people wrote is text and nothing else."""

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from nastavnik.contest.checking.numbers import KOPECKS, read_money, read_number
from nastavnik.contest.checking.values import ROW_ID, Row, rows_of
from nastavnik.contest.selectors.setup import Field
from nastavnik.core.tables.export import CELL_CHARACTERS, MEMORY_BYTES
from nastavnik.grants.funds.budget import Sheet, Totals, sheet_of
from nastavnik.grants.funds.project import line_of
from nastavnik.grants.funds.rules_budget import BUDGET
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.check.sheet import labels_of
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of

TEXTS_BEFORE, TEXTS_AFTER = ("name", "activity"), ("comment",)
WIDTHS = (44, 30, 11, 14, 14, 14, 14, 50)
QUANTITY, PRICE, COST, OWN, REQUESTED, COMMENT = range(2, 8)
MONEY_FORMAT, NUMBER_FORMAT = "#,##0.00", "#,##0.####"


def write_budget(grant: GrantApplication, file: SpooledTemporaryFile[bytes]) -> None:
    """Write the budget of an application, by the articles of its fund."""
    template, content = template_of(grant.template), content_of(grant)
    field = template.form.field(BUDGET)
    rows = rows_of(content.values, BUDGET)
    labels = labels_of(template, field, content) if field else {}
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        writer = _Writer(book, template, field, labels.get("activity", {}))
        writer.write(grant, rows)


def new_file() -> SpooledTemporaryFile[bytes]:
    """Return a place for a workbook that is in memory while it is small."""
    return SpooledTemporaryFile(max_size=MEMORY_BYTES)


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells look."""

    bold: Any
    text: Any
    number: Any
    money: Any
    strong: Any


class _Writer:
    """Writes row by row; formulas carry what they make, so that a program that does not compute shows it too."""

    def __init__(self, book: Any, template: FundTemplate, field: Field | None, activities: dict[str, str]) -> None:
        self.sheet = book.add_worksheet(_("Budget"))
        self.template, self.field, self.activities = template, field, activities
        self.formats = Formats(
            bold=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            text=book.add_format({"text_wrap": True, "valign": "top"}),
            number=book.add_format({"num_format": NUMBER_FORMAT, "valign": "top"}),
            money=book.add_format({"num_format": MONEY_FORMAT, "valign": "top"}),
            strong=book.add_format({"num_format": MONEY_FORMAT, "bold": True, "valign": "top"}),
        )
        self.row = 0
        # of the sums of articles
        self.sums: list[int] = []

    def write(self, grant: GrantApplication, rows: list[Row]) -> None:
        """Write the whole sheet."""
        budget = sheet_of([line_of(row) for row in rows], self.template.articles)
        self._head(grant)
        known = {article.key for article in self.template.articles}
        for article in self.template.articles:
            self._article(article.title, [row for row in rows if row.get("article") == article.key], budget)
        self._article(_("In no article"), [row for row in rows if row.get("article") not in known], budget)
        self._total(budget.totals)

    def _head(self, grant: GrantApplication) -> None:
        for place, width in enumerate(WIDTHS):
            self.sheet.set_column(place, place, width)
        self._text(0, 0, grant.project.title, self.formats.bold)
        self._text(1, 0, f"{self.template.fund} · {grant.applicant}", self.formats.text)
        heads = [self._label("name", _("What for")), self._label("activity", _("Activity"))]
        heads += [self._label("quantity", _("Quantity")), self._label("price", _("Price"))]
        heads += [_("Cost"), self._label("own", _("One’s own")), _("Asked of the fund")]
        heads += [self._label("comment", _("Comment"))]
        for place, head in enumerate(heads):
            self._text(3, place, head, self.formats.bold)
        self.sheet.freeze_panes(4, 1)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(3)
        self.row = 4

    def _label(self, key: str, usual: str) -> str:
        columns = self.field.columns if self.field else ()
        return next((column.label for column in columns if column.key == key), usual)

    def _article(self, title: str, rows: list[Row], budget: Sheet) -> None:
        if not rows:
            return
        head, self.row = self.row, self.row + 1
        for row in rows:
            self._line(row)
        ids = {row[ROW_ID] for row in rows}
        lines = [line for line in budget.lines if line.id in ids]
        self._text(head, 0, title, self.formats.bold)
        for place, value in self._sums_of(sheet_of(lines, ()).totals):
            first, last = xl_rowcol_to_cell(head + 1, place), xl_rowcol_to_cell(self.row - 1, place)
            self.sheet.write_formula(head, place, f"=SUM({first}:{last})", self.formats.strong, value)
        self.sums.append(head)

    def _line(self, row: Row) -> None:
        line, at = line_of(row), self.row
        self._text(at, 0, line.name, self.formats.text)
        self._text(at, 1, self.activities.get(line.activity, ""), self.formats.text)
        quantity = read_number(row.get("quantity", ""))
        self._figure(at, QUANTITY, row.get("quantity", ""), None if quantity is None else float(quantity))
        self._figure(at, PRICE, row.get("price", ""), _roubles(row.get("price", "")))
        self._figure(at, OWN, row.get("own", ""), _roubles(row.get("own", "")))
        cells = [xl_rowcol_to_cell(at, place) for place in (QUANTITY, PRICE, COST, OWN)]
        cost, requested = f"=ROUND(N({cells[0]})*N({cells[1]}),2)", f"={cells[2]}-N({cells[3]})"
        self.sheet.write_formula(at, COST, cost, self.formats.money, line.cost / KOPECKS)
        self.sheet.write_formula(at, REQUESTED, requested, self.formats.money, line.requested / KOPECKS)
        self._text(at, COMMENT, line.comment, self.formats.text)
        self.row += 1

    def _figure(self, row: int, place: int, typed: str, value: float | None) -> None:
        """Write a number as a number; what is none stays a text, and counts as nought as it does in the sheet."""
        if value is None:
            self._text(row, place, typed, self.formats.text)
        else:
            self.sheet.write_number(row, place, value, self.formats.number if place == QUANTITY else self.formats.money)

    def _total(self, totals: Totals) -> None:
        self._text(self.row, 0, _("In all, the budget"), self.formats.bold)
        for place, value in self._sums_of(totals):
            cells = [xl_rowcol_to_cell(row, place) for row in self.sums]
            self.sheet.write_formula(self.row, place, f"={'+'.join(cells) or '0'}", self.formats.strong, value)

    def _sums_of(self, totals: Totals) -> list[tuple[int, float]]:
        sums = {COST: totals.cost, OWN: totals.own, REQUESTED: totals.requested}
        return [(place, kopecks / KOPECKS) for place, kopecks in sums.items()]

    def _text(self, row: int, place: int, text: str, look: Any) -> None:
        if text:
            self.sheet.write_string(row, place, text[:CELL_CHARACTERS], look)


def _roubles(text: str) -> float | None:
    kopecks = read_money(text)
    return None if kopecks is None else kopecks / KOPECKS
