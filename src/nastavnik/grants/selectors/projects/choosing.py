"""Choosing a fund: who may apply first, then when, then how sure we are of what is said."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from nastavnik.grants.funds.deadline import Deadline, deadline_of
from nastavnik.grants.funds.eligibility import Eligibility, Verdict, eligibility
from nastavnik.grants.funds.intakes import last_intake, next_intake
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication, GrantProject
from nastavnik.grants.selectors.projects.offers import CONFIDENCE_BADGES, Offer, offers_of
from nastavnik.people.enums import LegalForm
from nastavnik.people.models import Library
from nastavnik.programme.models import School

VERDICT_BADGES = {Verdict.TAKEN: "ok", Verdict.UNKNOWN: "neutral", Verdict.REFUSED: "wrong"}
# stands in an address until the form is known
KEY = "KEY"
ORDER = (Verdict.TAKEN, Verdict.UNKNOWN, Verdict.REFUSED)


@dataclass(frozen=True, slots=True)
class Applicant:
    """The organisation of a library as funds see it; without a library, or a name, it is not known."""

    name: str
    legal_form: str

    @property
    def form_label(self) -> str:
        """Return the legal form in words."""
        return str(LegalForm(self.legal_form).label) if self.legal_form else ""


@dataclass(frozen=True, slots=True)
class FundFacts:
    """What is told of a fund before anything is begun: who, when, by what source."""

    key: str
    template: FundTemplate
    # None: nobody has asked for whom
    eligibility: Eligibility | None
    verdict: str
    badge: str
    confidence: str
    confidence_badge: str
    # of the next intake; None: none is known
    deadline: Deadline | None
    intake: str
    # the end of the last one, where no next is known
    was_over_on: date | None


@dataclass(frozen=True, slots=True)
class FundCard:
    """A fund to choose, and whether the project goes to it already."""

    facts: FundFacts
    url: str
    taken: int = 0


def applicant_of(library: Library | None) -> Applicant:
    """Return the organisation of a library, which must be loaded with it."""
    if library is None:
        return Applicant("", "")
    return Applicant(library.organisation.name, library.organisation.legal_form)


def facts_of(offer: Offer, applicant: Applicant | None, now: datetime) -> FundFacts:
    """Return what is told of a form; no query."""
    return facts_in(offer.template, applicant, now)


def facts_of_grant(grant: GrantApplication, template: FundTemplate, now: datetime) -> FundFacts:
    """Return what is told of the fund of an application, and of who applies."""
    return facts_in(template, Applicant(grant.applicant, grant.legal_form), now)


def facts_in(template: FundTemplate, applicant: Applicant | None, now: datetime) -> FundFacts:
    """Return what a template tells, to an applicant or to nobody in particular; no query."""
    said = eligibility(template, applicant.legal_form) if applicant else None
    following, last = next_intake(template, now), last_intake(template, now)
    closing = following or last
    return FundFacts(
        key=template.key,
        template=template,
        eligibility=said,
        verdict=str(said.verdict.label) if said else "",
        badge=VERDICT_BADGES[said.verdict] if said else "",
        confidence=str(template.origin.confidence.label),
        confidence_badge=CONFIDENCE_BADGES[template.origin.confidence],
        deadline=deadline_of(following.closes_at, zone=template.zone, margin_hours=template.margin_hours, now=now)
        if following
        else None,
        intake=closing.title if closing else "",
        was_over_on=last.closes_at.date() if last and not following else None,
    )


def cards(
    school: School, applicant: Applicant, now: datetime, *, url: str, project: GrantProject | None = None
) -> list[FundCard]:
    """Return the funds, those that take the applicant first; `url`: of the next step, with `KEY` where that of the form stands."""
    going = _going(project) if project else []
    offers = offers_of(school)
    found = [FundCard(facts_of(one, applicant, now), url.replace(KEY, one.key), going.count(one.key)) for one in offers]
    return sorted(found, key=_order)


def _going(project: GrantProject) -> list[str]:
    grants = GrantApplication.objects.filter(project=project, removed_at=None)
    return list(grants.order_by().values_list("template__key", flat=True))


def _order(card: FundCard) -> tuple[int, float]:
    said, deadline = card.facts.eligibility, card.facts.deadline
    return ORDER.index(said.verdict) if said else 0, deadline.closes_at.timestamp() if deadline else math.inf
