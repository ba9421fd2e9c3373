"""What stands in an application now: the texts of its sections and its files."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from nastavnik.contest.checking.gaps import Gap, gaps_of
from nastavnik.contest.checking.values import Value
from nastavnik.contest.models import Application, ApplicationFile, SectionText
from nastavnik.contest.selectors.setup import Form

# of a gap that is about no field: the direction is chosen on the page of the application itself
NO_SECTION = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What its authors have written and added so far."""

    values: dict[str, Value] = field(default_factory=dict)
    files: tuple[ApplicationFile, ...] = ()
    texts: dict[str, SectionText] = field(default_factory=dict)

    @property
    def file_counts(self) -> Counter[str]:
        """Return how many files each field has."""
        return Counter(file.field_key for file in self.files)


def content_of(application: Application) -> Content:
    """Return what stands in an application, by two queries."""
    rows = SectionText.objects.filter(application=application).select_related("changed_by").order_by("pk")
    texts = {row.key: row for row in rows}
    values = {key: value for row in texts.values() for key, value in row.values.items()}
    files = ApplicationFile.objects.filter(application=application, removed_at=None).order_by("pk")
    return Content(values, tuple(files), texts)


def missing_in(application: Application, form: Form, content: Content, *, has_directions: bool) -> list[Gap]:
    """Return what is missing before an application can be submitted."""
    gaps = gaps_of(form, content.values, content.file_counts)
    if has_directions and application.direction_id is None:
        gaps.insert(0, Gap(NO_SECTION, "direction", _("Direction"), _("is not chosen")))
    return gaps
