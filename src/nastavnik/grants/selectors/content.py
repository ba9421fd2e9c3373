"""What stands in an application to a fund now: the texts of its fields and its files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from nastavnik.contest.checking.values import Value
from nastavnik.grants.models import FieldText, GrantApplication, GrantFile


@dataclass(frozen=True, slots=True)
class Content:
    """What has been written and added so far."""

    # by the keys of fields
    values: dict[str, Value] = field(default_factory=dict)
    files: tuple[GrantFile, ...] = ()
    texts: dict[str, FieldText] = field(default_factory=dict)

    @property
    def file_counts(self) -> Counter[str]:
        """Return how many files each field has."""
        return Counter(file.field_key for file in self.files)

    def files_of(self, key: str) -> Sequence[GrantFile]:
        """Return the files of a field."""
        return [file for file in self.files if file.field_key == key]


def content_of(grant: GrantApplication) -> Content:
    """Return what stands in an application, by two queries."""
    rows = FieldText.objects.filter(grant=grant).select_related("changed_by").order_by("pk")
    texts = {row.key: row for row in rows}
    files = GrantFile.objects.filter(grant=grant).order_by("pk")
    return Content({key: row.value for key, row in texts.items()}, tuple(files), texts)
