"""What marks of experts come to by the fund's criteria and the weights of the size of a grant."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nastavnik.grants.funds.template import FundCriterion, FundTemplate, Size

# a criterion marked below this share of the scale is to be worked on
LOW = Decimal("0.7")


def plain(number: Decimal) -> str:
    """Write a number without noughts at its end, with a comma."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """A criterion that is judged: its weight, its mark if it has one, and what that comes to."""

    criterion: FundCriterion
    weight: Decimal
    mark: int | None
    points: Decimal
    most: Decimal
    # of the scale, nought at its lowest mark
    share: Decimal | None

    @property
    def percent(self) -> int:
        """Return the share in whole per cent."""
        return round((self.share or 0) * 100)

    @property
    def words(self) -> dict[str, str]:
        """Return weight, points and their limit as they are written."""
        return {"weight": plain(self.weight), "points": plain(self.points), "most": plain(self.most)}

    @property
    def is_low(self) -> bool:
        """Tell whether the mark says that there is something to learn."""
        return self.share is not None and self.share < LOW


@dataclass(frozen=True, slots=True)
class Score:
    """All criteria that are judged, and the sum; `size` is the range of the requested sum, None where it is above the largest."""

    size: Size | None
    rows: tuple[CriterionScore, ...]

    @property
    def total(self) -> Decimal:
        """Return the sum so far."""
        return sum((row.points for row in self.rows), Decimal(0))

    @property
    def most(self) -> Decimal:
        """Return the largest sum that there can be."""
        return sum((row.most for row in self.rows), Decimal(0))

    @property
    def words(self) -> dict[str, str]:
        """Return the sum and its limit as they are written."""
        return {"total": plain(self.total), "most": plain(self.most)}

    @property
    def percent(self) -> int:
        """Return the sum in whole per cent of the largest."""
        return round(self.total / self.most * 100) if self.most else 0

    @property
    def marked(self) -> int:
        """Return how many criteria have a mark."""
        return sum(row.mark is not None for row in self.rows)

    @property
    def unmarked(self) -> list[str]:
        """Return the titles of criteria without a mark."""
        return [row.criterion.title for row in self.rows if row.mark is None]

    @property
    def low(self) -> list[CriterionScore]:
        """Return the criteria to be worked on: where most points are to be won first."""
        return sorted((row for row in self.rows if row.is_low), key=lambda row: row.points - row.most)


def score_of(template: FundTemplate, requested: int, marks: Mapping[str, int | None]) -> Score:
    """Return what marks come to where `requested` kopecks are asked for; a sum above the largest range is judged as that."""
    size = template.size_of(requested)
    by_size = size or (template.sizes[-1] if template.sizes else None)
    key = by_size.key if by_size else ""
    weighed = ((one, one.weights.get(key, Decimal(1))) for one in template.criteria)
    rows = tuple(_row(template, one, weight, marks.get(one.key)) for one, weight in weighed if weight)
    return Score(size, rows)


def _row(template: FundTemplate, criterion: FundCriterion, weight: Decimal, mark: int | None) -> CriterionScore:
    lowest, highest = template.scale.lowest, template.scale.highest
    share = None if mark is None else Decimal(mark - lowest) / (highest - lowest)
    return CriterionScore(criterion, weight, mark, weight * (mark or 0), weight * highest, share)
