"""The form of a named fund: what it asks, whom it takes, how it judges, when; and how sure we are of it.

A template is data with a source. It is never changed: a corrected one is another version, and applications keep theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import pgettext_lazy

from nastavnik.contest.selectors.setup import Form
from nastavnik.people.enums import LegalForm


class Confidence(models.TextChoices):
    """How sure we are that a template says what the fund says."""

    OFFICIAL = "official", pgettext_lazy("confidence", "read in the fund’s own documents")
    SECOND_HAND = "second_hand", pgettext_lazy("confidence", "read in a copy of the fund’s documents")
    UNCHECKED = "unchecked", pgettext_lazy("confidence", "fields and weights are not checked")


class Light(models.TextChoices):
    """How much a finding of the checker matters."""

    RED = "red", pgettext_lazy("finding", "The fund will refuse it")
    AMBER = "amber", pgettext_lazy("finding", "Experts will ask about it")


class ArticleKind(models.TextChoices):
    """What an article of a budget pays, as far as rules differ by it."""

    STAFF = "staff", pgettext_lazy("article", "pay of employees")
    PEOPLE = "people", pgettext_lazy("article", "pay of persons by contract")
    CONTRIBUTIONS = "contributions", pgettext_lazy("article", "insurance contributions")
    CONTRACTORS = "contractors", pgettext_lazy("article", "works and services of others")
    OTHER = "other", pgettext_lazy("article", "everything else")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the facts come from."""

    source: str
    address: str
    checked_on: date
    confidence: Confidence
    note: str


@dataclass(frozen=True, slots=True)
class Intake:
    """A time in which the fund takes applications; both ends belong to it, in the fund's zone."""

    title: str
    # None: not known
    opens_at: datetime | None
    closes_at: datetime
    # when the winners are told; None: not known
    results_on: date | None


@dataclass(frozen=True, slots=True)
class Applicants:
    """Who may apply. `refused`: why a form may not, in a sentence; what is not in either is not known."""

    taken: frozenset[LegalForm]
    refused: Mapping[LegalForm, str]
    # what one who may not apply can do
    way_round: str
    more: str


@dataclass(frozen=True, slots=True)
class Size:
    """A range of requested sums, in kopecks, by which weights differ; `most` None: without a limit."""

    key: str
    title: str
    most: int | None
    # months the project may last
    months: int | None


@dataclass(frozen=True, slots=True)
class FundCriterion:
    """What experts judge. A weight of nought: it is not judged at that size."""

    key: str
    title: str
    help: str
    # by the keys of sizes
    weights: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks that an expert may give for a criterion."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the budget."""

    key: str
    title: str
    kind: ArticleKind
    help: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Insurance contributions in per cent of a pay, from a day on: of employees, and of persons by contract."""

    since: date
    staff: Decimal
    people: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule of the checker as this fund has it: how much it matters, why, and where that is said."""

    key: str
    light: Light
    reason: str
    source: str
    # what the rule takes: a share, a number
    limit: Decimal | None


@dataclass(frozen=True, slots=True)
class FileRules:
    """How files that go to the fund are named (`funds.naming`), and how large it takes them; None: not known."""

    names: str = "{field}/{number}. {name}"
    most_megabytes: int | None = None


@dataclass(frozen=True, slots=True)
class FundTemplate:
    """A form of a fund."""

    key: str
    version: int
    fund: str
    title: str
    about: str
    origin: Origin
    # IANA name; days of the fund begin and end in it
    zone: str
    intakes: tuple[Intake, ...]
    # hours before the end by which an application should be in
    margin_hours: int
    applicants: Applicants
    sizes: tuple[Size, ...]
    scale: Scale
    criteria: tuple[FundCriterion, ...]
    articles: tuple[Article, ...]
    # the newest last
    rates: tuple[Rate, ...]
    forbidden_costs: tuple[str, ...]
    rules: tuple[RuleUse, ...]
    form: Form
    files: FileRules = FileRules()

    def size_of(self, kopecks: int) -> Size | None:
        """Return the range in which a requested sum lies; None above the largest."""
        return next((size for size in self.sizes if size.most is None or kopecks <= size.most), None)

    def rate_on(self, day: date) -> Rate | None:
        """Return the contributions that hold on a day; None before the first that is known."""
        return next((rate for rate in reversed(self.rates) if rate.since <= day), None)
