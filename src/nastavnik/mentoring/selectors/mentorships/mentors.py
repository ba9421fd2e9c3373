"""Mentors of a school as those who look for one see them: what they take on, and how many places they have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from nastavnik.mentoring.enums import MentorshipEnd, MentorshipState
from nastavnik.mentoring.models import MentorProfile, Mentorship, Practice
from nastavnik.mentoring.permissions import mentor_roles
from nastavnik.people.models import User
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
    """Return the mentors of `school` by name, in a fixed number of queries (seven)."""
    return _offers(school, today, mentor_roles(school).values_list("user_id", flat=True))


def offer_of(school: School, user_id: int, today: date) -> Offer | None:
    """Return one mentor of `school`; None for who is no mentor there."""
    found = _offers(school, today, mentor_roles(school).filter(user=user_id).values_list("user_id", flat=True))
    return found[0] if found else None


def _offers(school: School, today: date, user_ids: Iterable[int]) -> list[Offer]:
    wanted = set(user_ids)
    users = User.objects.filter(pk__in=wanted, is_active=True).select_related("library").order_by("name_key", "pk")
    profiles = {
        row.user_id: row
        for row in MentorProfile.objects.filter(school=school, user__in=wanted).prefetch_related("themes")
    }
    taken = counts(school, wanted, state__in=OPEN)
    led = counts(school, wanted, state=MentorshipState.ENDED, end__in=LED_WELL)
    since = dict(Practice.objects.filter(school=school, user__in=wanted).values_list("user_id", "since_year"))
    return [
        Offer(
            user,
            *said_by(profiles.get(user.pk), today),
            taken=taken.get(user.pk, 0),
            led_well=led.get(user.pk, 0),
            since_year=since.get(user.pk),
        )
        for user in users
    ]


def counts(school: School, user_ids: Iterable[int], **which: object) -> dict[int, int]:
    """Return how many mentorships of a kind each of these mentors has; who has none is left out."""
    rows = Mentorship.objects.filter(school=school, mentor__in=user_ids, **which).order_by()
    return dict(rows.values_list("mentor_id").annotate(count=Count("pk")))


def said_by(profile: MentorProfile | None, today: date) -> tuple[str, tuple[tuple[int, str], ...], int, date | None]:
    """Return what a mentor says of herself: about her, her themes, her places, and until when she is away."""
    if profile is None:
        return "", (), USUAL_PLACES, None
    themes = tuple((theme.pk, theme.title) for theme in profile.themes.all() if theme.retired_at is None)
    until = profile.away_until if profile.away_until is not None and profile.away_until >= today else None
    return profile.about, themes, profile.mentee_capacity, until
