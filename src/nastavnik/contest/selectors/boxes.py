"""Fields of a form ready to be drawn: each with its limit, its help, what stands in it, and what another has written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.gaps import faults_of, most_files, most_rows
from nastavnik.contest.checking.numbers import write_money
from nastavnik.contest.checking.posted import ROW_ID_LENGTH, field_name, mark_name
from nastavnik.contest.checking.values import (
    ROW_ID,
    Row,
    Value,
    Values,
    choices_of,
    is_empty,
    labels_of_rows,
    mark_of,
    rows_of,
    sums_of,
    text_of,
)
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.applications.reading import field_read
from nastavnik.contest.selectors.setup import Column, Field, Form, Section
from nastavnik.core.ids import new_token

# rows that a table offers before anything is written into it, and after that
FIRST_ROWS, NEXT_ROWS = 2, 1
# more of them are chosen from a closed list
MOST_RADIOS = 6
# beside a field; the page of the application tells them all
MOST_FAULTS = 3


@dataclass(frozen=True, slots=True)
class OptionBox:
    """One of a list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell of a table as it is typed."""

    name: str
    label: str
    column: str
    kind: FieldKind
    value: str
    options: tuple[OptionBox, ...]
    # the key of the table whose rows are the options
    of: str
    most: int
    is_long: bool
    is_required: bool


@dataclass(frozen=True, slots=True)
class RowBox:
    """A row of a table as it is typed; `number` counts from 1."""

    number: int
    id_name: str
    id: str
    drop_name: str
    cells: tuple[CellBox, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class SumBox:
    """The sum of a column of money."""

    column: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FileBox:
    """A file that was added."""

    name: str
    url: str
    token: str
    kind: str
    bytes: int


@dataclass(frozen=True, slots=True)
class FieldBox:
    """A field of the form, ready to be drawn."""

    key: str
    name: str
    label: str
    help: str
    example: str
    kind: FieldKind
    is_required: bool
    most: int
    length: int
    mark_name: str
    mark: str
    text: str
    options: tuple[OptionBox, ...]
    has_radios: bool
    rows: tuple[RowBox, ...]
    # of a row that a script adds: `{row}` stands for its number, `{id}` for its name
    pattern: RowBox | None
    sums: tuple[SumBox, ...]
    files: tuple[FileBox, ...]
    files_left: int
    is_asked: bool
    # a field of this section on which it hangs, and the values that ask for it
    depends_on: str
    depends_values: tuple[str, ...]
    tells_who: bool
    faults: tuple[str, ...]
    # what another author wrote meanwhile, to be read; empty text: she has emptied it
    has_theirs: bool
    theirs: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn into the fields of a form.

    `typed` stands in the fields where `theirs` says that another wrote into them meanwhile.
    """

    values: Values
    files: Mapping[str, Sequence[FileBox]] = field(default_factory=dict)
    typed: Values = field(default_factory=dict)
    theirs: Values = field(default_factory=dict)
    # fields that are still empty are told too
    is_checked: bool = False
    # some fields are hidden from who judges, and say so
    is_blind: bool = False


def plain_words(form: Form, field: Field, value: Value) -> str:
    """Return what stands in a field in plain words, a row of a table in a line."""
    read = field_read(form, field, {field.key: value}, ())
    if read is None:
        return ""
    if read.table is None:
        return read.text or ", ".join(read.items)
    return "\n".join(" · ".join(cell.text for cell in row if cell.text) for row in read.table.rows)


class Boxes:
    """Draws the fields of one section."""

    def __init__(self, form: Form, section: Section, drawn: Drawn) -> None:
        self.form, self.drawn = form, drawn
        typed = {key: value for key, value in drawn.typed.items() if key in drawn.theirs}
        self.values: Values = {**drawn.values, **typed}
        self.asked = asked_keys(form, self.values)
        self.here = {field.key for field in section.fields}

    def box(self, field: Field) -> FieldBox:
        """Return a field ready to be drawn."""
        value, condition = self.values.get(field.key), field.condition
        text = text_of(self.values, field.key)
        files = self.drawn.files.get(field.key, ())
        is_table = field.kind is FieldKind.ROWS
        is_here = condition is not None and condition.key in self.here
        return FieldBox(
            key=field.key,
            name=field_name(field.key),
            label=field.label,
            help=field.help,
            example=field.example,
            kind=field.kind,
            is_required=field.is_required,
            most=field.most,
            length=count(text),
            mark_name=mark_name(field),
            mark=mark_of(self.drawn.theirs.get(field.key, self.drawn.values.get(field.key))),
            text=text,
            options=options_of(field.options, choices_of(self.values, field.key)),
            has_radios=len(field.options) <= MOST_RADIOS,
            rows=tuple(self._rows(field)) if is_table else (),
            pattern=self._row(field, "{row}", {ROW_ID: "{id}"}, is_new=True) if is_table else None,
            sums=sum_boxes(field, rows_of(self.values, field.key)) if is_table else (),
            files=tuple(files),
            files_left=max(most_files(field) - len(files), 0) if field.kind is FieldKind.FILES else 0,
            is_asked=field.key in self.asked,
            depends_on=field_name(condition.key) if condition and is_here else "",
            depends_values=condition.values if condition and is_here else (),
            tells_who=field.tells_who and self.drawn.is_blind,
            faults=self._faults(field, value),
            has_theirs=field.key in self.drawn.theirs,
            theirs=self._theirs(field),
        )

    def _faults(self, field: Field, value: Value | None) -> tuple[str, ...]:
        """Return what is wrong with what was typed; what is still empty is told on the page of the application."""
        if field.key not in self.asked or (is_empty(value) and not self.drawn.is_checked):
            return ()
        faults = faults_of(self.form, field, self.values, len(self.drawn.files.get(field.key, ())))
        return tuple(islice(faults, MOST_FAULTS))

    def _theirs(self, field: Field) -> str:
        """Return what another wrote, in plain words."""
        if field.key not in self.drawn.theirs:
            return ""
        return plain_words(self.form, field, self.drawn.theirs[field.key])

    def _rows(self, field: Field) -> list[RowBox]:
        rows = rows_of(self.values, field.key)
        room = max(most_rows(field) - len(rows), 0)
        blank = min(NEXT_ROWS if rows else FIRST_ROWS, room)
        shown = [(row, False) for row in rows]
        shown += [({ROW_ID: new_token(ROW_ID_LENGTH)}, True) for _ in range(blank)]
        return [self._row(field, str(number), row, is_new=is_new) for number, (row, is_new) in enumerate(shown)]

    def _row(self, field: Field, number: str, row: Row, *, is_new: bool) -> RowBox:
        base = f"{field_name(field.key)}-{number}"
        return RowBox(
            number=int(number) + 1 if number.isdigit() else 0,
            id_name=f"{base}-{ROW_ID}",
            id=row[ROW_ID],
            drop_name=f"{base}-drop",
            cells=tuple(
                self._cell(f"{base}-{column.key}", column, row.get(column.key, "")) for column in field.columns
            ),
            is_new=is_new,
        )

    def _cell(self, name: str, column: Column, value: str) -> CellBox:
        if column.of:
            labels = labels_of_rows(self.form, self.values, column.of)
        else:
            labels = {one: column.label_of(one) for one in column.options}
        return CellBox(
            name=name,
            label=column.label,
            column=column.key,
            kind=FieldKind.CHOICE if column.of else column.kind,
            value=value,
            options=tuple(OptionBox(one, label, one == value) for one, label in labels.items()),
            of=column.of,
            most=column.most,
            is_long=column.kind is FieldKind.TEXT,
            is_required=column.is_required,
        )


def options_of(options: Sequence[str], chosen: Sequence[str]) -> tuple[OptionBox, ...]:
    """Return the options of a list, those that are chosen marked."""
    return tuple(OptionBox(one, one, one in chosen) for one in options)


def sum_boxes(field: Field, rows: Sequence[Row]) -> tuple[SumBox, ...]:
    """Return the sums of the columns of money."""
    labels = {column.key: column.label for column in field.columns}
    return tuple(SumBox(key, labels[key], write_money(kopecks)) for key, kopecks in sums_of(field, rows).items())
