"""What somebody can book: mentors with free times, and the times of one of them day by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from nastavnik.core.dates import other_zone_mark
from nastavnik.core.tables.state import read_page
from nastavnik.mentoring.enums import SlotPlace
from nastavnik.mentoring.models import MentorProfile, Slot, Theme
from nastavnik.mentoring.models.appointments import LEAD
from nastavnik.mentoring.permissions import slots_offered_to
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MENTORS_A_PAGE = 12
# so many of the nearest times stand beside a mentor's name
NEAREST = 3
# so many of one mentor are offered at once
MOST_TIMES = 200


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that can be booked."""

    token: str
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str
    # the hour by the school's clock, where it shows another one than the viewer's
    mark: str


@dataclass(frozen=True, slots=True)
class Day:
    """The free times of a day, by the viewer's clock."""

    day: date
    times: list[FreeTime]


@dataclass(frozen=True, slots=True)
class MentorCard:
    """A mentor who has free times."""

    name: str
    position: str
    about: str
    themes: list[str]
    times: list[FreeTime]
    url: str


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """A theme by which mentors are chosen."""

    token: str
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Mentors with free times, those of one theme if one was chosen."""

    mentors: list[MentorCard]
    themes: list[ThemeChoice]
    theme: str
    previous: str
    following: str

    @property
    def is_filtered(self) -> bool:
        """Whether a theme narrows the choice."""
        return bool(self.theme)


@dataclass(frozen=True, slots=True)
class MentorTimes:
    """All free times of a mentor."""

    card: MentorCard
    days: list[Day]


@dataclass(frozen=True, slots=True)
class BookingPage:
    """A free time that somebody is about to book."""

    time: FreeTime
    mentor: MentorCard


def choice(actor: Actor, school: School, params: Mapping[str, str], now: datetime) -> Choice:
    """Return the mentors of the school who have free times, a page of them, by name."""
    themes = list(Theme.objects.filter(school=school, retired_at=None))
    theme = next((theme for theme in themes if theme.token == params.get("theme")), None)
    slots = free_slots(actor, school, now)
    mentors = User.objects.filter(pk__in=slots.values("mentor"))
    if theme is not None:
        mentors = mentors.filter(_takes(theme, school))
    page = Paginator(mentors.order_by("name_key", "pk"), MENTORS_A_PAGE).get_page(read_page(params.get("page", "")))
    chosen = theme.token if theme else ""
    return Choice(
        mentors=_cards(list(page.object_list), school, slots),
        themes=[ThemeChoice(row.token, row.title, row == theme) for row in themes],
        theme=chosen,
        previous=_address(page, chosen, -1) if page.has_previous() else "",
        following=_address(page, chosen, 1) if page.has_next() else "",
    )


def mentor_times(actor: Actor, school: School, token: str, now: datetime) -> MentorTimes:
    """Return all free times of a mentor. Raises `User.DoesNotExist` for who has none."""
    slots = free_slots(actor, school, now)
    mentor = User.objects.get(pk__in=slots.values("mentor"), token=token)
    return MentorTimes(card=_cards([mentor], school, slots)[0], days=days_of(mentor.pk, slots))


def booking_page(actor: Actor, school: School, token: str, now: datetime) -> BookingPage:
    """Return a time that can be booked. Raises `Slot.DoesNotExist` for one that is not offered (any more)."""
    slots = free_slots(actor, school, now)
    slot = slots.select_related("school", "mentor").get(token=token)
    assert slot.mentor is not None
    return BookingPage(time=free_time(slot), mentor=_cards([slot.mentor], school, slots)[0])


def free_slots(actor: Actor, school: School, now: datetime) -> QuerySet[Slot]:
    """Return what `actor` can book: offered to her, and not so soon that its mentor would not see it."""
    return slots_offered_to(actor, school).filter(starts_at__gte=now + LEAD).select_related("school")


def days_of(mentor_id: int, slots: QuerySet[Slot]) -> list[Day]:
    """Return the times of a mentor among `slots`, day by day as the viewer's calendar has them."""
    rows = slots.filter(mentor=mentor_id).order_by("starts_at")[:MOST_TIMES]
    return _by_day(free_time(slot) for slot in rows)


def free_time(slot: Slot) -> FreeTime:
    """Return a slot as it is offered: whether by a link or in a room, but not by which."""
    return FreeTime(
        token=slot.token,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=slot.room if slot.place == SlotPlace.ROOM else str(SlotPlace(slot.place).label),
        url=reverse("mentoring:book_appointment", args=[slot.token]),
        mark=other_zone_mark(slot.starts_at, zone=timezone.get_current_timezone(), school_zone=slot.school.zone),
    )


def _by_day(times: Iterable[FreeTime]) -> list[Day]:
    zone = timezone.get_current_timezone()
    grouped = groupby(times, key=lambda time: time.starts_at.astimezone(zone).date())
    return [Day(day, list(group)) for day, group in grouped]


def _takes(theme: Theme, school: School) -> Q:
    """Return who takes a theme: whose profile names it; who has no profile takes every one."""
    profiles = MentorProfile.objects.filter(school=school, user=OuterRef("pk"))
    return Q(Exists(profiles.filter(themes=theme))) | ~Q(Exists(profiles))


def _cards(mentors: list[User], school: School, slots: QuerySet[Slot]) -> list[MentorCard]:
    profiles = MentorProfile.objects.filter(school=school, user__in=mentors).prefetch_related("themes")
    profile_of = {profile.user_id: profile for profile in profiles}
    times = _nearest(mentors, slots)
    return [_card(mentor, profile_of.get(mentor.pk), times.get(mentor.pk, [])) for mentor in mentors]


def _card(mentor: User, profile: MentorProfile | None, times: list[FreeTime]) -> MentorCard:
    return MentorCard(
        name=str(mentor),
        position=mentor.position,
        about=profile.about if profile else "",
        themes=[theme.title for theme in profile.themes.all() if theme.retired_at is None] if profile else [],
        times=times,
        url=reverse("mentoring:mentor_times", args=[mentor.token]),
    )


def _nearest(mentors: list[User], slots: QuerySet[Slot]) -> dict[int, list[FreeTime]]:
    """Return the nearest few times of each mentor, in one query."""
    place = Window(RowNumber(), partition_by=F("mentor"), order_by=F("starts_at").asc())
    rows = slots.filter(mentor__in=mentors).annotate(place_in_row=place).filter(place_in_row__lte=NEAREST)
    found: dict[int, list[FreeTime]] = {}
    for slot in rows.order_by("mentor", "starts_at"):
        assert slot.mentor_id is not None
        found.setdefault(slot.mentor_id, []).append(free_time(slot))
    return found


def _address(page: Page[User], theme: str, step: int) -> str:
    return f"?{f'theme={theme}&' if theme else ''}page={page.number + step}"
