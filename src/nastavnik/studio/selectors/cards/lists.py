"""Lists of cards: those that somebody makes, those that have become lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import BOARD_STATES, CardState, Voice
from nastavnik.studio.models import ProductionCard, StudioRules
from nastavnik.studio.permissions import can_see_board, cards_visible_to
from nastavnik.studio.selectors.cards.lines import CardLine, joined, lines_of
from nastavnik.studio.selectors.cards.lookup import check_board, check_can_run


@dataclass(frozen=True, slots=True)
class OwnCards:
    """What somebody makes, the most urgent first; what has become of it."""

    cards: list[CardLine]
    published: list[ProductionCard]
    # of the desk, for who sees it
    board_url: str


def own_cards(user: User, school: School, now: datetime) -> OwnCards:
    """Return the cards that a person makes, by six queries."""
    own = cards_visible_to(user, school).filter(owner=user)
    cards = list(joined(own.filter(state__in=BOARD_STATES)).order_by("due_on", "number"))
    cards.sort(key=lambda card: card.due_on is None)
    published = own.filter(state=CardState.PUBLISHED).select_related("lesson").defer("script", "brief")
    return OwnCards(
        cards=lines_of(cards, now.astimezone(school.zone).date()),
        published=list(published.order_by("-published_at")[:50]),
        board_url=reverse("studio:board") if can_see_board(user, school) else "",
    )


def past_cards(user: User, school: School, params: Mapping[str, str]) -> Listing[ProductionCard]:
    """Return the cards that have become lessons, to whoever sees the desk. Raises `PermissionDenied`."""
    check_board(user, school)
    cards = cards_visible_to(user, school).filter(state=CardState.PUBLISHED)
    return PAST.listing(cards.select_related("owner", "lesson", "topic").defer("script", "brief"), params)


def _lesson(card: ProductionCard) -> str:
    return card.lesson.title if card.lesson else ""


def _found(text: str) -> Q:
    """Return the condition for a number, or for words of the title."""
    is_number = text.isascii() and text.isdigit() and len(text) < len("1000000000")
    return Q(title_key__contains=search_key(text)) | (Q(number=int(text)) if is_number else Q(pk__in=()))


PAST = Table[ProductionCard](
    name="studio",
    caption=_("Cards that have become lessons"),
    columns=(
        Column("number", _("No."), lambda card: card.number, order=("number",), is_number=True),
        Column(
            "title",
            _("Card"),
            lambda card: card.title,
            order=("title_key",),
            link=lambda card: reverse("studio:card", args=[card.token]),
        ),
        Column("lesson", _("Lesson"), _lesson, link=lambda card: card.lesson.path if card.lesson else ""),
        Column("owner", _("Who made it"), lambda card: card.owner.full_name if card.owner else ""),
        Column("topic", _("Topic"), lambda card: card.topic.title if card.topic else ""),
        Column("published", _("Published"), lambda card: card.published_at, order=("published_at",)),
    ),
    filters=(Filter("q", _("Title or number"), query=_found),),
    order="-published",
)


def rules_typed(user: User, school: School) -> dict[str, object]:
    """Return the rules of a school as their form holds them, to a methodist. Raises `PermissionDenied`."""
    check_can_run(user, school)
    rules = StudioRules.objects.filter(school=school).first()
    limits = rules.limits if rules else {}
    return {
        "voice": rules.voice if rules else Voice.LIBRARY,
        **{f"limit_{state}": limits.get(state) for state in limits},
    }
