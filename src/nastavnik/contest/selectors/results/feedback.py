"""What an applicant hears of the jury's work, as far as the contest lets her: advice without names, means of criteria."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nastavnik.contest.enums import Feedback, SheetState
from nastavnik.contest.models import Contest, ScoreSheet
from nastavnik.contest.ranking.formula import shown_mean
from nastavnik.contest.selectors.jury.needs import recused_of
from nastavnik.contest.selectors.results.computed import Computed

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


def means_of(found: Computed, number: int) -> list[MeanRead]:
    """Return the mean marks of an application, in the order of the criteria; none where nobody has judged it."""
    place = found.by_number.get(number)
    if place is None:
        return []
    return [
        MeanRead(one.title, shown_mean(mean), one.lowest, one.highest)
        for one, mean in zip(found.criteria, place.score.means, strict=True)
    ]


def strengths_of(means: Sequence[MeanRead]) -> list[str]:
    """Return by what an application is strong, the strongest first."""
    strong = sorted((one for one in means if one.percent >= STRONG_PERCENT), key=lambda one: -one.percent)
    return [one.title for one in strong[:MOST_STRENGTHS]]


def worth_a_look(means: Sequence[MeanRead]) -> list[str]:
    """Return by what an application could grow, the weakest first: its authors look for moments of the school about it."""
    weak = sorted((one for one in means if one.percent < STRONG_PERCENT), key=lambda one: one.percent)
    return [one.title for one in weak[:MOST_STRENGTHS]]


def advice_of(contest: Contest) -> dict[int, list[str]]:
    """Return by application what jurors advise, of sheets that count; two queries.

    In the order of the alphabet: an order of jurors would tell over several applications which words are whose.
    """
    recused, advice = recused_of(contest), defaultdict[int, list[str]](list)
    sheets = ScoreSheet.objects.filter(juror__contest=contest, state=SheetState.FINISHED).exclude(advice="")
    for juror_id, application_id, words in sheets.values_list("juror_id", "application_id", "advice"):
        if (juror_id, application_id) not in recused:
            advice[application_id].append(words.strip())
    return {application_id: sorted(words) for application_id, words in advice.items()}


def has_advice(contest: Contest) -> bool:
    """Tell whether applicants read the jury's advice."""
    return contest.feedback != Feedback.NOTHING


def has_marks(contest: Contest) -> bool:
    """Tell whether applicants see the mean mark of each criterion."""
    return contest.feedback == Feedback.MARKS
