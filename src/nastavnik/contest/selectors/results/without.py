"""What the ranking would be without one juror: how firm the result is. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from nastavnik.contest.models import Award, Contest, Juror
from nastavnik.contest.ranking.doubts import WithoutJuror, without_each
from nastavnik.contest.selectors.jury.members import name_of
from nastavnik.contest.selectors.results.computed import KEPT_SECONDS, MOST_KEPT, computed_of
from nastavnik.contest.selectors.results.lookup import check_review_is_over, outcome_seen
from nastavnik.core.memory import Memory
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

FIRST_PLACES = 3
_memory: Memory[tuple[WithoutJuror, ...]] = Memory(most=MOST_KEPT, seconds=KEPT_SECONDS)


@dataclass(frozen=True, slots=True)
class WithoutRow:
    """What would be without a juror."""

    juror: str
    moved: int
    entered: list[str]
    left: list[str]

    @property
    def is_firm(self) -> bool:
        """Tell whether the first places would be of the same applications."""
        return not self.entered and not self.left


@dataclass(frozen=True, slots=True)
class WithoutPage:
    """What would be without each juror; `first`: so many places are looked at."""

    contest: Contest
    first: int
    ranked: int
    rows: list[WithoutRow]


def without_page(actor: Actor, school: School, token: str, now: datetime) -> WithoutPage:
    """Return what the ranking would be without each juror. Raises `Contest.DoesNotExist`, `ReviewGoesOn`."""
    contest = outcome_seen(actor, school, token)
    check_review_is_over(contest, now)
    found = computed_of(contest)
    first = Award.objects.filter(contest=contest, place__isnull=False).count() or FIRST_PLACES
    names = {one.pk: name_of(one) for one in Juror.objects.filter(contest=contest)}

    def titles(numbers: tuple[int, ...]) -> list[str]:
        return [f"№ {number} · {found.applications[number].title}" for number in numbers]

    told = _memory.answer(
        (found.key, first), lambda: without_each(found.scales, found.sheets, found.rules, first=first)
    )
    rows = [WithoutRow(names[one.juror], one.moved, titles(one.entered), titles(one.left)) for one in told]
    return WithoutPage(contest, first, len(found.places), rows)
