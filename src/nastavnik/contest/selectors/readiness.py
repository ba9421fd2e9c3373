"""What a contest still lacks before it can be opened, and whether its days follow each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import LatePolicy
from nastavnik.contest.models import Contest, Criterion, Direction, FormField

# In the order of time; each that is set comes later than the one before it that is set.
IN_ORDER = ("intake_at", "deadline_at", "late_until", "check_until", "review_until", "defence_at", "minutes_at")
NEEDED_DAYS = {
    "intake_at": _("the day from which applications are taken"),
    "deadline_at": _("the deadline of applications"),
    "check_until": _("the end of the formal check"),
    "review_until": _("the end of the expert review"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing, and the part of the setting up where it is given."""

    words: str | Promise
    # a key of `selectors.setup_desk.PARTS`
    part: str


def days_out_of_order(days: Mapping[str, datetime | None]) -> list[str]:
    """Return the names of the days that come too early: not after the one before, or before the announcement."""
    wrong = []
    before: datetime | None = None
    for name in IN_ORDER:
        day = days[name]
        if day is None:
            continue
        if before is not None and day <= before:
            wrong.append(name)
        before = day
    announced, intake, minutes, awarding = (
        days[name] for name in ("announced_at", "intake_at", "minutes_at", "awarding_at")
    )
    if announced is not None and intake is not None and intake < announced:
        wrong.insert(0, "intake_at")
    if awarding is not None and before is not None and awarding < (minutes or before):
        wrong.append("awarding_at")
    return wrong


def lacks_of(contest: Contest, now: datetime) -> list[Lack]:
    """Return what is missing, in the order of the parts; nothing: the contest can be opened. Three queries."""
    return [*_words(contest), *_days(contest, now), *_lists(contest), *_rules(contest)]


def _words(contest: Contest) -> list[Lack]:
    lacks = []
    if not contest.short:
        lacks.append(Lack(_("what the contest is, in a sentence"), "words"))
    if not contest.regulation:
        lacks.append(Lack(_("the text of the regulation"), "words"))
    return lacks


def _days(contest: Contest, now: datetime) -> list[Lack]:
    lacks = [Lack(words, "days") for name, words in NEEDED_DAYS.items() if getattr(contest, name) is None]
    if contest.deadline_at is not None and contest.deadline_at <= now:
        lacks.append(Lack(_("a deadline that is still to come"), "days"))
    if contest.late_policy == LatePolicy.MARK and contest.late_until is None:
        lacks.append(Lack(_("the day until which late applications are taken"), "days"))
    return lacks


def _lists(contest: Contest) -> list[Lack]:
    lacks = []
    if not Direction.objects.filter(contest=contest).exists():
        lacks.append(Lack(_("a direction"), "directions"))
    if not Criterion.objects.filter(contest=contest).exists():
        lacks.append(Lack(_("a criterion"), "criteria"))
    if not FormField.objects.filter(section__contest=contest).exists():
        lacks.append(Lack(_("a field of the application"), "form"))
    return lacks


def _rules(contest: Contest) -> list[Lack]:
    return [] if contest.tie_rules else [Lack(_("a rule for equal totals"), "rules")]
