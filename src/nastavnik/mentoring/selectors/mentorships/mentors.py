"""Mentors of a school as those who look for one see them: what they take on, and how many places they have."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nastavnik.mentoring.enums import MentorshipEnd, MentorshipState
from nastavnik.mentoring.models import MentorProfile, Mentorship, Practice
from nastavnik.mentoring.permissions import mentor_roles
from nastavnik.people.models import RoleAssignment, User
from nastavnik.programme.models import School

# Of a mentor who has said nothing.
USUAL_PLACES = 2
OPEN = (MentorshipState.WAITING, MentorshipState.ACTIVE)
LED_WELL = (MentorshipEnd.COMPLETED, MentorshipEnd.TERM)


@dataclass(frozen=True, slots=True)
class Offer:
    """A mentor; `taken`: pairs and groups that she leads or is asked for, of `places` that she takes at a time."""

    user: User
    about: str
    # numbers and titles of her themes; none: she takes any
    themes: tuple[tuple[int, str], ...]
    places: int
    # the last day on which she is away
    away_until: date | None
    taken: int
    led_well: int
    since_year: int | None

    @property
    def is_away(self) -> bool:
        """Whether she is away now."""
        return self.away_until is not None

    @property
    def free(self) -> int:
        """How many more she takes."""
        return max(self.places - self.taken, 0)

    @property
    def theme_titles(self) -> list[str]:
        """The titles of her themes."""
        return [title for _pk, title in self.themes]

    @property
    def can_be_chosen(self) -> bool:
        """Whether a mentee may ask her now."""
        return bool(self.free) and not self.is_away


def offers(school: School, today: date) -> list[Offer]:
    """Return the mentors of `school` by name, in two queries."""
    return _offers(school, today, mentor_roles(school))


def offer_of(school: School, user_id: int, today: date) -> Offer | None:
    """Return one mentor of `school`; None for who is no mentor there."""
    found = _offers(school, today, mentor_roles(school).filter(user=user_id))
    return found[0] if found else None


def _offers(school: School, today: date, roles: QuerySet[RoleAssignment]) -> list[Offer]:
    own = Mentorship.objects.filter(school=school, mentor=OuterRef("pk"))
    since = Practice.objects.filter(school=school, user=OuterRef("pk"))
    users = User.objects.filter(pk__in=roles.values("user_id"), is_active=True).annotate(
        taken=count_of(own.filter(state__in=OPEN)),
        led_well=count_of(own.filter(state=MentorshipState.ENDED, end__in=LED_WELL)),
        since_year=Subquery(since.values("since_year")[:1]),
    )
    said = profiles_of(school, roles)
    return [
        Offer(
            user,
            *said_by(said.get(user.pk), today),
            taken=user.taken,
            led_well=user.led_well,
            since_year=user.since_year,
        )
        for user in users.select_related("library").order_by("name_key", "pk")
    ]


def count_of(mentorships: QuerySet[Mentorship]) -> Coalesce:
    """Return how many mentorships of a kind a mentor has, as a part of the query that reads her."""
    counted = mentorships.order_by().values("mentor").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


@dataclass(slots=True)
class Profile:
    """What a mentor says of herself, with the themes that new questions can have."""

    about: str
    places: int
    away_until: date | None
    themes: list[tuple[int, str]] = field(default_factory=list)


def profiles_of(school: School, roles: QuerySet[RoleAssignment]) -> dict[int, Profile]:
    """Return what mentors say of themselves, one query: a row for each theme of each, one for whom has none."""
    rows = MentorProfile.objects.filter(school=school, user__in=roles.values("user_id"))
    found: dict[int, Profile] = {}
    own = ("user_id", "about", "mentee_capacity", "away_until")
    ordered = rows.order_by("pk", "themes__position", "themes__pk")
    for user_id, about, places, away_until, *theme, retired_at in ordered.values_list(
        *own, "themes", "themes__title", "themes__retired_at"
    ):
        profile = found.setdefault(user_id, Profile(about, places, away_until))
        if theme[0] is not None and retired_at is None:
            profile.themes.append((theme[0], theme[1]))
    return found


def said_by(profile: Profile | None, today: date) -> tuple[str, tuple[tuple[int, str], ...], int, date | None]:
    """Return what a mentor says of herself: about her, her themes, her places, and until when she is away."""
    if profile is None:
        return "", (), USUAL_PLACES, None
    until = profile.away_until if profile.away_until is not None and profile.away_until >= today else None
    return profile.about, tuple(profile.themes), profile.places, until
