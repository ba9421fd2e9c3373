"""The ranking of a contest, computed of its finished sheets and remembered until one of them changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, Sum

from nastavnik.contest.enums import ApplicationState, SheetState, TieRule
from nastavnik.contest.models import Application, ChairVote, Contest, Recusal, ScoreSheet
from nastavnik.contest.ranking.doubts import Group, indistinguishable
from nastavnik.contest.ranking.formula import Judged, Place, Rules, Scale, ranked, scores
from nastavnik.contest.selectors.jury.judged import sheets_for_ranking
from nastavnik.contest.selectors.jury.needs import admitted_of
from nastavnik.contest.selectors.setup import CriterionRead, criteria_of, tie_rules_of
from nastavnik.core.memory import Memory

KEPT_SECONDS = 3600.0
MOST_KEPT = 16
_memory: Memory["Computed"] = Memory(most=MOST_KEPT, seconds=KEPT_SECONDS)


@dataclass(frozen=True, slots=True)
class Computed:
    """A ranking with all of which it was made. Applications go by their numbers in the contest."""

    criteria: Sequence[CriterionRead]
    scales: Sequence[Scale]
    rules: Rules
    # those that count
    sheets: Sequence[Judged]
    places: Sequence[Place]
    groups: Sequence[Group]
    # everything that was admitted, also what nobody has judged
    applications: Mapping[int, Application]

    @property
    def by_number(self) -> dict[int, Place]:
        """Return the places by the numbers of the applications."""
        return {one.score.application: one for one in self.places}

    @property
    def unjudged(self) -> list[Application]:
        """Return what has no sheet that counts, and so no place."""
        judged = self.by_number
        return [one for number, one in self.applications.items() if number not in judged]

    @property
    def needs_chair(self) -> bool:
        """Tell whether some place waits for the vote of the chair."""
        return TieRule.CHAIR in self.rules.ties and any(one.is_undecided for one in self.places)

    @property
    def chair_groups(self) -> list[list[int]]:
        """Return the numbers of those that every rule before the chair's vote leaves equal, voted on or not."""
        ties = self.rules.ties
        if TieRule.CHAIR not in ties:
            return []
        before = Rules(ties[: ties.index(TieRule.CHAIR)])
        groups: dict[int, list[int]] = {}
        for one in ranked([place.score for place in self.places], before):
            groups.setdefault(one.place, []).append(one.score.application)
        return [numbers for numbers in groups.values() if len(numbers) > 1]


def computed_of(contest: Contest) -> Computed:
    """Return the ranking of the contest; four queries while nothing has changed, else eleven at most."""
    return _memory.answer((contest.pk, contest.version, _fingerprint(contest)), lambda: _compute(contest))


def _fingerprint(contest: Contest) -> tuple[Any, ...]:
    """Return what differs as soon as a mark, a recusal, an application or a vote of the chair does."""
    finished = Count("pk", filter=Q(state=SheetState.FINISHED))
    sheets = ScoreSheet.objects.filter(juror__contest=contest).aggregate(
        Count("pk"), finished=finished, versions=Sum("version"), at=Max("finished_at"), changed=Max("changed_at")
    )
    recusals = Recusal.objects.filter(juror__contest=contest).aggregate(Count("pk"), Max("pk"))
    admitted = Application.objects.filter(contest=contest, state=ApplicationState.ADMITTED, is_sample=False)
    applications = admitted.aggregate(Count("pk"), Sum("number"), Max("changed_at"))
    votes = ChairVote.objects.filter(contest=contest).aggregate(Count("pk"), Max("pk"), Max("voted_at"))
    return tuple(value for told in (sheets, recusals, applications, votes) for value in told.values())


def _compute(contest: Contest) -> Computed:
    criteria = criteria_of(contest)
    scales = [Scale.of(one.id, one.weight) for one in criteria]
    applications = {one.number or 0: one for one in admitted_of(contest)}
    numbers = {one.pk: number for number, one in applications.items()}
    sheets = [
        Judged(one.juror_id, numbers[one.application_id], one.marks)
        for one in sheets_for_ranking(contest)
        if not one.is_recused
    ]
    votes = ChairVote.objects.filter(contest=contest).values_list("application__number", "rank")
    rules = Rules(tuple(tie_rules_of(contest)), {number or 0: rank for number, rank in votes})
    places = ranked(scores(scales, sheets), rules)
    groups = indistinguishable(scales, sheets, places)
    return Computed(criteria, scales, rules, sheets, places, groups, applications)
