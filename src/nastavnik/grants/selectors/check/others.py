"""Other applications of the same organisation, as far as the viewer may know of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.checking.values import Value
from nastavnik.grants.enums import GrantState
from nastavnik.grants.funds.findings import Other
from nastavnik.grants.funds.overlap import texts_of
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import FieldText, GrantApplication
from nastavnik.grants.permissions import grants_visible_to
from nastavnik.people.permissions import Actor

# the newest ones: a text that was copied is seldom older
MOST_OTHERS = 60


@dataclass(frozen=True, slots=True)
class OtherGrant:
    """Another application of the organisation; `grant` is None where the viewer may not open it: then nothing of it is named."""

    grant: GrantApplication | None
    title: str
    fund: str
    other: Other


def others_of(
    actor: Actor, grant: GrantApplication, template: FundTemplate, token: str | None = None
) -> list[OtherGrant]:
    """Return other applications of the applicant with the texts that both have, the newest first; two queries.

    The same project at another fund is no copy. What a fund has refused may be sent again. With `token` only that one.
    """
    compared = [field.key for section in template.form.sections for field in section.fields]
    rows = _of_applicant(grant).exclude(pk=grant.pk).exclude(state=GrantState.REFUSED)
    rows = rows.exclude(Q(project=grant.project_id) & ~Q(template__key=grant.template.key))
    if token is not None:
        rows = rows.filter(token=token)
    visible = grants_visible_to(actor, grant.project.school).filter(pk=OuterRef("pk"))
    found = rows.annotate(is_visible=Exists(visible)).select_related("project", "template")
    known = list(found.order_by("-changed_at", "-pk")[:MOST_OTHERS])
    values = _values(known, compared)
    return [_other(grant, one, template, values[one.pk]) for one in known]


def _of_applicant(grant: GrantApplication) -> QuerySet[GrantApplication]:
    rows = GrantApplication.objects.filter(
        project__school=grant.project.school_id, project__removed_at=None, removed_at=None
    )
    library = grant.project.library
    if grant.is_partner or library is None:
        return rows.filter(applicant=grant.applicant)
    return rows.filter(is_partner=False, project__library__organisation=library.organisation_id)


def _values(grants: Sequence[GrantApplication], keys: list[str]) -> dict[int, dict[str, Value]]:
    found: dict[int, dict[str, Value]] = defaultdict(dict)
    texts = FieldText.objects.filter(grant__in=[one.pk for one in grants], key__in=keys)
    for grant_id, key, value in texts.values_list("grant", "key", "value"):
        found[grant_id][key] = value
    return found


def _other(
    grant: GrantApplication, other: GrantApplication, template: FundTemplate, values: dict[str, Value]
) -> OtherGrant:
    is_visible = bool(getattr(other, "is_visible", False))
    title = other.project.title if is_visible else _("another application of your organisation")
    url = reverse("grants:overlap_with", args=[grant.token, other.token]) if is_visible else ""
    # by this fund's form: what is a table here may be called otherwise there, but its texts are texts
    told = Other(title, url, texts_of(template.form, values))
    return OtherGrant(other if is_visible else None, title, other.template.fund, told)
