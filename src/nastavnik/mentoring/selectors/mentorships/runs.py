"""The matching of the network at the methodist's desk: how far it is, what it suggests, who else could be the mentor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from nastavnik.mentoring.enums import Decision, MatchScope, MatchState
from nastavnik.mentoring.matching import cost_of, reasons_of
from nastavnik.mentoring.models import MatchProposal, MatchRun, SettlementPoint
from nastavnik.mentoring.permissions import can_pair
from nastavnik.mentoring.selectors.mentorships.cards import Person, person_of, today_in
from nastavnik.mentoring.selectors.mentorships.network import people_without_mentor, sides_of
from nastavnik.mentoring.selectors.mentorships.paging import Paging, page_of
from nastavnik.mentoring.selectors.mentorships.reasons import ReasonRow, reason_rows, theme_titles
from nastavnik.people.permissions import Actor, libraries_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

PAGE_ROWS = 30
MOST_OTHERS = 10
# The parts of what a matching suggests; of the pairs the one that costs most stands first: it has to be thought about.
SUGGESTED, ALONE = "open", "alone"
PARTS = {
    SUGGESTED: Q(decision=Decision.OPEN, mentor__isnull=False),
    ALONE: Q(decision=Decision.OPEN, mentor=None),
    **{str(one): Q(decision=one) for one in (Decision.APPROVED, Decision.CHANGED, Decision.DROPPED)},
}
# How much of the bar each step of the work takes, in per cent before it and through it.
SHARES = {
    MatchState.WAITING: (0, 0),
    MatchState.READING: (0, 5),
    MatchState.COMPARING: (5, 60),
    MatchState.CHOOSING: (60, 90),
    MatchState.WRITING: (90, 99),
}


@dataclass(frozen=True, slots=True)
class RunRow:
    """A matching, as far as it is."""

    token: str
    url: str
    scope: MatchScope
    state: MatchState
    percent: int
    mentors: int
    places: int
    mentees: int
    matched: int
    created_at: datetime
    started_by: str
    is_going: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A pair that is suggested, with its reasons; without a mentor where none was found."""

    token: str
    mentee: Person
    mentor: Person | None
    reasons: tuple[ReasonRow, ...]
    decision: Decision
    mentorship_url: str

    @property
    def is_open(self) -> bool:
        """Whether the methodist has not decided yet."""
        return self.decision == Decision.OPEN


@dataclass(frozen=True, slots=True)
class DecisionTab:
    """A part of the suggestions."""

    url: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class RunPage:
    """A matching with one page of its suggestions."""

    pk: int
    run: RunRow
    tabs: list[DecisionTab]
    rows: list[ProposalRow]
    # nothing while it goes on
    paging: Paging | None
    shown: str

    @property
    def has_open_pairs(self) -> bool:
        """Whether something on this page can be approved."""
        return any(row.is_open and row.mentor for row in self.rows)


@dataclass(frozen=True, slots=True)
class StartPage:
    """What a matching would begin with, and those before it."""

    counts: list[tuple[MatchScope, int]]
    runs: list[RunRow]
    settlements: int
    libraries: int


def check_can_pair(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who is no methodist of the school."""
    if not can_pair(actor, school):
        raise PermissionDenied


def start_page(actor: Actor, school: School) -> StartPage:
    """Return the page on which a matching is started."""
    check_can_pair(actor, school)
    return StartPage(
        counts=[(scope, people_without_mentor(school, scope).count()) for scope in MatchScope],
        runs=[run_row(run) for run in _runs(school)[:10]],
        settlements=SettlementPoint.objects.filter(school=school).count(),
        libraries=libraries_of(place_of(school)).exclude(settlement_key="").values("settlement_key").distinct().count(),
    )


def _runs(school: School) -> QuerySet[MatchRun]:
    return MatchRun.objects.filter(school=school).select_related("started_by")


def run_row(run: MatchRun) -> RunRow:
    """Return a matching, as far as it is."""
    state = MatchState(run.state)
    begin, end = SHARES.get(state, (100, 100))
    share = run.done / run.total if run.total else 0
    return RunRow(
        token=run.token,
        url=reverse("mentoring:matching", args=[run.token]),
        scope=MatchScope(run.scope),
        state=state,
        percent=round(begin + (end - begin) * min(share, 1)),
        mentors=run.mentors,
        places=run.places,
        mentees=run.mentees,
        matched=run.matched,
        created_at=run.created_at,
        started_by=run.started_by.full_name if run.started_by else "",
        is_going=run.is_going,
    )


def run_state(actor: Actor, school: School, token: str) -> RunRow:
    """Return how far a matching is. Raises `MatchRun.DoesNotExist`."""
    return run_row(_run(actor, school, token))


def _run(actor: Actor, school: School, token: str) -> MatchRun:
    if not can_pair(actor, school):
        raise MatchRun.DoesNotExist
    return _runs(school).get(token=token)


def run_page(actor: Actor, school: School, token: str, params: Mapping[str, str]) -> RunPage:
    """Return a matching with the suggestions that the address asks for. Raises `MatchRun.DoesNotExist`."""
    run = _run(actor, school, token)
    shown = params.get("show", "") if params.get("show", "") in PARTS else SUGGESTED
    if run.is_going:
        return RunPage(run.pk, run_row(run), [], [], None, shown)
    proposals = MatchProposal.objects.filter(run=run)
    counts = proposals.aggregate(**{part: Count("pk", filter=query) for part, query in PARTS.items()})
    chosen = proposals.filter(PARTS[shown]).select_related("mentee__library", "mentor__library", "mentorship")
    paging = page_of(chosen.order_by("-cost", "pk"), params.get("page", ""), PAGE_ROWS, show=shown)
    titles = theme_titles(school)
    return RunPage(
        pk=run.pk,
        run=run_row(run),
        tabs=[_tab(part, counts[part], shown) for part in PARTS],
        rows=[proposal_row(one, titles) for one in paging.rows],
        paging=paging,
        shown=shown,
    )


def _tab(part: str, count: int, shown: str) -> DecisionTab:
    labels = {SUGGESTED: gettext("To be decided"), ALONE: gettext("Found nobody")}
    label = labels.get(part) or str(Decision(part).label)
    return DecisionTab(f"?show={part}", label, count, is_current=part == shown)


def proposal_row(proposal: MatchProposal, titles: Mapping[int, str]) -> ProposalRow:
    """Return a suggestion, its people joined."""
    mentorship = proposal.mentorship
    return ProposalRow(
        token=proposal.token,
        mentee=person_of(proposal.mentee),
        mentor=person_of(proposal.mentor) if proposal.mentor else None,
        reasons=reason_rows(proposal.reasons, titles),
        decision=Decision(proposal.decision),
        mentorship_url=reverse("mentoring:mentorship", args=[mentorship.token]) if mentorship else "",
    )


@dataclass(frozen=True, slots=True)
class Other:
    """Another mentor for the same mentee."""

    user_id: int
    person: Person
    reasons: tuple[ReasonRow, ...]
    free: int
    is_suggested: bool


@dataclass(frozen=True, slots=True)
class OthersPage:
    """A suggestion beside the best of all other mentors with a place."""

    pk: int
    row: ProposalRow
    run_url: str
    others: list[Other]


def proposal_to_decide(actor: Actor, school: School, token: str) -> MatchProposal:
    """Return a suggestion. Raises `MatchProposal.DoesNotExist`."""
    if not can_pair(actor, school):
        raise MatchProposal.DoesNotExist
    rows = MatchProposal.objects.select_related("run", "mentee__library", "mentor__library", "mentorship")
    return rows.get(token=token, run__school=school)


def others_page(actor: Actor, school: School, token: str, now: datetime) -> OthersPage:
    """Return who else could lead a mentee, the most suitable first. Raises `MatchProposal.DoesNotExist`."""
    proposal = proposal_to_decide(actor, school, token)
    titles = theme_titles(school)
    around = sides_of(school, proposal.mentee, today_in(school, now))
    mentee = around.mentee
    compared = [
        (cost_of(side, reasons), offer, reasons)
        for offer, side in around.mentors
        if mentee is not None and side.id != mentee.id and (reasons := reasons_of(side, mentee, around.earlier))
    ]
    best = sorted(compared, key=lambda row: (row[0], row[1].user.pk))[:MOST_OTHERS]
    return OthersPage(
        pk=proposal.pk,
        row=proposal_row(proposal, titles),
        run_url=reverse("mentoring:matching", args=[proposal.run.token]),
        others=[
            Other(
                user_id=one.user.pk,
                person=person_of(one.user),
                reasons=reason_rows([reason.kept() for reason in reasons], titles),
                free=one.free,
                is_suggested=one.user.pk == proposal.mentor_id,
            )
            for _cost, one, reasons in best
        ],
    )


def settlement_lines(school: School) -> str:
    """Return where settlements lie as a methodist types it: a line for each. Those of libraries without a place stand empty."""
    rows = SettlementPoint.objects.filter(school=school)
    known = {row.key for row in rows}
    lines = [f"{row.name}; {row.latitude:g}; {row.longitude:g}" for row in rows]
    missing: dict[str, str] = {}
    for key, name in (
        libraries_of(place_of(school)).values_list("settlement_key", "settlement").order_by("settlement_key")
    ):
        if key and key not in known:
            missing.setdefault(key, name)
    return "\n".join([*lines, *(f"{name}; ;" for name in missing.values())])
