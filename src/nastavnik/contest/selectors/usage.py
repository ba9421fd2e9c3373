"""What of a contest is in use already: applications stand on it, marks were given by it. It is protected from then on."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from nastavnik.contest.models import Application, ApplicationFile, Contest, FormField, Mark, MarkEntry, SectionText

# what an empty field holds
EMPTY: tuple[Any, ...] = ("", [], None)
TEXTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Usage:
    """Where in the form of a contest something was written. Samples count too: the jury was shown them."""

    # (key of the section, key of the field)
    fields: frozenset[tuple[str, str]]

    def has_field(self, section_key: str, key: str) -> bool:
        """Tell whether something was written into the field."""
        return (section_key, key) in self.fields


def usage_of(contest: Contest) -> Usage:
    """Return where something was written, by three queries."""
    return Usage(frozenset(_written(contest)))


def used_directions(contest: Contest) -> set[int]:
    """Return the numbers of the directions in which applications stand."""
    stand = Application.objects.filter(contest=contest, direction__isnull=False)
    return set(stand.values_list("direction_id", flat=True).distinct())


def _written(contest: Contest) -> set[tuple[str, str]]:
    """Return the fields that have something in them. Texts are read only until every field is known to have some."""
    fields = FormField.objects.filter(section__contest=contest)
    unknown = set(fields.values_list("section__key", "key"))
    with_files = ApplicationFile.objects.filter(application__contest=contest).values("field_key")
    written = set(fields.filter(key__in=with_files).values_list("section__key", "key"))
    texts = SectionText.objects.filter(application__contest=contest).values_list("key", "values")
    for section, values in texts.iterator(chunk_size=TEXTS_AT_ONCE):
        written |= {(section, key) for key, value in values.items() if value not in EMPTY}
        if unknown <= written:
            break
    return written & unknown


def has_marks(contest: Contest) -> bool:
    """Tell whether the jury has begun: a mark was given."""
    of_contest = Q(sheet__juror__contest=contest, value__isnull=False)
    return Mark.objects.filter(of_contest).exists() or MarkEntry.objects.filter(of_contest).exists()
