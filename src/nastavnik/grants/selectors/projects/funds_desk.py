"""The desk of forms of funds: what is offered, how sure we are of it, its versions, a form to be read as a page."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.urls import reverse
from django.utils.formats import number_format

from nastavnik.grants.funds.parts import LONGEST_KEY
from nastavnik.grants.funds.template import FundCriterion, FundTemplate, Size
from nastavnik.grants.funds.versions import with_key
from nastavnik.grants.models import GrantApplication, TemplateText
from nastavnik.grants.permissions import can_keep_templates, can_see_board
from nastavnik.grants.selectors.projects.choosing import FundFacts, facts_in, facts_of
from nastavnik.grants.selectors.projects.offers import Offer, all_offers, any_offer
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.enums import LegalForm
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# of a check of a form: after it somebody should look at the fund's papers again
STALE_DAYS = 180
LONGEST_VERSION = 7


@dataclass(frozen=True, slots=True)
class FundLine:
    """A form of a fund in the list of the desk."""

    facts: FundFacts
    url: str
    is_own: bool
    is_hidden: bool
    # applications that go by any version of it
    used: int
    is_stale: bool


@dataclass(frozen=True, slots=True)
class FundsDesk:
    """All forms of the school."""

    lines: list[FundLine]
    can_keep: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a form that the school brought."""

    version: int
    added_at: datetime
    added_by: str
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """A criterion with its weights in the order of the sizes; nought: it is not judged there."""

    criterion: FundCriterion
    # by the titles of sizes
    weights: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FundPage:
    """A form of a fund, to be read as a page."""

    facts: FundFacts
    template: FundTemplate
    sizes: list[str]
    weights: list[Weights]
    taken: list[str]
    refused: list[tuple[str, str]]
    fields: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A form at the desk: the page to read, its versions, what may be done with it."""

    page: FundPage
    versions: list[VersionLine]
    is_own: bool
    is_hidden: bool
    can_keep: bool
    edit_url: str


def funds_desk(actor: Actor, school: School, now: datetime) -> FundsDesk:
    """Return all forms of a school to its desk; two queries. Raises `PermissionDenied`."""
    _check(actor, school)
    used, today = _used(school), now.astimezone(school.zone).date()
    lines = [_line(offer, used, today, now) for offer in all_offers(school)]
    return FundsDesk(lines, can_keep_templates(actor, school))


def desk_page(actor: Actor, school: School, key: str, version: str, now: datetime) -> DeskPage:
    """Return a form at the desk; `version`: of the school's own, or nothing for what is offered now.

    Raises `PermissionDenied`, `TemplateText.DoesNotExist`.
    """
    _check(actor, school)
    offer = any_offer(school, key)
    rows = TemplateText.objects.filter(school=school, key=key).select_related("added_by").order_by("-version")
    versions = list(rows.defer("text"))
    shown = rows.get(version=int(version)) if version.isdecimal() and len(version) < LONGEST_VERSION else offer.row
    template = template_of(shown) if shown else offer.template
    return DeskPage(
        page=read_page(template, facts_in(template, None, now)),
        versions=[_version(row, template) for row in versions],
        is_own=offer.row is not None,
        is_hidden=offer.is_hidden,
        can_keep=can_keep_templates(actor, school),
        edit_url=reverse("grants:edit_fund", args=[key]),
    )


def read_page(template: FundTemplate, facts: FundFacts) -> FundPage:
    """Return a template as people read it; no query."""
    return FundPage(
        facts=facts,
        template=template,
        sizes=[size.title for size in template.sizes],
        weights=[Weights(one, [_weight(one, size) for size in template.sizes]) for one in template.criteria],
        taken=[str(form.label) for form in LegalForm if form in template.applicants.taken],
        refused=[(str(LegalForm(form).label), why) for form, why in template.applicants.refused.items()],
        fields=sum(len(section.fields) for section in template.form.sections),
    )


def _weight(criterion: FundCriterion, size: Size) -> tuple[str, str]:
    return size.title, number_format(f"{criterion.weights[size.key].normalize():f}")


def offer_to_keep(actor: Actor, school: School, key: str) -> Offer:
    """Return a form to whoever may change it. Raises `PermissionDenied`, `TemplateText.DoesNotExist`."""
    if not can_keep_templates(actor, school):
        raise PermissionDenied
    return any_offer(school, key)


def new_text(actor: Actor, school: School, like: str) -> str:
    """Return the text with which a new form begins: that of `like` under a key of its own, or nothing. Raises `PermissionDenied`."""
    if not can_keep_templates(actor, school):
        raise PermissionDenied
    if not like:
        return ""
    return with_key(any_offer(school, like).text, f"{like}-copy"[:LONGEST_KEY])


def text_at_desk(actor: Actor, school: School, key: str) -> Offer:
    """Return a form as a text to the desk. Raises `PermissionDenied`, `TemplateText.DoesNotExist`."""
    _check(actor, school)
    return any_offer(school, key)


def _check(actor: Actor, school: School) -> None:
    if not can_see_board(actor, school):
        raise PermissionDenied


def _used(school: School) -> dict[str, int]:
    """Return how many applications of the school go by each form, by the forms' keys."""
    grants = GrantApplication.objects.filter(project__school=school, project__removed_at=None, removed_at=None)
    rows = grants.order_by().values_list("template__key").annotate(count=Count("pk"))
    return dict(rows)


def _line(offer: Offer, used: dict[str, int], today: date, now: datetime) -> FundLine:
    return FundLine(
        facts=facts_of(offer, None, now),
        url=reverse("grants:fund", args=[offer.key]),
        is_own=offer.row is not None,
        is_hidden=offer.is_hidden,
        used=used.get(offer.key, 0),
        is_stale=(today - offer.template.origin.checked_on).days > STALE_DAYS,
    )


def _version(row: TemplateText, shown: FundTemplate) -> VersionLine:
    return VersionLine(
        version=row.version,
        added_at=row.added_at,
        added_by=row.added_by.full_name if row.added_by else "",
        url=f"{reverse('grants:fund', args=[row.key])}?version={row.version}",
        is_shown=row.version == shown.version,
    )
