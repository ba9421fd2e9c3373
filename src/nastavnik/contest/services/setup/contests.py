"""A contest as a whole: its words, days and rules; opened, taken back, removed and brought back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from nastavnik.contest.enums import Feedback, LatePolicy, TieRule
from nastavnik.contest.events import ContestOpened
from nastavnik.contest.models import Application, Contest
from nastavnik.contest.models.contests import FEWEST_JURORS
from nastavnik.contest.selectors.readiness import days_out_of_order, lacks_of
from nastavnik.contest.selectors.typed import days_typed, rules_typed, words_typed
from nastavnik.contest.selectors.usage import has_marks
from nastavnik.contest.services.applications import tell_of_prolonging
from nastavnik.contest.services.setup.locks import changed, check_seen, locked_contest, locked_for_setup
from nastavnik.contest.services.setup.refusals import (
    AddressTaken,
    AlreadyOpen,
    ApplicationsExist,
    DaysOutOfOrder,
    DeadlineShortened,
    JuryHasBegun,
    JuryNotOdd,
    NotReady,
    SheetsBeyondJury,
)
from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.permissions import Actor

# what a mark was given by: none of it changes once there is one
FIXED_BY_MARKS = ("is_blind", "tie_rules")


class Words(TypedDict):
    """What a contest is called and what its regulation says (Markdown)."""

    title: str
    slug: str
    short: str
    regulation: str


class Rules(TypedDict):
    """Who may apply, how the jury works, what applicants see."""

    most_of_a_library: int
    late_policy: LatePolicy
    jury_size: int
    sheets_each: int
    is_blind: bool
    # in the order in which they are asked
    tie_rules: list[TieRule]
    feedback: Feedback
    has_public_vote: bool


@transaction.atomic
def edit_words(*, actor: Actor, contest_id: int, version: int, now: datetime, **words: Unpack[Words]) -> Contest:
    """Change title, address and regulation. Raises `ChangedMeanwhile`, `AddressTaken`, `ContestReleased`."""
    contest = locked_for_setup(actor, contest_id)
    check_seen(words_typed(contest), version)
    others = Contest.objects.filter(school=contest.school_id, slug=words["slug"]).exclude(pk=contest.pk)
    if others.exists():
        raise AddressTaken
    return _write(actor, contest, words, "contest words edited", now)


@transaction.atomic
def edit_days(
    *, actor: Actor, contest_id: int, version: int, days: Mapping[str, datetime | None], now: datetime
) -> Contest:
    """Change the moments of the stages, by the names of `selectors.typed.DAYS`; all are aware, and None where there is none.

    Once applications are taken the deadline moves only later, and whoever has not submitted is told. Raises `ChangedMeanwhile`, `DaysOutOfOrder`,
    `DeadlineShortened`, `ContestReleased`.
    """
    contest = locked_for_setup(actor, contest_id)
    check_seen(days_typed(contest), version)
    if wrong := days_out_of_order(days):
        raise DaysOutOfOrder(wrong)
    is_taking = contest.opened_at is not None and contest.intake_at is not None and contest.intake_at <= now
    promised, wanted = contest.deadline_at, days["deadline_at"]
    if is_taking and promised is not None and (wanted is None or wanted < promised):
        raise DeadlineShortened
    saved = _write(actor, contest, days, "contest days edited", now)
    if is_taking and promised is not None and wanted != promised:
        tell_of_prolonging(contest=saved, now=now)
    return saved


@transaction.atomic
def edit_rules(*, actor: Actor, contest_id: int, version: int, now: datetime, **rules: Unpack[Rules]) -> Contest:
    """Change who may apply and how the jury works.

    Raises `ChangedMeanwhile`, `JuryNotOdd`, `SheetsBeyondJury`, `JuryHasBegun`, `ContestReleased`.
    """
    contest = locked_for_setup(actor, contest_id)
    check_seen(rules_typed(contest), version)
    if rules["jury_size"] < FEWEST_JURORS or rules["jury_size"] % 2 == 0:
        raise JuryNotOdd
    if rules["sheets_each"] > rules["jury_size"]:
        raise SheetsBeyondJury
    wanted: dict[str, Any] = {**rules}
    is_fixed_changed = any(wanted[name] != getattr(contest, name) for name in FIXED_BY_MARKS)
    if is_fixed_changed and has_marks(contest):
        raise JuryHasBegun
    return _write(actor, contest, wanted, "contest rules edited", now)


def _write(actor: Actor, contest: Contest, wanted: Mapping[str, Any], verb: str, now: datetime) -> Contest:
    """Save what differs, and say in the journal what it was before."""
    names = [name for name, value in wanted.items() if getattr(contest, name) != value]
    if not names:
        return contest
    before = {name: _told(getattr(contest, name)) for name in names}
    for name in names:
        setattr(contest, name, wanted[name])
    changed(actor, contest, verb, now, *names, before=before)
    return contest


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@transaction.atomic
def open_contest(*, actor: Actor, contest_id: int, now: datetime) -> Contest:
    """Show the contest to everybody from its announcement on; without such a day, from now on.

    Raises `AlreadyOpen`, `NotReady`.
    """
    contest = locked_for_setup(actor, contest_id)
    if contest.opened_at is not None:
        raise AlreadyOpen
    lacks = lacks_of(contest, now)
    if lacks:
        raise NotReady([str(lack.words) for lack in lacks])
    contest.opened_at = now
    contest.announced_at = contest.announced_at or now
    changed(actor, contest, "contest opened", now, "opened_at", "announced_at")
    publish(ContestOpened(contest_id=contest.pk))
    return contest


@transaction.atomic
def take_contest_back(*, actor: Actor, contest_id: int, now: datetime) -> Contest:
    """Let only the desk see the contest again, while nobody applies. Raises `ApplicationsExist`."""
    contest = locked_for_setup(actor, contest_id)
    _check_nobody_applies(contest)
    if contest.opened_at is not None:
        contest.opened_at = None
        changed(actor, contest, "contest taken back", now, "opened_at")
    return contest


@transaction.atomic
def remove_contest(*, actor: Actor, contest_id: int, now: datetime) -> Contest:
    """Take a contest away while nobody applies; `bring_contest_back` undoes it. Raises `ApplicationsExist`."""
    contest = locked_for_setup(actor, contest_id)
    _check_nobody_applies(contest)
    contest.removed_at = now
    changed(actor, contest, "contest removed", now, "removed_at")
    return contest


def _check_nobody_applies(contest: Contest) -> None:
    if Application.objects.filter(contest=contest, is_sample=False).exists():
        raise ApplicationsExist


@transaction.atomic
def bring_contest_back(*, actor: Actor, contest_id: int, now: datetime) -> Contest:
    """Bring a removed contest back as it was."""
    contest = locked_contest(actor, contest_id)
    if contest.removed_at is not None:
        contest.removed_at = None
        contest.save(update_fields=["removed_at"])
        journal.record(actor=actor, verb="contest brought back", subject=contest, now=now)
    return contest
