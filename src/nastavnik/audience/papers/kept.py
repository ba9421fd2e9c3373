"""The rows behind the figures of a frozen report as a file: gzipped, a line of JSON for each figure, with a hash of the whole."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from nastavnik.audience.papers.persons import OfPerson, Persons

# of one figure; what is beyond is counted by the figure and not kept
MOST_ROWS = 100_000
PIECE = 2**16

Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows behind a figure: heads, which columns are of numbers, rows; `is_cut` tells that there were more."""

    code: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    # lists of `Cell`; until they are written words of lazy translation and `OfPerson` too
    rows: Iterable[list[Any]]
    is_cut: bool = False


def write_rows(file: IO[bytes], tables: Iterable[KeptRows], persons: Persons) -> str:
    """Write the rows of all figures, what they say of people into `persons`; return the hash of the file.

    The same rows make the same file.
    """
    with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        for table in tables:
            packed.write(f"{json.dumps(_line(table, persons), ensure_ascii=False)}\n".encode())
    file.seek(0)
    return digest_of(file)


def _line(table: KeptRows, persons: Persons) -> dict[str, Any]:
    source = iter(table.rows)
    rows = [[_kept(value, persons) for value in row] for row in islice(source, MOST_ROWS)]
    return {
        # first: a reader looks for it at the beginning of a line
        "code": table.code,
        "heads": table.heads,
        "numbers": table.numbers,
        "is_cut": next(source, None) is not None,
        "rows": rows,
    }


def read_rows(file: IO[bytes], code: str, persons: Persons) -> KeptRows | None:
    """Return the rows of one figure; None if the file has none of it."""
    beginning = f'{{"code": {json.dumps(code, ensure_ascii=False)},'.encode()
    return next((_table(line, persons) for line in _lines(file) if line.startswith(beginning)), None)


def read_all(file: IO[bytes], persons: Persons) -> Iterator[KeptRows]:
    """Yield the rows of all figures, one figure at a time."""
    return (_table(line, persons) for line in _lines(file))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file, mode="rb") as packed:
        yield from packed


def _table(line: bytes, persons: Persons) -> KeptRows:
    told = json.loads(line)
    rows = [[_value(value, persons) for value in row] for row in told["rows"]]
    return KeptRows(told["code"], tuple(told["heads"]), tuple(told["numbers"]), rows, told["is_cut"])


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file from where it stands; it stands at its beginning after that."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _kept(value: Any, persons: Persons) -> Any:
    """Return a value as JSON keeps it: words and numbers as they are, all else by its kind."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, OfPerson):
        return {"person": persons.place(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else str(value)


def _value(kept: Any, persons: Persons) -> Cell:
    if not isinstance(kept, dict):
        cell: Cell = kept
        return cell
    ((kind, text),) = kept.items()
    if kind == "person":
        return persons.text(*text)
    if kind == "moment":
        return datetime.fromisoformat(text)
    return date.fromisoformat(text) if kind == "day" else Decimal(text)
