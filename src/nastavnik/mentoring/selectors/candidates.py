"""Which mentors a question can go to, the most suitable first."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value

from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import OPEN_STATES, AssignmentEnd
from nastavnik.mentoring.models import Assignment, MentorProfile
from nastavnik.mentoring.permissions import mentor_roles
from nastavnik.people.models import User
from nastavnik.programme.models import School

# Of a mentor who has said nothing: she is there and takes every theme.
CAPACITY = 5
NO_OFFER: tuple[int, date | None, bool] = (CAPACITY, None, True)


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


def loads_in(school: School) -> Counter[int]:
    """Return how many open questions each mentor of `school` has.

    Counted here: asked to group by mentor, SQLite walks over all that was ever answered.
    """
    held = Assignment.objects.filter(
        ended_at=None, consultation__school=school, consultation__state__in=OPEN_STATES
    ).order_by()
    return Counter(held.values_list("mentor_id", flat=True))


def candidates(
    school: School, *, theme_id: int | None, today: date, without: Collection[int] = (), words: str = ""
) -> list[Candidate]:
    """Return every mentor of `school` but those `without`, with `words` in their names: in three queries, in no order."""
    loads = loads_in(school)
    offers = {number: (capacity, away, takes) for number, capacity, away, takes in _offers(school, theme_id)}
    roles = mentor_roles(school)
    for key in search_key(words).split():
        roles = roles.filter(user__name_key__contains=key)
    numbers = roles.order_by("user_id").values_list("user_id", flat=True)
    found = []
    for number in numbers:
        if number not in without:
            capacity, away_until, takes_it = offers.get(number, NO_OFFER)
            is_gone = away_until is not None and away_until >= today
            found.append(Candidate(number, loads[number], capacity, is_away=is_gone, takes_theme=takes_it))
    return found


def _offers(school: School, theme_id: int | None) -> Iterable[tuple[int, int, date | None, bool]]:
    """Return what who has a profile takes: whose it is, how much, until when she is away, whether a theme.

    A question without a theme is anybody's.
    """
    profiles = MentorProfile.objects.filter(school=school)
    named = MentorProfile.themes.through.objects.filter(mentorprofile=OuterRef("pk"))
    takes = Q(Exists(named.filter(theme=theme_id))) | ~Q(Exists(named))
    is_anybodys = Value(value=True) if theme_id is None else ExpressionWrapper(takes, BooleanField())
    return profiles.annotate(takes_it=is_anybodys).values_list("user_id", "capacity", "away_until", "takes_it")


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


def mentors_of(consultation_ids: Collection[int]) -> dict[int, list[int]]:
    """Return who has each of the questions now, the first to get it first. One query."""
    rows = Assignment.objects.filter(consultation__in=consultation_ids, ended_at=None)
    held: dict[int, list[int]] = {}
    for consultation_id, mentor_id in rows.order_by("assigned_at", "pk").values_list("consultation", "mentor"):
        held.setdefault(consultation_id, []).append(mentor_id)
    return held


def who_gave_it_away(consultation_id: int) -> set[int]:
    """Return who had the question and does not want it, or was not to have it: the rule gives it to them no more."""
    ended = Assignment.objects.filter(consultation=consultation_id, ended_at__isnull=False)
    rows = ended.exclude(end__in=(AssignmentEnd.ABSENT, AssignmentEnd.LEFT))
    return set(rows.values_list("mentor_id", flat=True))


def today_of(school: School, now: datetime) -> date:
    """Return the day by the school's clock."""
    return now.astimezone(school.zone).date()
