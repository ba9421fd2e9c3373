"""A table out of Excel before it is taken: which column is what, each line as it would stand, every cell that must be mended."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.checking.gaps import LARGEST_TABLE
from nastavnik.contest.checking.values import Row, labels_of_rows, rows_of
from nastavnik.grants.funds.budget import sheet_of
from nastavnik.grants.funds.pasting import (
    LETTERS,
    Asked,
    Known,
    Part,
    Pasted,
    PastedLine,
    Trouble,
    read_pasted,
    without_names,
)
from nastavnik.grants.funds.project import line_of
from nastavnik.grants.funds.rules_budget import BUDGET
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.check.sheet import Option, Sums, budget_field, labels_of, money, sums_read
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.head import GrantHead, head_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor

PART_TITLES: dict[Part, str | Promise] = {
    Part.NOTHING: "—",
    Part.ARTICLE: _("Article"),
    Part.NAME: _("What for"),
    Part.ACTIVITY: _("Activity"),
    Part.QUANTITY: _("Quantity"),
    Part.PRICE: _("Price"),
    Part.COST: _("Cost"),
    Part.OWN: _("One’s own"),
    Part.REQUESTED: _("Asked of the fund"),
    Part.COMMENT: _("Comment"),
}


@dataclass(frozen=True, slots=True)
class ColumnBox:
    """A column of the table: what it is, as a list to choose from."""

    name: str
    letter: str
    head: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line as it would stand in the budget."""

    row: int
    article: str
    name: str
    activity: str
    quantity: str
    price: str
    cost: str
    own: str
    requested: str
    comment: str
    # of the cells: what must be mended
    wrong: frozenset[str]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A table before it is taken."""

    head: GrantHead
    # what was pasted, to be sent once more
    text: str
    columns: tuple[ColumnBox, ...]
    lines: tuple[PreviewLine, ...]
    troubles: tuple[Trouble, ...]
    passed: int
    sums: Sums
    articles: tuple[Option, ...]
    present: int
    # whether they may be added to what stands there
    has_room: bool
    is_too_long: bool


def lines_of(grant: GrantApplication, asked: Asked) -> list[Row]:
    """Return the lines of a pasted table as they would stand in the budget."""
    return _lines(grant, template_of(grant.template), content_of(grant), asked)[1]


def _lines(grant: GrantApplication, template: FundTemplate, content: Content, asked: Asked) -> tuple[Pasted, list[Row]]:
    activities = labels_of_rows(template.form, content.values, "activities")
    keys = [article.key for article in template.articles]
    article = asked.article if asked.article in keys else ""
    found = read_pasted(asked.text, Known(template.articles, activities, article), asked.parts)
    columns = [column.key for column in budget_field(grant).columns]
    return found, [without_names(line, columns).cells for line in found.lines]


def preview_page(actor: Actor, grant: GrantApplication, asked: Asked, now: datetime) -> PreviewPage:
    """Return a table as it would be taken."""
    head = head_of(actor, grant, "grants:budget", now)
    content = content_of(grant)
    found, rows = _lines(grant, head.template, content, asked)
    labels = labels_of(head.template, budget_field(grant), content)
    present = len(rows_of(content.values, BUDGET))
    return PreviewPage(
        head=head,
        text=asked.text,
        columns=_columns(found),
        lines=tuple(_line(line, labels) for line in found.lines),
        troubles=found.troubles,
        passed=found.passed,
        sums=sums_read(sheet_of([line_of(row) for row in rows], ()).totals),
        articles=tuple(Option(one.key, one.title, one.key == asked.article) for one in head.template.articles),
        present=present,
        has_room=present + len(rows) <= LARGEST_TABLE,
        is_too_long=len(rows) > LARGEST_TABLE,
    )


def _columns(found: Pasted) -> tuple[ColumnBox, ...]:
    return tuple(
        ColumnBox(
            f"column-{place}",
            LETTERS[place],
            found.heads[place][:60],
            tuple(Option(one.value, str(title), one is part) for one, title in PART_TITLES.items()),
        )
        for place, part in enumerate(found.parts)
    )


def _line(line: PastedLine, labels: dict[str, dict[str, str]]) -> PreviewLine:
    cells, sums = line.cells, line_of(line.cells)
    return PreviewLine(
        row=line.row,
        article=labels.get("article", {}).get(cells["article"], ""),
        name=cells["name"],
        activity=labels.get("activity", {}).get(cells["activity"], ""),
        quantity=cells["quantity"],
        price=cells["price"],
        cost=money(sums.cost),
        own=cells["own"],
        requested=money(sums.requested),
        comment=cells["comment"],
        wrong=line.wrong,
    )
