"""What of a contest is in use already: applications stand on it, marks were given by it. It is protected from then on."""

from dataclasses import dataclass

from django.db.models import Q

from nastavnik.contest.models import Application, ApplicationFile, Contest, FormField, Mark, MarkEntry, SectionText


@dataclass(frozen=True, slots=True)
class Usage:
    """What applications and sheets of a contest stand on. Samples count too: the jury was shown them."""

    applications: int
    # by the numbers of directions
    directions: frozenset[int]
    # (key of the section, key of the field) where something was written
    fields: frozenset[tuple[str, str]]
    has_marks: bool

    def has_field(self, section_key: str, key: str) -> bool:
        """Tell whether something was written into the field."""
        return (section_key, key) in self.fields

    def has_section(self, section_key: str) -> bool:
        """Tell whether something was written into the section."""
        return any(section == section_key for section, _key in self.fields)


def usage_of(contest: Contest) -> Usage:
    """Return what of the contest is in use, by five queries."""
    directions = list(Application.objects.filter(contest=contest).values_list("direction_id", flat=True))
    texts = SectionText.objects.filter(application__contest=contest).values_list("key", "values")
    written = {
        (section, key) for section, values in texts for key, value in values.items() if value not in ("", [], None)
    }
    return Usage(
        applications=len(directions),
        directions=frozenset(number for number in directions if number is not None),
        fields=frozenset(written | _with_files(contest)),
        has_marks=has_marks(contest),
    )


def _with_files(contest: Contest) -> set[tuple[str, str]]:
    """Return the fields that have a file, each with its section: files name only the field."""
    keys = ApplicationFile.objects.filter(application__contest=contest).values("field_key")
    fields = FormField.objects.filter(section__contest=contest, key__in=keys)
    return set(fields.values_list("section__key", "key"))


def has_marks(contest: Contest) -> bool:
    """Tell whether the jury has begun: a mark was given."""
    of_contest = Q(sheet__juror__contest=contest, value__isnull=False)
    return Mark.objects.filter(of_contest).exists() or MarkEntry.objects.filter(of_contest).exists()
