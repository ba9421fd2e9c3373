"""What is printed for a juror: her open sheets, so many in a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Juror
from nastavnik.contest.selectors.jury.desk import seat_in
from nastavnik.contest.selectors.jury.members import contest_kept, name_of
from nastavnik.contest.selectors.jury.open_sheets import judged_sheets
from nastavnik.contest.selectors.setup import CriterionRead, criteria_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# as many as are set in about a second
IN_A_FILE = 100


@dataclass(frozen=True, slots=True)
class SheetToPrint:
    """An application for which a sheet is printed. Nothing here tells whose it is."""

    number: int | None
    title: str
    direction: str
    # by which the typist finds it
    token: str


@dataclass(frozen=True, slots=True)
class SheetsToPrint:
    """The open sheets of a juror."""

    contest: str
    school: str
    juror: str
    position: str
    until: str
    criteria: Sequence[CriterionRead]
    sheets: Sequence[SheetToPrint]


def own_to_print(actor: User, school: School, token: str, part: int) -> SheetsToPrint:
    """Return the open sheets of `actor` herself; raises `DoesNotExist`."""
    return _to_print(seat_in(actor, school, token), part)


def sheets_to_print(actor: Actor, school: School, token: str, juror_token: str, part: int) -> SheetsToPrint:
    """Return the open sheets of a juror for who keeps the register; raises `DoesNotExist`."""
    jurors = Juror.objects.select_related("contest__school")
    return _to_print(jurors.get(token=juror_token, contest=contest_kept(actor, school, token)), part)


def _to_print(juror: Juror, part: int) -> SheetsToPrint:
    contest = juror.contest
    sheets = judged_sheets(contest).filter(juror=juror, state=SheetState.OPEN).select_related("application__direction")
    first = IN_A_FILE * (max(part, 1) - 1)
    found = sheets.order_by("-application__is_sample", "application__number", "pk")[first : first + IN_A_FILE]
    until = timezone.localtime(contest.review_until, contest.school.zone) if contest.review_until else None
    return SheetsToPrint(
        contest=contest.title,
        school=contest.school.title,
        juror=name_of(juror),
        position=juror.position,
        until=date_format(until, gettext("j E Y, H:i")) if until else "",
        criteria=criteria_of(contest),
        sheets=[
            SheetToPrint(
                number=sheet.application.number,
                title=sheet.application.title,
                direction=sheet.application.direction.title if sheet.application.direction else "",
                token=sheet.token,
            )
            for sheet in found
        ],
    )
