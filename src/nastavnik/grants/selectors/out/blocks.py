"""The parts of an application as papers and copies show them, in the order of the fund."""

from dataclasses import dataclass

from nastavnik.contest.selectors.setup import Field


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table; `weight` is its share of the width, nought of a narrow one for numbers of rows."""

    text: str
    weight: int
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its lines."""

    lines: tuple[str, ...]
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a strong one holds sums."""

    cells: tuple[Cell, ...]
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A field of the form with what stands in it: one of `paragraphs`, `items`, `table` and `files`, or nothing yet."""

    # the title of the section that begins with this field; empty within it
    section: str
    field: Field
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None
    # names
    files: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands there."""
        return not (self.paragraphs or self.items or self.table or self.files)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a cell; an empty one has one empty line."""
    return tuple(line.strip() for line in text.strip().split("\n"))


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text without the empty lines between them."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())
