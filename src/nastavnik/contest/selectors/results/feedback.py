"""What an applicant hears of the jury's work, as far as the contest lets her: advice without names, means of criteria."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from nastavnik.contest.enums import Feedback
from nastavnik.contest.models import Contest
from nastavnik.contest.ranking.formula import shown_mean
from nastavnik.contest.selectors.jury.judged import JudgedSheet, counted_sheets_of, sheets_for_ranking
from nastavnik.contest.selectors.setup import CriterionRead, criteria_of

MOST_STRENGTHS = 3
# of the scale: from here on a criterion is called a strength, below it is worth a look
STRONG_PERCENT = 70


@dataclass(frozen=True, slots=True)
class MeanRead:
    """The mean mark by a criterion, of the highest that could be had."""

    title: str
    mean: Decimal
    lowest: int
    highest: int

    @property
    def percent(self) -> int:
        """Return how far up the scale it is."""
        return int(100 * (self.mean - self.lowest) / (self.highest - self.lowest))


def means_of(contest: Contest, of: Collection[int]) -> Mapping[int, list[MeanRead]]:
    """Return the mean marks of these applications in the order of the criteria; what nobody has judged is left out.

    Two queries, and no ranking is computed.
    """
    sheets: dict[int, list[JudgedSheet]] = defaultdict(list)
    for sheet in sheets_for_ranking(contest, of):
        sheets[sheet.application_id].append(sheet)
    criteria = criteria_of(contest)
    return {key: [_mean(one, judged) for one in criteria] for key, judged in sheets.items()}


def _mean(criterion: CriterionRead, sheets: Sequence[JudgedSheet]) -> MeanRead:
    mean = Fraction(sum(sheet.marks[criterion.id] for sheet in sheets), len(sheets))
    return MeanRead(criterion.title, shown_mean(mean), criterion.lowest, criterion.highest)


def strengths_of(means: Sequence[MeanRead]) -> list[str]:
    """Return by what an application is strong, the strongest first."""
    strong = sorted((one for one in means if one.percent >= STRONG_PERCENT), key=lambda one: -one.percent)
    return [one.title for one in strong[:MOST_STRENGTHS]]


def worth_a_look(means: Sequence[MeanRead]) -> list[str]:
    """Return by what an application could grow, the weakest first: its authors look for moments of the school about it."""
    weak = sorted((one for one in means if one.percent < STRONG_PERCENT), key=lambda one: one.percent)
    return [one.title for one in weak[:MOST_STRENGTHS]]


def advice_of(contest: Contest, of: Collection[int]) -> Mapping[int, list[str]]:
    """Return what jurors advise on these applications, of sheets that count; one query.

    In the order of the alphabet: an order of jurors would tell over several applications which words are whose.
    """
    advice = defaultdict[int, set[str]](set)
    sheets = counted_sheets_of(contest).filter(application__in=of).exclude(advice="")
    for application_id, words in sheets.values_list("application_id", "advice"):
        advice[application_id].add(words.strip())
    return {application_id: sorted(words) for application_id, words in advice.items()}


def has_advice(contest: Contest) -> bool:
    """Tell whether applicants read the jury's advice."""
    return contest.feedback != Feedback.NOTHING


def has_marks(contest: Contest) -> bool:
    """Tell whether applicants see the mean mark of each criterion."""
    return contest.feedback == Feedback.MARKS
