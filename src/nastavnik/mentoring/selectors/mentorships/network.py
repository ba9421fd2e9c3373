"""A network as the matching reads it: mentors with places, people who need one, and what is known of both. Read in one go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from nastavnik.mentoring.enums import MatchScope, MentorshipEnd, MentorshipState
from nastavnik.mentoring.matching import Earlier, Home, MenteeSide, MentorSide
from nastavnik.mentoring.models import Feedback, Mentee, Practice, SettlementPoint, Wish
from nastavnik.mentoring.selectors.mentorships.mentors import OPEN, Offer, offers
from nastavnik.people.enums import Role
from nastavnik.people.models import Library, RoleAssignment, User
from nastavnik.people.permissions import people_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

# Both sides gave at least this mark, or one did and the other was silent.
GOOD_MARK = 4
BAD_MARK = 2


@dataclass(frozen=True, slots=True)
class Network:
    """Who is matched with whom."""

    mentors: list[MentorSide]
    mentees: list[MenteeSide]
    earlier: dict[tuple[int, int], Earlier]

    @property
    def places(self) -> int:
        """How many mentees there are places for."""
        return sum(one.places for one in self.mentors)


def read_network(school: School, scope: MatchScope, today: date) -> Network:
    """Return the network of `school` in a fixed number of queries, however many people it has."""
    points = _points(school)
    return Network(
        mentors=[mentor_side(offer, points) for offer in offers(school, today) if offer.free and not offer.is_away],
        mentees=mentee_sides(school, people_without_mentor(school, scope), points),
        earlier=earlier_pairs(school),
    )


def people_without_mentor(school: School, scope: MatchScope) -> QuerySet[User]:
    """Return those for whom a mentor is looked for, who has waited longest first.

    Mentors, methodists and directors are not looked after unless they asked for it.
    """
    has_one = Mentee.objects.filter(
        user=OuterRef("pk"), left_at=None, mentorship__school=school, mentorship__state__in=OPEN
    )
    people = people_of(place_of(school)).filter(~Exists(has_one), is_active=True)
    wishes = Wish.objects.filter(school=school, user=OuterRef("pk"))
    if scope == MatchScope.WISHES:
        people = people.filter(Exists(wishes))
    else:
        place = place_of(school)
        leading = RoleAssignment.objects.filter(
            user=OuterRef("pk"),
            place_kind=place.kind,
            place_id=place.id,
            role__in=(Role.MENTOR, Role.METHODIST, Role.DIRECTOR),
        )
        people = people.filter(Exists(wishes) | ~Exists(leading))
    return people.select_related("library").order_by("joined_at", "pk")


def mentee_sides(school: School, people: Iterable[User], points: dict[str, tuple[float, float]]) -> list[MenteeSide]:
    """Return people as the matching compares them; those who asked come first, in the order in which they did."""
    wanted = wanted_themes(school)
    order = {user_id: number for number, user_id in enumerate(wanted)}
    since = dict(Practice.objects.filter(school=school).values_list("user_id", "since_year"))
    sides = [
        MenteeSide(user.pk, wanted.get(user.pk, frozenset()), since.get(user.pk), home_of(user.library, points))
        for user in people
    ]
    return sorted(sides, key=lambda side: order.get(side.id, len(order)))


def wanted_themes(school: School) -> dict[int, frozenset[int]]:
    """Return the themes for which mentors are wished, by who wishes, who asked first first; one query."""
    wishes = Wish.objects.filter(school=school).order_by("created_at", "pk")
    # no theme stands for who has named none
    rows: Iterable[tuple[int, int | None]] = wishes.values_list("user_id", "themes")
    found: dict[int, frozenset[int]] = {}
    for user_id, theme_id in rows:
        found[user_id] = found.get(user_id, frozenset()) | ({theme_id} if theme_id is not None else frozenset())
    return found


def mentor_side(offer: Offer, points: dict[str, tuple[float, float]]) -> MentorSide:
    """Return a mentor as the matching compares her."""
    return MentorSide(
        id=offer.user.pk,
        themes=frozenset(pk for pk, _title in offer.themes),
        since_year=offer.since_year,
        led_well=offer.led_well,
        places=offer.free,
        taken=offer.taken,
        home=home_of(offer.user.library, points),
    )


def home_of(library: Library | None, points: dict[str, tuple[float, float]]) -> Home | None:
    """Return where somebody works; None for who belongs to no library."""
    if library is None:
        return None
    key = library.settlement_key
    return Home(library.pk, library.organisation_id, key, points.get(key))


def _points(school: School) -> dict[str, tuple[float, float]]:
    rows = SettlementPoint.objects.filter(school=school)
    return {row.key: (row.latitude, row.longitude) for row in rows}


def earlier_pairs(school: School) -> dict[tuple[int, int], Earlier]:
    """Return how mentorships that are over went, by mentee and mentor; what says neither is left out. One query."""
    said = Feedback.objects.filter(mentorship=OuterRef("mentorship"))
    ended = Mentee.objects.filter(
        mentorship__school=school, mentorship__state=MentorshipState.ENDED, mentorship__mentor__isnull=False
    ).annotate(
        her_mark=Subquery(said.filter(made_by=OuterRef("user")).values("mark")[:1]),
        mentors_mark=Subquery(said.filter(made_by=OuterRef("mentorship__mentor")).values("mark")[:1]),
    )
    found: dict[tuple[int, int], Earlier] = {}
    rows = ended.order_by("mentorship__ended_at", "pk").values_list(
        "user_id", "mentorship__mentor_id", "mentorship__end", "her_mark", "mentors_mark"
    )
    for user_id, mentor_id, why, *marks in rows:
        how = how_it_went(why, [mark for mark in marks if mark is not None])
        if how is not None:
            # of several the last one counts
            found[user_id, mentor_id] = how
    return found


def how_it_went(why: str, marks: list[int]) -> Earlier | None:
    """Return what is to be thought of an earlier pair by why it ended and what marks the two gave."""
    if why == MentorshipEnd.NO_FIT or any(mark <= BAD_MARK for mark in marks):
        return Earlier.BAD
    if marks and all(mark >= GOOD_MARK for mark in marks):
        return Earlier.GOOD
    return Earlier.GOOD if not marks and why == MentorshipEnd.COMPLETED else None


@dataclass(frozen=True, slots=True)
class Around:
    """One person and all mentors who could lead her, each as she offers herself and as the matching compares her."""

    mentee: MenteeSide | None
    mentors: list[tuple[Offer, MentorSide]]
    earlier: dict[tuple[int, int], Earlier]


def sides_of(school: School, mentee: User, today: date) -> Around:
    """Return a person, her library joined, among those who could lead her, to find another mentor; six queries.

    Who was switched off has no side.
    """
    points = _points(school)
    sides = mentee_sides(school, [mentee] if mentee.is_active else [], points)
    free = [one for one in offers(school, today) if one.can_be_chosen]
    mentors = [(one, mentor_side(one, points)) for one in free]
    return Around(sides[0] if sides else None, mentors, earlier_pairs(school))
