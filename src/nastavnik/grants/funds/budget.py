"""A budget as a sheet: quantity × price, what the fund is asked for and what is one's own, right to the kopeck.

Sums are whole kopecks; a quantity and a rate are decimals. A product is rounded half up, once, where it is made: totals are sums of
what stands in the lines, so that whoever adds the printed column gets the printed total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from nastavnik.grants.funds.template import Article, ArticleKind, Rate

WHOLE = Decimal(1)
PER_CENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is written. `price` and `own` are kopecks; `activity` and `article` name their rows."""

    id: str
    article: str
    name: str
    quantity: Decimal
    price: int
    own: int
    activity: str
    comment: str

    @property
    def cost(self) -> int:
        """What it costs."""
        return rounded(self.quantity * self.price)

    @property
    def requested(self) -> int:
        """What the fund is asked for; below nought where more of one's own is written than it costs."""
        return self.cost - self.own


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of some lines, in kopecks."""

    cost: int
    own: int
    requested: int

    @property
    def own_share(self) -> Decimal:
        """One's own part of the whole, 0 to 1, to four places."""
        return share_of(self.own, self.cost)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A budget with its sums."""

    lines: tuple[Line, ...]
    totals: Totals
    # by the keys of articles, in the order of the fund
    by_article: Mapping[str, Totals]


def sheet_of(lines: Sequence[Line], articles: Iterable[Article]) -> Sheet:
    """Return a budget with its sums; a line of an article that the fund does not have counts in the whole only."""
    by_article = {article.key: totals_of(line for line in lines if line.article == article.key) for article in articles}
    return Sheet(tuple(lines), totals_of(lines), by_article)


def totals_of(lines: Iterable[Line]) -> Totals:
    """Return the sums of lines."""
    known = list(lines)
    return Totals(
        cost=sum(line.cost for line in known),
        own=sum(line.own for line in known),
        requested=sum(line.requested for line in known),
    )


def share_of(part: int, whole: int) -> Decimal:
    """Return a part of a whole to four places; nought of nothing."""
    if whole == 0:
        return Decimal(0)
    return (Decimal(part) / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def rounded(kopecks: Decimal) -> int:
    """Return whole kopecks, half up."""
    return int(kopecks.quantize(WHOLE, ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Due:
    """Insurance contributions that are due, in kopecks: all, and those of the pay that is one's own."""

    cost: int
    own: int


def contributions(lines: Iterable[Line], articles: Iterable[Article], rate: Rate) -> int:
    """Return the insurance contributions of all pay in `lines`, in kopecks: of each line by its own, as a payroll does."""
    return contributions_due(lines, articles, rate).cost


def contributions_due(lines: Iterable[Line], articles: Iterable[Article], rate: Rate) -> Due:
    """Return the contributions of all pay, and their part that follows what is one's own of each pay."""
    kinds = {article.key: article.kind for article in articles}
    percents = {ArticleKind.STAFF: rate.staff, ArticleKind.PEOPLE: rate.people}
    cost = own = 0
    for line in lines:
        if (kind := kinds.get(line.article)) in percents:
            cost += rounded(Decimal(line.cost) * percents[kind] / PER_CENT)
            own += rounded(Decimal(min(line.own, line.cost)) * percents[kind] / PER_CENT)
    return Due(cost, own)
