"""An application as it is typed into the form on the fund's site: field by field, each ready to be copied, with the fund's limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.gaps import read_day
from nastavnik.contest.checking.numbers import read_money, read_number
from nastavnik.contest.checking.values import Values, choices_of, is_empty, labels_of_rows, rows_of, text_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Field
from nastavnik.core.tables.export import harmless
from nastavnik.grants.funds.project import line_of
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.out.budget import BUDGET
from nastavnik.grants.selectors.templates import template_of

KOPECKS = 100
DAY = "%d.%m.%Y"


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to be copied. `most` nought: the fund has no limit of its own."""

    # within the page
    key: str
    label: str
    text: str
    most: int = 0
    is_long: bool = False

    @property
    def count(self) -> int:
        """Return how many characters it has."""
        return count(self.text)

    @property
    def over(self) -> int:
        """Return how many characters are too many."""
        return max(0, self.count - self.most) if self.most else 0


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A row of a table, cell by cell."""

    title: str
    cells: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class CopyField:
    """A field of the form: one of `texts`, `rows` and `files`, or nothing yet."""

    key: str
    label: str
    texts: tuple[Copy, ...] = ()
    rows: tuple[CopyRow, ...] = ()
    # the whole table, to be pasted into another
    whole: Copy | None = None
    files: tuple[str, ...] = ()
    is_required: bool = True

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands there."""
        return not (self.texts or self.rows or self.files)


@dataclass(frozen=True, slots=True)
class CopySection:
    """A section of the form."""

    key: str
    title: str
    fields: tuple[CopyField, ...]


@dataclass(frozen=True, slots=True)
class CopyPage:
    """All texts of an application."""

    sections: tuple[CopySection, ...]
    # of texts to copy
    total: int
    # texts longer than the fund takes
    too_long: int


def copy_page(grant: GrantApplication) -> CopyPage:
    """Return what is typed into the fund's form, by two queries."""
    template, content = template_of(grant.template), content_of(grant)
    asked = asked_keys(template.form, content.values)
    sections = []
    for section in template.form.sections:
        fields = tuple(_field(template, field, content) for field in section.fields if field.key in asked)
        if fields:
            sections.append(CopySection(section.key, section.title, fields))
    texts = list(_texts(sections))
    return CopyPage(tuple(sections), len(texts), sum(bool(text.over) for text in texts))


def _texts(sections: Sequence[CopySection]) -> Iterator[Copy]:
    for section in sections:
        for field in section.fields:
            yield from field.texts
            for row in field.rows:
                yield from row.cells


def _field(template: FundTemplate, field: Field, content: Content) -> CopyField:
    values, empty = content.values, CopyField(field.key, field.label, is_required=field.is_required)
    if field.kind is FieldKind.FILES:
        return replace(empty, files=tuple(file.name for file in content.files_of(field.key)))
    if is_empty(values.get(field.key)):
        return empty
    if field.kind is FieldKind.ROWS:
        rows = tuple(_rows(template, field, values))
        return replace(empty, rows=rows, whole=_whole(field, rows))
    if field.kind is FieldKind.CHOICES:
        chosen = choices_of(values, field.key)
        return replace(empty, texts=tuple(Copy(f"{field.key}-{n}", "", text) for n, text in enumerate(chosen)))
    text = typed(field.kind, text_of(values, field.key))
    limits = field.kind in {FieldKind.LINE, FieldKind.TEXT}
    copy = Copy(field.key, "", text, field.most if limits else 0, is_long=field.kind is FieldKind.TEXT)
    return replace(empty, texts=(copy,))


def _rows(template: FundTemplate, field: Field, values: Values) -> Iterator[CopyRow]:
    labels = {column.of: labels_of_rows(template.form, values, column.of) for column in field.columns if column.of}
    for number, row in enumerate(rows_of(values, field.key), start=1):
        cells = [
            Copy(
                f"{field.key}-{number}-{column.key}",
                column.label,
                _cell(column, row.get(column.key, ""), labels),
                column.most,
                is_long=column.kind is FieldKind.TEXT,
            )
            for column in field.columns
        ]
        if field.key == BUDGET:
            cells += _sums(f"{field.key}-{number}", row)
        title = f"{number}. {_title(field, row, labels)}"
        yield CopyRow(title, tuple(cell for cell in cells if cell.text))


def _title(field: Field, row: dict[str, str], labels: dict[str, dict[str, str]]) -> str:
    """Return by what a row is told from others: what stands first in it; of the budget not its article, which many have."""
    columns = [column for column in field.columns if row.get(column.key, "").strip()]
    if field.key == BUDGET:
        columns.sort(key=lambda column: column.key != "name")
    return _cell(columns[0], row[columns[0].key], labels) if columns else ""


def _sums(key: str, row: dict[str, str]) -> list[Copy]:
    line = line_of(row)
    return [
        Copy(f"{key}-cost", _("Cost"), plain_sum(line.cost)),
        Copy(f"{key}-requested", _("Asked of the fund"), plain_sum(line.requested)),
    ]


def _cell(column: Column, text: str, labels: dict[str, dict[str, str]]) -> str:
    if column.of:
        return labels[column.of].get(text, "")
    return typed(column.kind, column.label_of(text))


def _whole(field: Field, rows: Sequence[CopyRow]) -> Copy:
    """Return a table as programs of sheets take it; what looks like a formula is none."""
    heads = {cell.label: None for row in rows for cell in row.cells}
    lines = ["\t".join(_flat(head) for head in heads)]
    for row in rows:
        by_label = {cell.label: cell.text for cell in row.cells}
        lines.append("\t".join(_flat(by_label.get(head, "")) for head in heads))
    return Copy(f"{field.key}-whole", field.label, "\n".join(lines))


def _flat(text: str) -> str:
    return harmless(" ".join(text.split()))


def typed(kind: FieldKind, text: str) -> str:
    """Return what was typed as forms on sites take it: days with points, sums without spaces."""
    if kind is FieldKind.DATE and (day := read_day(text)) is not None:
        return day.strftime(DAY)
    if kind is FieldKind.MONEY and (kopecks := read_money(text)) is not None:
        return plain_sum(kopecks)
    if kind is FieldKind.NUMBER and (number := read_number(text)) is not None:
        return f"{number:f}".replace(".", ",")
    return text.strip()


def plain_sum(kopecks: int) -> str:
    """Write a sum with digits and a comma alone: `12500,50`."""
    roubles, rest = divmod(abs(kopecks), KOPECKS)
    return f"{'-' if kopecks < 0 else ''}{roubles}{f',{rest:02}' if rest else ''}"
