"""The calendar of production: a month of days by which films are to be ready."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import BOARD_STATES
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.permissions import cards_visible_to
from nastavnik.studio.selectors.cards.board import places_of
from nastavnik.studio.selectors.cards.lines import due_of
from nastavnik.studio.selectors.cards.lookup import check_board

FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card on its day."""

    number: int
    title: str
    url: str
    state: str
    owner: str
    is_late: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar."""

    day: date
    is_today: bool
    is_other_month: bool
    cards: list[DueCard]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A month by weeks, Monday first."""

    title: str
    weeks: list[list[DayCell]]
    earlier_url: str
    later_url: str
    # this month; empty while one is there
    today_url: str
    # that are being made and have no day
    without_day: int
    count: int
    places: list[dict[str, object]]

    @property
    def busy_days(self) -> list[DayCell]:
        """Return the days of the month that have cards: on a narrow screen they are a list."""
        return [cell for week in self.weeks for cell in week if cell.cards and not cell.is_other_month]


def calendar_page(user: User, school: School, month: str, now: datetime) -> CalendarPage:
    """Return a month, written as 2026-11; anything else is the present one. Raises `PermissionDenied`."""
    check_board(user, school)
    today = now.astimezone(school.zone).date()
    first = read_month(month) or today.replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    cards = cards_visible_to(user, school)
    known = cards.filter(due_on__gte=weeks[0][0], due_on__lte=weeks[-1][-1]).select_related("owner")
    by_day: dict[date, list[DueCard]] = defaultdict(list)
    for card in known.defer("script", "brief").order_by("number"):
        assert card.due_on is not None
        by_day[card.due_on].append(_due(card, today))
    return CalendarPage(
        title=date_format(first, "F Y"),
        weeks=[[DayCell(day, day == today, day.month != first.month, by_day[day]) for day in week] for week in weeks],
        earlier_url=_url(first - timedelta(days=1)),
        later_url=_url(first + timedelta(days=32)),
        today_url="" if (first.year, first.month) == (today.year, today.month) else reverse("studio:calendar"),
        without_day=cards.filter(state__in=BOARD_STATES, due_on=None).count(),
        count=sum(len(rows) for day, rows in by_day.items() if day.month == first.month),
        places=places_of("studio:calendar"),
    )


def read_month(text: str) -> date | None:
    """Return the first day of a month such as 2026-11; None for anything else."""
    year, _sign, month = text.partition("-")
    is_said = year.isascii() and year.isdigit() and month.isascii() and month.isdigit()
    if not is_said or len(text) > len("2026-11"):
        return None
    is_known = FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12  # noqa: PLR2004 -- months of a year
    return date(int(year), int(month), 1) if is_known else None


def _url(day: date) -> str:
    return f"{reverse('studio:calendar')}?month={day:%Y-%m}"


def _due(card: ProductionCard, today: date) -> DueCard:
    is_published = card.state not in BOARD_STATES
    return DueCard(
        number=card.number,
        title=card.title,
        url=reverse("studio:card", args=[card.token]),
        state=card.get_state_display(),
        owner=card.owner.full_name if card.owner else "",
        is_late=not is_published and due_of(card.due_on, today) == "late",
        is_published=is_published,
    )
