"""How others of the jury marked the same application: shown to a juror who has finished her own sheet and asked to see it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import QuerySet

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Mark, ScoreSheet
from nastavnik.contest.permissions import marks_visible_to
from nastavnik.contest.selectors.setup import CriterionRead
from nastavnik.people.models import User

# From this part of the scale on the marks of a jury are said to be far apart.
FAR_APART = 0.5


@dataclass(frozen=True, slots=True)
class Spread:
    """The marks of a jury by one criterion, without names, from the lowest up."""

    title: str
    marks: tuple[int, ...]
    lowest: int
    highest: int
    mine: int | None

    @property
    def middle(self) -> float:
        """Return the median."""
        return float(median(self.marks))

    @property
    def width(self) -> int:
        """Return how far the lowest and the highest mark are apart."""
        return self.marks[-1] - self.marks[0]

    @property
    def is_wide(self) -> bool:
        """Tell whether they are far apart, measured by the scale."""
        return self.width >= FAR_APART * (self.highest - self.lowest)


@dataclass(frozen=True, slots=True)
class Others:
    """How many others have finished, and the marks of all by each criterion, hers among them."""

    many: int
    spreads: tuple[Spread, ...]


def others_of(actor: User, sheet: ScoreSheet, criteria: Sequence[CriterionRead], now: datetime) -> Others:
    """Return the finished marks on the application of a finished sheet of `actor`; one query."""
    sheets = marks_visible_to(actor, sheet.juror.contest, now)
    given = marks_by_sheet(sheets.filter(application=sheet.application_id, state=SheetState.FINISHED))
    return Others(len(given.keys() - {sheet.pk}), spreads_of(criteria, given, own=sheet.pk))


def marks_by_sheet(sheets: QuerySet[ScoreSheet]) -> dict[int, dict[int, int]]:
    """Return the marks of sheets by the numbers of sheet and criterion; the caller has asked for the right."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    marks = Mark.objects.filter(sheet__in=sheets.order_by(), value__isnull=False)
    for sheet_id, criterion_id, value in marks.values_list("sheet_id", "criterion_id", "value"):
        found[sheet_id][criterion_id] = value or 0
    return found


def spreads_of(
    criteria: Sequence[CriterionRead], given: Mapping[int, Mapping[int, int]], *, own: int | None
) -> tuple[Spread, ...]:
    """Return the spread by each criterion that has marks; `own`: the sheet of who looks."""
    mine = given.get(own or 0, {})
    spreads = (
        Spread(
            title=criterion.title,
            marks=tuple(sorted(marks[criterion.id] for marks in given.values() if criterion.id in marks)),
            lowest=criterion.lowest,
            highest=criterion.highest,
            mine=mine.get(criterion.id),
        )
        for criterion in criteria
    )
    return tuple(spread for spread in spreads if spread.marks)
