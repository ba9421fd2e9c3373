"""Decisions of the jury that are still pending: places, awards, what is said of them; and what the release still wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.contest.models import Application, Award, Contest, Decision
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.selectors.history import Deed, history_of_result
from nastavnik.contest.selectors.results.chairing import groups_to_vote
from nastavnik.contest.selectors.results.computed import Computed, computed_of
from nastavnik.contest.selectors.results.lookup import (
    check_review_is_over,
    contest_chaired,
    contest_led,
    outcome_with_minutes,
)
from nastavnik.contest.selectors.results.minutes import is_fresh
from nastavnik.contest.selectors.results.told import decisions_of
from nastavnik.contest.selectors.setup import awards_of
from nastavnik.mentoring.selectors.mentorships.paging import Paging, page_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PAGE_ROWS = 100


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What is decided of an application. `computed` is its place by the ranking now."""

    application: Application
    computed: int | None
    decision: Decision | None

    @property
    def is_old(self) -> bool:
        """Tell whether the ranking says something else than what was decided."""
        return (self.decision.place if self.decision else None) != self.computed

    @property
    def is_stale(self) -> bool:
        """Tell whether a place was taken that the ranking does not say any more."""
        return self.is_old and self.decision is not None and self.decision.place is not None


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """All decisions of a contest, the best first, and how far the way to the release is."""

    contest: Contest
    can_run: bool
    rows: list[DecisionRow]
    paging: Paging
    needs_chair: bool
    has_fresh_minutes: bool

    @property
    def is_old(self) -> bool:
        """Tell whether places are to be taken from the ranking again."""
        return any(row.is_old for row in self.rows)

    @property
    def has_participants(self) -> bool:
        """Tell whether anybody gets a certificate of a participant: who was judged and won nothing."""
        return any(row.decision is None or row.decision.award_id is None for row in self.rows)

    @property
    def can_release(self) -> bool:
        """Tell whether nothing stands against the release."""
        is_ready = bool(self.rows) and not self.is_old and not self.needs_chair and self.has_fresh_minutes
        return self.can_run and is_ready and self.contest.released_at is None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision to be changed."""

    contest: Contest
    row: DecisionRow
    awards: Sequence[Award]
    history: list[Deed]

    @property
    def initial(self) -> dict[str, Any]:
        """Return what its form shows."""
        decision = self.row.decision
        if decision is None:
            return {"version": 0}
        return {"award": str(decision.award_id or ""), "note": decision.note, "version": decision.version}


@dataclass(frozen=True, slots=True)
class ChairGroup:
    """Equals between which the chair decides, in the order that she gave them, if she has."""

    place: int
    applications: list[Application]
    is_voted: bool


@dataclass(frozen=True, slots=True)
class ChairPage:
    """What waits for the vote of the chair. Nothing here tells a mark or whose a project is."""

    contest: Contest
    groups: list[ChairGroup]
    has_desk: bool


def decisions_page(actor: Actor, school: School, token: str, page: str, now: datetime) -> DecisionsPage:
    """Return the decisions of a contest. Raises `Contest.DoesNotExist`, `ReviewGoesOn`."""
    contest, told_last = outcome_with_minutes(actor, school, token)
    check_review_is_over(contest, now)
    found, decided = computed_of(contest), decisions_of(contest)
    rows = _rows(found, decided)
    return DecisionsPage(
        contest=contest,
        can_run=can_run_contest(actor, contest),
        rows=rows,
        paging=page_of(rows, page, PAGE_ROWS),
        needs_chair=found.needs_chair,
        has_fresh_minutes=is_fresh(contest, found, decided, told_last),
    )


def _rows(found: Computed, decided: Sequence[Decision]) -> list[DecisionRow]:
    """Return a row of every ranked application, and of others of which something was decided."""
    decisions = {one.application_id: one for one in decided}
    rows = []
    for place in found.places:
        application = found.applications[place.score.application]
        rows.append(DecisionRow(application, place.place, decisions.get(application.pk)))
    ranked = {row.application.pk for row in rows}
    others = [one for key, one in decisions.items() if key not in ranked and (one.award_id or one.place)]
    return [*rows, *(DecisionRow(one.application, None, one) for one in others)]


def decision_page(actor: Actor, school: School, token: str, application: str, now: datetime) -> DecisionPage:
    """Return one decision to whoever prepares the results. Raises `DoesNotExist`, `ReviewGoesOn`."""
    contest = contest_led(actor, school, token)
    check_review_is_over(contest, now)
    rows = _rows(computed_of(contest), decisions_of(contest))
    row = next((one for one in rows if one.application.token == application), None)
    if row is None:
        raise Application.DoesNotExist
    place = row.decision.place if row.decision else None
    awards = [one for one in awards_of(contest) if one.place is None or one.place == place]
    return DecisionPage(contest, row, awards, history_of_result(row.application))


def chair_page(actor: Actor, school: School, token: str, now: datetime) -> ChairPage:
    """Return what waits for the vote of the chair. Raises `Contest.DoesNotExist`, `ReviewGoesOn`."""
    contest = contest_chaired(actor, school, token)
    check_review_is_over(contest, now)
    found = computed_of(contest)
    groups = [_group(found, numbers) for numbers in groups_to_vote(actor, contest, found)]
    return ChairPage(contest, groups, has_desk=can_run_contest(actor, contest))


def _group(found: Computed, numbers: Sequence[int]) -> ChairGroup:
    places, votes = found.by_number, found.rules.chair
    in_order = sorted(numbers, key=lambda number: (votes.get(number, len(numbers) + 1), number))
    first = min(places[number].place for number in numbers)
    is_voted = all(number in votes for number in numbers)
    return ChairGroup(first, [found.applications[number] for number in in_order], is_voted)
