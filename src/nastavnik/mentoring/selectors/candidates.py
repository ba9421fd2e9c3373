"""Which mentors a question can go to, the most suitable first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value

from nastavnik.mentoring.enums import OPEN_STATES, AssignmentEnd
from nastavnik.mentoring.models import Assignment, MentorProfile
from nastavnik.mentoring.permissions import mentor_roles
from nastavnik.people.models import User
from nastavnik.programme.models import School

# Of a mentor who has said nothing.
CAPACITY = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor who takes the theme: how many open questions she has, of how many that she takes at a time."""

    user_id: int
    load: int
    capacity: int
    is_away: bool
    takes_theme: bool

    @property
    def is_free(self) -> bool:
        """Tell whether she can be given the question by the rule."""
        return self.takes_theme and not self.is_away and self.load < self.capacity


def loads_in(school: School) -> dict[int, int]:
    """Return how many open questions each mentor of `school` has; who has none is left out."""
    held = Assignment.objects.filter(
        ended_at=None, consultation__school=school, consultation__state__in=OPEN_STATES
    ).order_by()
    return dict(held.values_list("mentor").annotate(count=Count("pk")))


def candidates(school: School, *, theme_id: int | None, today: date, without: Collection[int] = ()) -> list[Candidate]:
    """Return every mentor of `school` but those `without`: in a fixed number of queries, in no order."""
    loads = loads_in(school)
    profiles = {row.user_id: row for row in _profiles(school, theme_id)}
    numbers = mentor_roles(school).order_by("user_id").values_list("user_id", flat=True)
    return [_candidate(number, profiles.get(number), loads, today) for number in numbers if number not in without]


def _profiles(school: School, theme_id: int | None) -> QuerySet[MentorProfile]:
    """Return the profiles of `school`, told whether they take a theme; a question without one is anybody's."""
    profiles = MentorProfile.objects.filter(school=school)
    if theme_id is None:
        return profiles.annotate(takes_it=Value(value=True))
    named = MentorProfile.themes.through.objects.filter(mentorprofile=OuterRef("pk"))
    return profiles.annotate(
        takes_it=ExpressionWrapper(Q(Exists(named.filter(theme=theme_id))) | ~Q(Exists(named)), BooleanField())
    )


def _candidate(user_id: int, profile: MentorProfile | None, loads: dict[int, int], today: date) -> Candidate:
    if profile is None:
        return Candidate(user_id, loads.get(user_id, 0), CAPACITY, is_away=False, takes_theme=True)
    return Candidate(
        user_id,
        loads.get(user_id, 0),
        profile.capacity,
        is_away=is_away(profile, today),
        takes_theme=profile.takes_it,  # type: ignore[attr-defined]  # annotated by `_profiles`
    )


def is_away(profile: MentorProfile, today: date) -> bool:
    """Tell whether a mentor is away on `today`."""
    return profile.away_until is not None and profile.away_until >= today


def best_of(people: Iterable[Candidate]) -> int | None:
    """Return who is to get the question: free, with the fewest open ones, who has waited longest for one; None: nobody."""
    free = [one for one in people if one.is_free]
    if not free:
        return None
    fewest = min(one.load for one in free)
    ids = [one.user_id for one in free if one.load == fewest]
    newest = Assignment.objects.filter(mentor=OuterRef("pk")).order_by("-assigned_at")
    equals = User.objects.filter(pk__in=ids).annotate(last_at=Subquery(newest.values("assigned_at")[:1]))
    return equals.order_by(F("last_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[0]


def active_mentors(consultation_id: int) -> list[int]:
    """Return who has the question now, the first to get it first."""
    rows = Assignment.objects.filter(consultation=consultation_id, ended_at=None)
    return list(rows.order_by("assigned_at", "pk").values_list("mentor_id", flat=True))


def who_gave_it_away(consultation_id: int) -> set[int]:
    """Return who had the question and does not want it, or was not to have it: the rule gives it to them no more."""
    ended = Assignment.objects.filter(consultation=consultation_id, ended_at__isnull=False)
    rows = ended.exclude(end__in=(AssignmentEnd.ABSENT, AssignmentEnd.LEFT))
    return set(rows.values_list("mentor_id", flat=True))


def today_of(school: School, now: datetime) -> date:
    """Return the day by the school's clock."""
    return now.astimezone(school.zone).date()
