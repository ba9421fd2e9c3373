"""What stands in a field, in plain words."""

from nastavnik.contest.checking.values import Values, choices_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.applications.reading import field_read
from nastavnik.contest.selectors.setup import Form


def words_of(form: Form, key: str, values: Values) -> str:
    """Return what stands in a field: a row of a table in a line, one of a list or a file in a line."""
    field = form.field(key)
    if field is None:
        return ""
    if field.kind is FieldKind.FILES:
        return "\n".join(choices_of(values, key))
    read = field_read(form, field, values, ())
    if read is None:
        return ""
    if read.table is None:
        return read.text or "\n".join(read.items)
    return "\n".join(" · ".join(cell.text for cell in row if cell.text) for row in read.table.rows)
