"""What an application shares with others of its organisation: the list of them, and two side by side with the shared words marked."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from nastavnik.grants.funds.checker import MOST_ALIKE, PER_CENT
from nastavnik.grants.funds.findings import Other
from nastavnik.grants.funds.overlap import Overlap, overlap, texts_of
from nastavnik.grants.funds.template import FundTemplate, RuleUse
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.check.others import OtherGrant, others_of
from nastavnik.grants.selectors.check.places import label_of, place_url
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.head import GrantHead, head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; a shared one stands in the other application too."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field of both applications side by side."""

    label: str
    url: str
    percent: int
    is_over: bool
    own: tuple[Part, ...]
    other: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class OtherBox:
    """Another application with the field that is most like."""

    title: str
    fund: str
    url: str
    percent: int
    label: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """What an application shares with each of the others, the most alike first."""

    head: GrantHead
    others: tuple[OtherBox, ...]
    most: int
    rule: RuleUse | None


@dataclass(frozen=True, slots=True)
class PairPage:
    """An application beside another one."""

    head: GrantHead
    title: str
    fund: str
    other_url: str
    pairs: tuple[FieldPair, ...]
    most: int
    rule: RuleUse | None


def overlap_page(actor: Actor, school: School, token: str, now: datetime) -> OverlapPage:
    """Return with which applications of the organisation this one shares its texts."""
    grant = grant_for(actor, school, token)
    head = head_of(actor, grant, "grants:check", now)
    own = texts_of(head.template.form, content_of(grant).values)
    rule = rule_of(head.template)
    boxes = [_box(head.template, own, one, _most(rule)) for one in others_of(actor, grant, head.template)]
    return OverlapPage(head, tuple(sorted(boxes, key=lambda box: -box.percent)), _most(rule), rule)


def pair_page(actor: Actor, school: School, token: str, other_token: str, now: datetime) -> PairPage:
    """Return an application beside another one that the viewer may read too. Raises `GrantApplication.DoesNotExist`."""
    grant = grant_for(actor, school, token)
    head = head_of(actor, grant, "grants:check", now)
    found = others_of(actor, grant, head.template, other_token)
    if not found or found[0].grant is None:
        raise GrantApplication.DoesNotExist
    own, rule = texts_of(head.template.form, content_of(grant).values), rule_of(head.template)
    pairs = [_pair(head, key, text, found[0].other, _most(rule)) for key, text in own.items()]
    return PairPage(
        head=head,
        title=found[0].title,
        fund=found[0].fund,
        other_url=reverse("grants:grant", args=[found[0].grant.token]),
        pairs=tuple(sorted((pair for pair in pairs if pair.percent), key=lambda pair: -pair.percent)),
        most=_most(rule),
        rule=rule,
    )


def rule_of(template: FundTemplate) -> RuleUse | None:
    """Return the rule of the fund about texts that are alike, if it has one."""
    return next((use for use in template.rules if use.key == ALIKE), None)


def _most(rule: RuleUse | None) -> int:
    return int((rule.limit if rule else None) or Decimal(MOST_ALIKE))


def _box(template: FundTemplate, own: dict[str, str], one: OtherGrant, most: int) -> OtherBox:
    shares = {key: overlap(text, one.other.texts.get(key, "")).share for key, text in own.items()}
    key = max(shares, key=lambda key: shares[key], default="")
    percent = round(shares.get(key, 0.0) * PER_CENT)
    return OtherBox(one.title, one.fund, one.other.url, percent, label_of(template, key), percent > most)


def _pair(head: GrantHead, key: str, own: str, other: Other, most: int) -> FieldPair:
    theirs = other.texts.get(key, "")
    found = overlap(own, theirs)
    percent = round(found.share * PER_CENT)
    return FieldPair(
        label=label_of(head.template, key),
        url=place_url(head.grant, head.template, key),
        percent=percent,
        is_over=percent > most,
        own=parts_of(own, found),
        other=parts_of(theirs, overlap(theirs, own)),
    )


def parts_of(text: str, found: Overlap) -> tuple[Part, ...]:
    """Return a text in pieces, those that are shared marked."""
    parts, place = list[Part](), 0
    for run in found.runs:
        parts += [Part(text[place : run.begin], is_shared=False), Part(text[run.begin : run.end], is_shared=True)]
        place = run.end
    parts.append(Part(text[place:], is_shared=False))
    return tuple(part for part in parts if part.text)
