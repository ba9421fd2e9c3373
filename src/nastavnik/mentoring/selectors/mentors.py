"""The mentors of a school: for its methodists, and a mentor's own page of what she takes on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import OPEN_STATES
from nastavnik.mentoring.models import Assignment, MentorProfile, Recommendation, Theme
from nastavnik.mentoring.permissions import can_route, is_mentor, mentors_edited_by, mentors_of
from nastavnik.mentoring.selectors.candidates import CAPACITY, candidates, loads_in, today_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MENTEES = 2


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What a mentor takes on, for its form. `initial` has the version of the row."""

    mentor: User
    themes: list[Theme]
    initial: dict[str, Any]
    load: int
    is_own: bool


def mentor_listing(actor: Actor, school: School, params: Mapping[str, str], now: datetime) -> Listing[User]:
    """Return the mentors of `school`, with what they take on and have."""
    if not can_route(actor, school):
        raise PermissionDenied
    themes = Theme.objects.filter(school=school, retired_at=None).values_list("token", "title")
    return _table(school, today_of(school, now), tuple(themes)).listing(_rows(school), params)


def _rows(school: School) -> QuerySet[User]:
    profiles = MentorProfile.objects.filter(school=school, user=OuterRef("pk"))
    return (
        mentors_of(school)
        .select_related("library")
        .annotate(
            away_until=Subquery(profiles.values("away_until")[:1]),
            capacity=Coalesce(Subquery(profiles.values("capacity")[:1]), Value(CAPACITY)),
            load=_load_in(school),
        )
    )


def _load_in(school: School) -> Case:
    """Return how many open questions a mentor has, to show and to sort by.

    Told to the database as it was counted once: counting for each of two thousand mentors takes it a third of a second.
    """
    alike: dict[int, list[int]] = defaultdict(list)
    for number, load in loads_in(school).items():
        alike[load].append(number)
    told = [When(pk__in=numbers, then=Value(load)) for load, numbers in sorted(alike.items())]
    return Case(*told, default=Value(0), output_field=IntegerField())


def count_answers(school: School, mentors: list[User]) -> None:
    """Write on mentors how many answers they have sent."""
    sent = Recommendation.objects.filter(mentor__in=mentors, consultation__school=school, sent_at__isnull=False)
    counts = dict(sent.order_by().values_list("mentor").annotate(count=Count("pk")))
    for mentor in mentors:
        mentor.answers = counts.get(mentor.pk, 0)  # type: ignore[attr-defined]  # for a cell, within one answer


def _table(school: School, today: date, themes: tuple[tuple[str, str], ...]) -> Table[User]:
    by_theme = Filter[User]("theme", _("Theme"), query=lambda token: takes_query(school, token), choices=themes)
    return Table(
        name="mentors",
        caption=_("Mentors"),
        columns=(
            Column("name", _("Mentor"), lambda user: user.full_name, order=("name_key",), link=mentor_url),
            Column("library", _("Library"), lambda user: user.library.label if user.library else ""),
            Column("load", _("Open questions"), lambda user: noted(user, "load"), order=("load",), is_number=True),
            Column(
                "capacity", _("At a time"), lambda user: noted(user, "capacity"), order=("capacity",), is_number=True
            ),
            Column("answers", _("Answers"), lambda user: noted(user, "answers"), is_number=True),
            Column("away", _("Away until"), lambda user: away_on(user, today), order=("away_until",)),
        ),
        filters=(
            Filter("q", _("Name"), query=name_query),
            *([by_theme] if themes else []),
            Filter(
                "state",
                _("State"),
                query=partial(state_query, school, today),
                choices=(
                    ("free", _("Can take one more")),
                    ("full", _("Has as many as she takes")),
                    ("away", _("Away")),
                ),
            ),
        ),
        order="name",
        prepare=partial(count_answers, school),
    )


def noted(user: User, name: str) -> int:
    """Return a number that `_rows` or `count_answers` has written."""
    number: int = getattr(user, name)
    return number


def away_on(user: User, today: date) -> date | None:
    """Return until when a mentor is away, if she is; rows come from `_rows`."""
    last_day: date | None = user.away_until  # type: ignore[attr-defined]  # annotated there
    return last_day if last_day is not None and last_day >= today else None


def mentor_url(user: User) -> str:
    """Return where a methodist says what a mentor takes on."""
    return reverse("mentoring:mentor", args=[user.token])


def name_query(text: str) -> Q:
    """Return the condition that every word stands in the name."""
    query = Q()
    for word in search_key(text).split():
        query &= Q(name_key__contains=word)
    return query


def takes_query(school: School, token: str) -> Q:
    """Return the condition that a mentor takes a theme: she names it, or none at all."""
    profiles = MentorProfile.objects.filter(school=school)
    naming = profiles.filter(themes__isnull=False)
    return Q(pk__in=profiles.filter(themes__token=token).values("user")) | ~Q(pk__in=naming.values("user"))


def state_query(school: School, today: date, said: str) -> Q:
    """Return the condition of being free, full or away; rows come from `_rows`."""
    if said == "away":
        return Q(away_until__gte=today)
    mentors = candidates(school, theme_id=None, today=today)
    if said == "full":
        return Q(pk__in=[one.user_id for one in mentors if one.load >= one.capacity])
    return Q(pk__in=[one.user_id for one in mentors if one.is_free])


def profile_page(actor: Actor, school: School, token: str = "") -> ProfilePage:
    """Return what a mentor takes on; without a token, of `actor` herself. Raises `PermissionDenied`, `User.DoesNotExist`."""
    if not (can_route(actor, school) if token else is_mentor(actor, school)):
        raise PermissionDenied
    named = {"token": token} if token else {"pk": actor.pk}
    mentor = mentors_edited_by(actor, school).get(**named)
    profile = MentorProfile.objects.filter(school=school, user=mentor).first()
    themes = list(Theme.objects.filter(school=school, retired_at=None))
    held = Assignment.objects.filter(
        mentor=mentor, ended_at=None, consultation__school=school, consultation__state__in=OPEN_STATES
    )
    return ProfilePage(mentor, themes, _typed(profile), load=held.count(), is_own=mentor.pk == actor.pk)


def _typed(profile: MentorProfile | None) -> dict[str, Any]:
    """Return what the form of a profile holds."""
    if profile is None:
        return {
            "about": "",
            "themes": [],
            "capacity": CAPACITY,
            "mentee_capacity": MENTEES,
            "away_until": None,
            "version": 0,
        }
    return {
        "about": profile.about,
        "themes": list(profile.themes.filter(retired_at=None).values_list("pk", flat=True)),
        "capacity": profile.capacity,
        "mentee_capacity": profile.mentee_capacity,
        "away_until": profile.away_until,
        "version": profile.version,
    }
