"""What a methodist sees while she puts people together: mentors with their places, people found by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import Mentorship
from nastavnik.mentoring.permissions import can_pair
from nastavnik.mentoring.selectors.mentorships.cards import joined, present_of, today_in
from nastavnik.mentoring.selectors.mentorships.mentors import Offer, offers
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, people_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

MOST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Found:
    """People found: to tick as a form offers them, and how many more fit."""

    choices: list[tuple[int, str]]
    more: int


def find_people(school: School, words: str, ticked: list[int], without: frozenset[int] = frozenset()) -> Found:
    """Return people of `school` by name or library; who is ticked already stays. Two queries."""
    people = people_of(place_of(school)).filter(is_active=True).exclude(pk__in=without)
    key = search_key(words)
    fits = Q(name_key__contains=key) | Q(library__name_key__contains=key) | Q(library__settlement_key__contains=key)
    chosen = list(people.filter(pk__in=ticked[:MOST_FOUND]).select_related("library").order_by("name_key", "pk"))
    if not key:
        return Found([(one.pk, label_of(one)) for one in chosen], 0)
    rows = people.filter(fits).exclude(pk__in=[one.pk for one in chosen])
    fresh = list(rows.select_related("library").order_by("name_key", "pk")[: MOST_FOUND + 1])
    more = len(fresh) - MOST_FOUND
    shown = [*chosen, *fresh[:MOST_FOUND]]
    return Found([(one.pk, label_of(one)) for one in shown], max(more, 0))


def label_of(person: User) -> str:
    """Return a person, whose library is joined, as lists show her."""
    return f"{person.full_name}, {person.library.label}" if person.library else person.full_name


def mentor_choices(school: School, now: datetime, without: int | None = None) -> list[tuple[int, str]]:
    """Return the mentors of `school` as a form offers them, those with a place first."""
    rows = [one for one in offers(school, today_in(school, now)) if one.user.pk != without]
    return [(one.user.pk, offer_label(one)) for one in sorted(rows, key=lambda one: not one.can_be_chosen)]


def offer_label(offer: Offer) -> str:
    """Return a mentor with her places, as a form offers her."""
    words = {"name": label_of(offer.user), "taken": offer.taken, "places": offer.places}
    if offer.is_away:
        return gettext("%(name)s: away, leads %(taken)d of %(places)d") % words
    return gettext("%(name)s: leads %(taken)d of %(places)d") % words


@dataclass(frozen=True, slots=True)
class Steered:
    """A mentorship that a methodist changes."""

    pk: int
    token: str
    heading: str
    mentor_id: int | None
    mentor: str
    user_ids: frozenset[int]
    title: str
    every_days: int
    ends_on: object
    is_active: bool
    days: int


def mentorship_to_steer(actor: Actor, school: School, token: str, now: datetime) -> Steered:
    """Return a mentorship for its methodist. Raises `Mentorship.DoesNotExist` for anybody else."""
    if not can_pair(actor, school):
        raise Mentorship.DoesNotExist
    row = joined(Mentorship.objects.filter(school=school), now).get(token=token)
    return steered(row, now)


def steered(row: Mentorship, now: datetime) -> Steered:
    """Return a mentorship that `joined` has read, as forms begin with it."""
    present = present_of(row)
    last = row.last_contact_at or row.began_at or row.created_at
    return Steered(
        pk=row.pk,
        token=row.token,
        heading=row.title or ", ".join(one.user.full_name for one in present),
        mentor_id=row.mentor_id,
        mentor=row.mentor.full_name if row.mentor else "",
        user_ids=frozenset(one.user_id for one in present),
        title=row.title,
        every_days=row.every_days,
        ends_on=row.ends_on,
        is_active=row.state == MentorshipState.ACTIVE,
        days=max((now - last).days, 0),
    )


def typed_so_far(posted: Mapping[str, str], ticked: list[int]) -> dict[str, object]:
    """Return what a form has in it while people are still looked for."""
    names = ("mentor", "words", "title", "note", "every_days", "ends_on")
    return {name: posted[name] for name in names if name in posted} | {"user_ids": ticked}
