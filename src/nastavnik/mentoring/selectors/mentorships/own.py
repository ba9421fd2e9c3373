"""A person's own mentorships: those she leads, those in which she is led, her wish; and the mentors among whom she may choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import Practice, Theme, Wish
from nastavnik.mentoring.permissions import can_wish, is_mentor, mentorships_of
from nastavnik.mentoring.selectors.mentorships.cards import Card, Person, card_of, joined, person_of, today_in
from nastavnik.mentoring.selectors.mentorships.mentors import Offer, offer_of, offers
from nastavnik.mentoring.selectors.mentorships.paging import Paging, page_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MENTORS_ON_PAGE = 40


@dataclass(frozen=True, slots=True)
class OwnPage:
    """My mentorships: what waits for my yes comes first."""

    to_answer: list[Card]
    led: list[Card]
    mine: list[Card]
    past: list[Card]
    is_mentor: bool
    has_wish: bool
    since_year: int | None

    @property
    def may_look_for_mentor(self) -> bool:
        """Whether she has none and waits for none."""
        return not self.mine


def own_page(actor: User, school: School, now: datetime) -> OwnPage:
    """Return the person's own mentorships in `school`. Raises `Wish.DoesNotExist` for who does not belong to it."""
    if not can_wish(actor, school):
        raise Wish.DoesNotExist
    today = today_in(school, now)
    rows = joined(mentorships_of(actor, school), now).order_by("due_on", "-created_at", "pk")
    cards = [card_of(row, actor.pk, today) for row in rows]
    waiting, going = MentorshipState.WAITING, MentorshipState.ACTIVE
    practice = Practice.objects.filter(school=school, user=actor).first()
    return OwnPage(
        to_answer=[card for card in cards if card.is_led and card.state == waiting],
        led=[card for card in cards if card.is_led and card.state == going],
        mine=[card for card in cards if not card.is_led and card.state in {waiting, going}],
        past=[card for card in cards if card.state in {MentorshipState.ENDED, MentorshipState.DECLINED}],
        is_mentor=is_mentor(actor, school),
        has_wish=Wish.objects.filter(school=school, user=actor).exists(),
        since_year=practice.since_year if practice else None,
    )


@dataclass(frozen=True, slots=True)
class MentorRow:
    """A mentor as a mentee sees her."""

    person: Person
    about: str
    themes: list[str]
    free: int
    away_until: date | None
    since_year: int | None
    # nothing for whom she cannot choose now
    choose_url: str


@dataclass(frozen=True, slots=True)
class MentorsPage:
    """The mentors of the school, page by page; `theme` narrows to those who take it."""

    paging: Paging
    themes: list[Theme]
    theme: str
    # she has a mentor, or waits for one
    is_settled: bool

    @property
    def rows(self) -> Sequence[MentorRow]:
        """The mentors of this page."""
        return self.paging.rows


def mentors_page(actor: User, school: School, *, theme: str, page: str, now: datetime) -> MentorsPage:
    """Return the mentors among whom the person may choose, those with a place first. Raises `Wish.DoesNotExist`."""
    if not can_wish(actor, school):
        raise Wish.DoesNotExist
    rows = [row_of(offer) for offer in offers(school, today_in(school, now)) if offer.user.pk != actor.pk]
    themes = themes_in(school)
    title = next((one.title for one in themes if one.token == theme), "")
    shown = [row for row in rows if not title or not row.themes or title in row.themes]
    known = theme if title else ""
    return MentorsPage(
        paging=page_of(sorted(shown, key=lambda row: not row.choose_url), page, MENTORS_ON_PAGE, theme=known),
        themes=themes,
        theme=known,
        is_settled=has_mentor(actor, school),
    )


def has_mentor(actor: User, school: School) -> bool:
    """Tell whether the person is led by somebody, or waits to be."""
    open_states = (MentorshipState.WAITING, MentorshipState.ACTIVE)
    return mentorships_of(actor, school).filter(state__in=open_states).exclude(mentor=actor).exists()


def row_of(offer: Offer) -> MentorRow:
    """Return a mentor as a mentee sees her."""
    return MentorRow(
        person=person_of(offer.user),
        about=offer.about,
        themes=offer.theme_titles,
        free=offer.free,
        away_until=offer.away_until,
        since_year=offer.since_year,
        choose_url=reverse("mentoring:choose_mentor", args=[offer.user.token]) if offer.can_be_chosen else "",
    )


def mentor_to_choose(actor: User, school: School, token: str, now: datetime) -> MentorRow:
    """Return one mentor. Raises `User.DoesNotExist`."""
    if not can_wish(actor, school):
        raise User.DoesNotExist
    user = User.objects.exclude(pk=actor.pk).get(token=token)
    offer = offer_of(school, user.pk, today_in(school, now))
    if offer is None:
        raise User.DoesNotExist
    return row_of(offer)


def themes_in(school: School) -> list[Theme]:
    """Return the themes about which something can be wished."""
    return list(Theme.objects.filter(school=school, retired_at=None).order_by("position", "pk"))


@dataclass(frozen=True, slots=True)
class WishPage:
    """What the person wishes, as the form begins with it."""

    themes: list[Theme]
    initial: dict[str, object]
    has_wish: bool


def wish_page(actor: Actor, school: School) -> WishPage:
    """Return the person's wish for a mentor, or an empty one. Raises `Wish.DoesNotExist`."""
    if not isinstance(actor, User) or not can_wish(actor, school):
        raise Wish.DoesNotExist
    row = Wish.objects.filter(school=school, user=actor).prefetch_related("themes").first()
    practice = Practice.objects.filter(school=school, user=actor).first()
    initial: dict[str, object] = {"since_year": practice.since_year if practice else None}
    if row is not None:
        initial |= {"goal": row.goal, "themes": [theme.pk for theme in row.themes.all()]}
    return WishPage(themes_in(school), initial, has_wish=row is not None)
