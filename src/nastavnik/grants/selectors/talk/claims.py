"""What a project claims in a field, and by what it is proved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nastavnik.contest.checking.values import Value
from nastavnik.contest.selectors.setup import Form
from nastavnik.grants.funds.anchors import Anchor, find
from nastavnik.grants.models import Claim, ClaimProof, GrantProject
from nastavnik.grants.selectors.talk.words import words_of


@dataclass(frozen=True, slots=True)
class ClaimRead:
    """Words that need a proof; `anchor` is None where this application does not have them."""

    token: str
    field_key: str
    field_label: str
    words: str
    anchor: Anchor | None
    # titles of proofs, by their tokens
    proofs: tuple[tuple[str, str], ...]

    @property
    def is_proved(self) -> bool:
        """Tell whether something proves it."""
        return bool(self.proofs)


def claims_of(project: GrantProject, form: Form, values: dict[str, Value], *, keys: Iterable[str]) -> list[ClaimRead]:
    """Return what a project claims in some fields of a form, in the form's order; two queries."""
    claims = list(Claim.objects.filter(project=project, is_dismissed=False, field_key__in=list(keys)).order_by("pk"))
    links = ClaimProof.objects.filter(claim__in=claims).select_related("proof").order_by("pk")
    return claims_read(claims, links, form, values)


def claims_read(
    rows: Iterable[Claim], links: Iterable[ClaimProof], form: Form, values: dict[str, Value]
) -> list[ClaimRead]:
    """Return claims, with the proofs that the links name, in the form's order; no query. Fields that it lacks are left out."""
    fields = {field.key: field for section in form.sections for field in section.fields}
    order = {key: place for place, key in enumerate(fields)}
    proofs = defaultdict[int, list[tuple[str, str]]](list)
    for link in links:
        proofs[link.claim_id].append((link.proof.token, link.proof.title))
    claims = [
        ClaimRead(
            token=row.token,
            field_key=row.field_key,
            field_label=fields[row.field_key].label,
            words=row.words,
            anchor=find(words_of(fields[row.field_key], values), row.words),
            proofs=tuple(proofs[row.pk]),
        )
        for row in rows
        if row.field_key in fields
    ]
    return sorted(claims, key=lambda one: (order[one.field_key], one.anchor.begin if one.anchor else -1))
