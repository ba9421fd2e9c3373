"""An application as it is read, with the words marked of which somebody has said something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nastavnik.contest.checking.values import ROW_ID, Row, Value, is_empty, labels_of_rows, rows_of, text_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.applications.reading import shown_text
from nastavnik.contest.selectors.setup import Column, Field, Form, Section
from nastavnik.grants.funds.anchors import Anchor, Marked, marked
from nastavnik.grants.models import GrantFile
from nastavnik.grants.selectors.talk.words import TEXT_KINDS, row_words

# the names of what is said, with where its words stand
Anchors = Sequence[tuple[str, Anchor]]


@dataclass(frozen=True, slots=True)
class CellMarked:
    """A cell of a table; `begin` is where its words begin in the words of the row, None where nothing can be said of it."""

    label: str
    pieces: tuple[Marked, ...]
    begin: int | None
    is_number: bool


@dataclass(frozen=True, slots=True)
class RowMarked:
    """A row of a table, by its name in it."""

    id: str
    cells: tuple[CellMarked, ...]


@dataclass(frozen=True, slots=True)
class FieldMarked:
    """A field to be read: one of `pieces`, `rows` and `files`; all empty where nothing was written."""

    key: str
    label: str
    pieces: tuple[Marked, ...] = ()
    # something can be said of its words, for they are shown as they are kept
    is_text: bool = False
    heads: tuple[tuple[str, bool], ...] = ()
    rows: tuple[RowMarked, ...] = ()
    files: tuple[str, ...] = ()
    said: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written or added."""
        return not (self.pieces or self.rows or self.files)


@dataclass(frozen=True, slots=True)
class SectionMarked:
    """A section to be read."""

    key: str
    title: str
    fields: tuple[FieldMarked, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written or added."""
        return all(field.is_empty for field in self.fields)


@dataclass(frozen=True, slots=True)
class Said:
    """Where the words of open threads stand, by `field` and `field row`; and how many there are of each field."""

    anchors: Mapping[str, Anchors]
    counts: Mapping[str, int]


NOTHING_SAID = Said({}, {})


def sections_marked(
    form: Form, values: dict[str, Value], files: Sequence[GrantFile] = (), said: Said = NOTHING_SAID
) -> list[SectionMarked]:
    """Return a form with what stands in it, section by section; no query."""
    return [_section(form, section, values, files, said) for section in form.sections]


def _section(
    form: Form, section: Section, values: dict[str, Value], files: Sequence[GrantFile], said: Said
) -> SectionMarked:
    fields = tuple(_field(form, field, values, files, said) for field in section.fields)
    return SectionMarked(section.key, section.title, fields)


def _field(form: Form, field: Field, values: dict[str, Value], files: Sequence[GrantFile], said: Said) -> FieldMarked:
    count, anchors = said.counts.get(field.key, 0), said.anchors.get(field.key, ())
    if field.kind is FieldKind.FILES:
        names = tuple(file.name for file in files if file.field_key == field.key)
        return FieldMarked(field.key, field.label, files=names, said=count)
    value = values.get(field.key)
    if value is None or is_empty(value):
        return FieldMarked(field.key, field.label, said=count)
    if field.kind is FieldKind.ROWS:
        heads = tuple((column.label, _is_number(column)) for column in field.columns)
        rows = tuple(_rows(form, field, values, said))
        return FieldMarked(field.key, field.label, heads=heads, rows=rows, said=count)
    text = text_of(values, field.key)
    if field.kind in TEXT_KINDS:
        return FieldMarked(field.key, field.label, tuple(marked(text, anchors)), is_text=True, said=count)
    shown = shown_text(field.kind, text) if isinstance(value, str) else ", ".join(map(str, value))
    return FieldMarked(field.key, field.label, (Marked(shown),), said=count)


def _rows(form: Form, field: Field, values: dict[str, Value], said: Said) -> list[RowMarked]:
    """Return the rows; words that were quoted of the whole table are marked in the row where they stand."""
    labels = {column.of: labels_of_rows(form, values, column.of) for column in field.columns if column.of}
    rows, begin = [], 0
    for row in rows_of(values, field.key):
        length = len(row_words(field, row))
        own = said.anchors.get(f"{field.key} {row[ROW_ID]}", ())
        anchors = [*own, *_within(said.anchors.get(field.key, ()), begin, begin + length)]
        rows.append(RowMarked(row[ROW_ID], tuple(_cells(field, row, labels, anchors))))
        begin += length + 1
    return rows


def _cells(field: Field, row: Row, labels: Mapping[str, Mapping[str, str]], anchors: Anchors) -> list[CellMarked]:
    cells, begin = [], 0
    for column in field.columns:
        typed = row.get(column.key, "")
        if column.kind not in TEXT_KINDS:
            shown = labels[column.of].get(typed, "") if column.of else shown_text(column.kind, column.label_of(typed))
            cells.append(CellMarked(column.label, (Marked(shown),), None, _is_number(column)))
            continue
        pieces = tuple(marked(typed, _within(anchors, begin, begin + len(typed))))
        cells.append(CellMarked(column.label, pieces, begin, is_number=False))
        begin += len(typed) + 1 if typed else 0
    return cells


def _within(anchors: Anchors, begin: int, end: int) -> list[tuple[str, Anchor]]:
    """Return the anchors that reach into a part of a text, counted from its beginning."""
    reaching = ((name, one) for name, one in anchors if one.begin < end and one.end > begin)
    return [(name, Anchor(one.begin - begin, one.end - begin, one.is_exact)) for name, one in reaching]


def _is_number(column: Column) -> bool:
    return column.kind in {FieldKind.MONEY, FieldKind.NUMBER}
