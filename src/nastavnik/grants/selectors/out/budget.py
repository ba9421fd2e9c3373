"""The budget as funds print it: articles with their sums, under each its lines."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.selectors.setup import Field
from nastavnik.grants.funds.budget import Line, Totals
from nastavnik.grants.funds.project import Project
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.selectors.out.blocks import Cell, Head, Row, Table, lines_of

BUDGET = "budget_lines"


def budget_table(template: FundTemplate, field: Field, project: Project) -> Table:
    """Return the budget of an application; `field` is the table in which its lines stand."""
    labels = {column.key: column.label for column in field.columns}
    heads = (
        Head("№", 0),
        Head(labels.get("name", _("What for")), 7),
        Head(labels.get("quantity", _("Quantity")), 3, is_number=True),
        Head(labels.get("price", _("Price")), 3, is_number=True),
        Head(_("Cost"), 3, is_number=True),
        Head(labels.get("own", _("Own")), 3, is_number=True),
        Head(_("Asked of the fund"), 4, is_number=True),
        Head(labels.get("comment", _("Comment")), 9),
    )
    return Table(heads, tuple(_rows(template, project)))


def _rows(template: FundTemplate, project: Project) -> Iterator[Row]:
    """Yield the articles that have lines, then lines of no article of the fund, then the whole."""
    sheet, number = project.sheet, 0
    activities = {activity.id: activity.title for activity in project.activities}
    known = {article.key: article.title for article in template.articles}
    left = [line for line in sheet.lines if line.article not in known]
    for key, title in known.items():
        lines = [line for line in sheet.lines if line.article == key]
        if not lines:
            continue
        number += 1
        yield _sums(str(number), title, sheet.by_article[key])
        for place, line in enumerate(lines, start=1):
            yield _line(f"{number}.{place}", line, activities)
    for place, line in enumerate(left, start=1):
        yield _line(f"{number + 1}.{place}", line, activities)
    yield _sums("", _("In all"), sheet.totals)


def _sums(number: str, title: str, totals: Totals) -> Row:
    sums = (totals.cost, totals.own, totals.requested)
    empty = Cell(("",))
    cells = (Cell((number,)), Cell((title,)), empty, empty, *(_money(one) for one in sums), empty)
    return Row(cells, is_strong=True)


def _line(number: str, line: Line, activities: dict[str, str]) -> Row:
    comment = "\n".join(part for part in (line.comment, activities.get(line.activity, "")) if part)
    return Row(
        (
            Cell((number,)),
            Cell(lines_of(line.name)),
            Cell((f"{line.quantity:f}".replace(".", ","),), is_number=True),
            *(_money(sum_) for sum_ in (line.price, line.cost, line.own, line.requested)),
            Cell(lines_of(comment)),
        )
    )


def _money(kopecks: int) -> Cell:
    return Cell((f"{'−' if kopecks < 0 else ''}{write_money(abs(kopecks))}",), is_number=True)
