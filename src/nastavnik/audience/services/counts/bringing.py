"""Tables that people bring: copied text, CSV or XLSX, as rows of cells. The reader of people's lists reads them, nothing trusted."""

import io
from itertools import islice
from typing import IO

from nastavnik.people.services.staff.tables import read_sheets

MOST_ROWS = 2000


def rows_of(text: str, file: IO[bytes] | None) -> list[list[str]]:
    """Return the rows of the first sheet of a file, else of a copied text. Raises the refusals of the reader."""
    content = file.read() if file else text.encode()
    first = next(read_sheets(io.BytesIO(content), len(content), is_computed=True), iter(()))
    return [row for _number, row in islice(first, MOST_ROWS)]
