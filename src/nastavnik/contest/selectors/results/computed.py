"""The ranking of a contest, computed of its finished sheets and remembered until one of them changes."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum, Value

from nastavnik.contest.enums import ApplicationState, SheetState, TieRule
from nastavnik.contest.models import Application, ChairVote, Contest, Recusal, ScoreSheet
from nastavnik.contest.ranking.doubts import Group, indistinguishable
from nastavnik.contest.ranking.formula import Judged, Place, Rules, Scale, ranked, scores
from nastavnik.contest.selectors.jury.judged import sheets_for_ranking
from nastavnik.contest.selectors.setup import CriterionRead, criteria_of, tie_rules_of
from nastavnik.core.memory import Memory

KEPT_SECONDS = 3600.0
MOST_KEPT = 16
# more than versions ever come to: a sheet that is reopened must not look like one that was saved
BILLION = 10**9
_memory: Memory["Computed"] = Memory(most=MOST_KEPT, seconds=KEPT_SECONDS)


@dataclass(frozen=True, slots=True)
class VoteRead:
    """The vote of the chair on an application: among equals, the earlier `rank`, the better."""

    rank: int
    reason: str


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
    # how the chair voted, and why, by application
    votes: Mapping[int, "VoteRead"]
    # of what it was computed: differs as soon as something of it does
    key: Hashable

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
    """Return the ranking of the contest; one query while nothing has changed, else four."""
    key = (contest.pk, contest.version, _fingerprint(contest))
    return _memory.answer(key, lambda: _compute(contest, key))


def _fingerprint(contest: Contest) -> tuple[Any, ...]:
    """Return what differs as soon as a mark, a recusal, an application or a vote of the chair does; one query."""
    sheets = ScoreSheet.objects.filter(juror__contest=contest)
    recusals = Recusal.objects.filter(juror__contest=contest)
    votes = ChairVote.objects.filter(contest=contest)
    finished = Count("pk", filter=Q(state=SheetState.FINISHED))
    counts = [
        _counts("sheets", sheets, Sum("version") + finished * BILLION, Max("changed_at"), Max("finished_at")),
        _counts("recusals", recusals, Max("pk"), Max("declared_at"), Max("declared_at")),
        _counts(
            "applications",
            _admitted(contest).select_related(None),
            Sum("number"),
            Max("changed_at"),
            Max("submitted_at"),
        ),
        _counts("votes", votes, Max("pk"), Max("voted_at"), Max("voted_at")),
    ]
    return tuple(sorted(counts[0].union(*counts[1:], all=True)))


def _counts(kind: str, rows: QuerySet[Any], figure: Any, at: Any, also_at: Any) -> QuerySet[Any, Any]:
    """Return one row: how many there are, a figure that differs when they do, and two moments."""
    told = rows.order_by().values(kind=Value(kind)).annotate(many=Count("pk"), figure=figure, at=at, also_at=also_at)
    counted: QuerySet[Any, Any] = told.values_list("kind", "many", "figure", "at", "also_at")
    return counted


def _compute(contest: Contest, key: Hashable) -> Computed:
    criteria = criteria_of(contest)
    scales = [Scale.of(one.id, one.weight) for one in criteria]
    applications = {one.number or 0: one for one in _admitted(contest)}
    numbers = {one.pk: number for number, one in applications.items()}
    sheets = [Judged(one.juror_id, numbers[one.application_id], one.marks) for one in sheets_for_ranking(contest)]
    votes = {number: VoteRead(vote.rank, vote.reason) for number, vote in _votes(applications)}
    rules = Rules(tuple(tie_rules_of(contest)), {number: vote.rank for number, vote in votes.items()})
    places = ranked(scores(scales, sheets), rules)
    groups = indistinguishable(scales, sheets, places)
    return Computed(criteria, scales, rules, sheets, places, groups, applications, votes, key)


def _admitted(contest: Contest) -> QuerySet[Application]:
    rows = Application.objects.filter(contest=contest, state=ApplicationState.ADMITTED, is_sample=False)
    return rows.select_related("library", "direction", "chair_vote").order_by("number")


def _votes(applications: Mapping[int, Application]) -> list[tuple[int, ChairVote]]:
    """Return the votes that came with the applications."""
    found = ((number, getattr(one, "chair_vote", None)) for number, one in applications.items())
    return [(number, vote) for number, vote in found if vote is not None]
