"""Tables that people bring: copied text, CSV or XLSX, as rows of cells. The reader of people's lists reads them, nothing trusted."""

import io
from typing import IO

from nastavnik.people.services.staff.tables import read_sheets

MOST_ROWS = 2000


def rows_of(text: str, file: IO[bytes] | None) -> list[list[str]]:
    """Return the rows of the first sheet of a file, else of a copied text. Raises the refusals of the reader."""
    content = file.read() if file else text.encode()
    for sheet in read_sheets(io.BytesIO(content), len(content), is_computed=True):
        rows = []
        for _number, row in sheet:
            rows.append(row)
            if len(rows) >= MOST_ROWS:
                break
        return rows
    return []
