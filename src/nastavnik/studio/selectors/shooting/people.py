"""The pages of those who are shown in a film: how it stands with each, and what may be done next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.core.markdown import render_markdown
from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard, ShownPerson
from nastavnik.studio.selectors.shooting.document import consent_text, digest_of, school_rules
from nastavnik.studio.selectors.shooting.head import ShootingHead, shooting_head
from nastavnik.studio.selectors.shooting.states import ShownState, state_of

LABELS = {
    ShownState.NEW: (gettext_lazy("Not asked yet"), "warn"),
    ShownState.ASKED: (gettext_lazy("Waits for an answer"), "waiting"),
    ShownState.AGREED: (gettext_lazy("Agrees"), "ok"),
    ShownState.REFUSED: (gettext_lazy("Does not agree"), "wrong"),
    ShownState.WITHDRAWN: (gettext_lazy("Consent withdrawn"), "wrong"),
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """Somebody who is shown. `is_late`: the term to answer is over; `is_older`: what she has answered to reads otherwise by now.

    `may_ask`: a link may be made for her.
    """

    person: ShownPerson
    name: str
    label: str
    badge: str
    is_late: bool
    is_older: bool
    may_ask: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Those who are shown. `example`: what they are asked to sign, as it reads now."""

    head: ShootingHead
    rows: list[ShownRow]
    agreed: int
    example: SafeString
    says_nobody: bool


@dataclass(frozen=True, slots=True)
class ShownOnePage:
    """One of them, with what she was sent or has signed."""

    head: ShootingHead
    row: ShownRow
    document: SafeString


def shown_page(actor: User, card: ProductionCard, now: datetime) -> ShownPage:
    """Return the page of those who are shown in the film of a card that `actor` may open."""
    people, rules = list(ShownPerson.objects.filter(card=card)), school_rules(card.school)
    example = consent_text(card, name=_("Surname Name Patronymic"), guardian="", rules=rules)
    return ShownPage(
        head=shooting_head(actor, card, "studio:shown"),
        rows=[_row(card, one, rules, now) for one in people],
        agreed=sum(state_of(one) == ShownState.AGREED for one in people),
        example=render_markdown(example),
        says_nobody=card.shows_nobody,
    )


def shown_one(actor: User, card: ProductionCard, person: str, now: datetime) -> ShownOnePage:
    """Return the page of one of them. Raises `ShownPerson.DoesNotExist`."""
    row = ShownPerson.objects.select_related("noted_by").get(card=card, token=person)
    return ShownOnePage(
        head=shooting_head(actor, card, "studio:shown"),
        row=_row(card, row, school_rules(card.school), now),
        document=render_markdown(row.text),
    )


def _row(card: ProductionCard, person: ShownPerson, rules: str, now: datetime) -> ShownRow:
    state, is_forgotten = state_of(person), person.forgotten_at is not None
    label, badge = LABELS[state]
    text = consent_text(card, name=person.name, guardian=person.guardian, rules=rules)
    is_older = bool(person.sha256) and not is_forgotten and digest_of(text) != person.sha256
    return ShownRow(
        person=person,
        name=person.name or _("Somebody who asked to be forgotten"),
        label=str(label),
        badge=badge,
        is_late=state == ShownState.ASKED and person.expires_at is not None and person.expires_at <= now,
        is_older=is_older,
        may_ask=not is_forgotten and (state != ShownState.AGREED or is_older),
        may_withdraw=not is_forgotten and state == ShownState.AGREED,
    )
