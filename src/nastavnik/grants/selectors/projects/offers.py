"""The forms of funds that a school offers: those that come with the program, and its own in place of those with the same key."""

from dataclasses import dataclass

import structlog
from django.db.models import Max, OuterRef, Subquery

from nastavnik.grants.funds.template import Confidence, FundTemplate
from nastavnik.grants.funds.tree import BrokenTemplate
from nastavnik.grants.models import TemplateText
from nastavnik.grants.selectors.templates import shipped_templates, template_of
from nastavnik.programme.models import School

log = structlog.get_logger("nastavnik.grants.funds")
CONFIDENCE_BADGES = {Confidence.OFFICIAL: "ok", Confidence.SECOND_HAND: "neutral", Confidence.UNCHECKED: "warn"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of a fund as a school has it now. `row` is empty of one that comes with the program."""

    template: FundTemplate
    text: str
    row: TemplateText | None = None

    @property
    def key(self) -> str:
        """Return by what it is told from the school's others."""
        return self.template.key

    @property
    def is_hidden(self) -> bool:
        """Tell whether nothing new is begun by it."""
        return self.row is not None and self.row.hidden_at is not None


def all_offers(school: School) -> list[Offer]:
    """Return the forms of a school, hidden ones too, in the order of their funds; one query."""
    rows = TemplateText.objects.filter(school=school, key=OuterRef("key")).order_by()
    newest = rows.values("key").annotate(last=Max("version")).values("last")
    own = TemplateText.objects.filter(school=school, version=Subquery(newest))
    offers = {key: Offer(template, text) for key, (template, text) in shipped_templates().items()}
    offers |= {offer.key: offer for row in own if (offer := _readable(row)) is not None}
    return sorted(offers.values(), key=lambda offer: (offer.template.fund, offer.template.title))


def _readable(row: TemplateText) -> Offer | None:
    """Return a form of the school's own; None where a newer program reads it no more: one that is broken must not hide all others."""
    try:
        return Offer(template_of(row), row.text, row)
    except BrokenTemplate:
        log.warning("unreadable template", template=row.token, key=row.key)
        return None


def offers_of(school: School) -> list[Offer]:
    """Return the forms by which applications may be begun."""
    return [offer for offer in all_offers(school) if not offer.is_hidden]


def offer_for(school: School, key: str) -> Offer:
    """Return a form by which an application may be begun. Raises `TemplateText.DoesNotExist`."""
    return _found(offers_of(school), key)


def any_offer(school: School, key: str) -> Offer:
    """Return a form, hidden or not. Raises `TemplateText.DoesNotExist`."""
    return _found(all_offers(school), key)


def _found(offers: list[Offer], key: str) -> Offer:
    found = next((offer for offer in offers if offer.key == key), None)
    if found is None:
        raise TemplateText.DoesNotExist
    return found
