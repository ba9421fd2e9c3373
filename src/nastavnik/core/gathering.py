"""Numbers of a group as one text.

The database sends a row for each group in place of one for each number: of tens of thousands most of the time goes into rows.
"""

from typing import Any

from django.db.models import Aggregate, TextField


class Gathered(Aggregate):
    """All whole numbers of a group in one text, in no order; empty groups are None. Read it by `numbers_of`."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **words: Any) -> Any:
        """Say it as PostgreSQL does."""
        template = "STRING_AGG(CAST((%(expressions)s) AS text), ',')"
        return self.as_sql(compiler, connection, template=template, **words)


def numbers_of(gathered: str | None) -> list[int]:
    """Return the numbers of a group."""
    return [int(one) for one in gathered.split(",")] if gathered else []
