"""The page of claims and proofs: what an application claims, by what it is proved, what lies in the drawer, what looks like a claim."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from nastavnik.contest.checking.values import Value
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Form
from nastavnik.grants.enums import ProofKind
from nastavnik.grants.funds.claims import PLANS, Proposal, proposals
from nastavnik.grants.models import Claim, ClaimProof, GrantApplication, GrantFile, Proof
from nastavnik.grants.permissions import can_write_project
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.lookup import grant_for, grant_to_write
from nastavnik.grants.selectors.talk.claims import ClaimRead, claims_read
from nastavnik.grants.selectors.talk.words import words_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import MEDIA_TYPES, HandoutKind
from nastavnik.programme.models import School

# experts ask for what is newer
OLD = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class ProofRead:
    """A proof in the drawer."""

    token: str
    kind: str
    title: str
    address: str
    note: str
    dated_on: date | None
    is_old: bool
    file_name: str
    file_kind: str
    file_bytes: int
    file_url: str
    edit_url: str
    # the claims that rest on it, by their tokens
    claims: tuple[str, ...]

    @property
    def is_bare(self) -> bool:
        """Tell whether there is nothing to look at: neither a file nor an address."""
        return not self.address and not self.file_name


@dataclass(frozen=True, slots=True)
class ClaimBox:
    """A claim with what can be done about it."""

    claim: ClaimRead
    prove_url: str
    dismiss_url: str
    add_url: str


@dataclass(frozen=True, slots=True)
class ClaimedField:
    """A field with what it claims, and with sentences that look like a claim."""

    key: str
    label: str
    claims: list[ClaimBox]
    proposals: list[Proposal]


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Words that need no proof."""

    words: str
    restore_url: str


@dataclass(frozen=True, slots=True)
class ProofsPage:
    """Claims and proofs of an application."""

    fields: list[ClaimedField]
    dismissed: list[Dismissed]
    drawer: list[ProofRead]
    proved: int
    claimed: int
    # claims of the project whose words this application does not have
    elsewhere: int
    can_write: bool
    add_url: str
    claim_url: str


def proofs_page(actor: Actor, grant: GrantApplication, today: date) -> ProofsPage:
    """Return the page by six queries, two of them for what stands in the application."""
    form, values = template_of(grant.template).form, content_of(grant).values
    rows, links = list(Claim.objects.filter(project=grant.project_id).order_by("pk")), _links(grant)
    every = claims_read((one for one in rows if not one.is_dismissed), links, form, values)
    here = [one for one in every if one.anchor is not None or not one.is_proved]
    dismissed = [one for one in rows if one.is_dismissed]
    return ProofsPage(
        fields=_fields(grant, form, values, here, [(one.field_key, one.words) for one in dismissed]),
        dismissed=[
            Dismissed(one.words, reverse("grants:restore_claim", args=[grant.token, one.token])) for one in dismissed
        ],
        drawer=_drawer(grant, links, today),
        proved=sum(one.is_proved for one in here),
        claimed=len(here),
        elsewhere=len(every) - len(here),
        can_write=can_write_project(actor, grant.project),
        add_url=reverse("grants:add_proof", args=[grant.token]),
        claim_url=reverse("grants:add_claim", args=[grant.token]),
    )


def drawer_of(grant: GrantApplication, today: date) -> list[ProofRead]:
    """Return what lies in the drawer, by two queries."""
    return _drawer(grant, _links(grant), today)


def _links(grant: GrantApplication) -> list[ClaimProof]:
    links = ClaimProof.objects.filter(proof__project=grant.project_id).select_related("claim", "proof")
    return list(links.order_by("pk"))


def _drawer(grant: GrantApplication, links: Iterable[ClaimProof], today: date) -> list[ProofRead]:
    claims = defaultdict[int, list[str]](list)
    for link in links:
        if not link.claim.is_dismissed:
            claims[link.proof_id].append(link.claim.token)
    proofs = Proof.objects.filter(project=grant.project_id).select_related("file").order_by("pk")
    return [_proof(grant, one, tuple(claims[one.pk]), today) for one in proofs]


def claim_choices(grant: GrantApplication) -> list[tuple[str, str]]:
    """Return the claims of a project to be chosen from, by their tokens; one query."""
    rows = Claim.objects.filter(project=grant.project_id, is_dismissed=False).order_by("pk")
    return [(row.token, row.words) for row in rows]


def proof_to_write(actor: Actor, school: School, token: str, proof: str) -> tuple[GrantApplication, Proof]:
    """Return a proof to whoever writes the application. Raises `PermissionDenied`, and `DoesNotExist` of what is missing."""
    grant = grant_to_write(actor, school, token)
    return grant, Proof.objects.select_related("file").get(project=grant.project_id, token=proof)


def proof_file(actor: Actor, school: School, token: str, proof: str) -> tuple[GrantFile, str]:
    """Return the file of a proof, with its media type, to whoever may read the application. Raises `DoesNotExist`."""
    grant = grant_for(actor, school, token)
    file = GrantFile.objects.get(pk__in=Proof.objects.filter(project=grant.project_id, token=proof).values("file"))
    return file, MEDIA_TYPES[HandoutKind(file.kind)]


def _fields(
    grant: GrantApplication,
    form: Form,
    values: dict[str, Value],
    claims: Iterable[ClaimRead],
    dismissed: Iterable[tuple[str, str]],
) -> list[ClaimedField]:
    by_field = defaultdict[str, list[ClaimRead]](list)
    for one in claims:
        by_field[one.field_key].append(one)
    known = defaultdict[str, list[str]](list)
    for key, words in (*dismissed, *((one.field_key, one.words) for one in claims)):
        known[key].append(words)
    fields = []
    for field in (field for section in form.sections for field in section.fields):
        is_asked = field.kind is FieldKind.TEXT and field.key not in PLANS
        proposed = proposals(words_of(field, values), known[field.key]) if is_asked else []
        boxes = [_box(grant, one) for one in by_field[field.key]]
        if boxes or proposed:
            fields.append(ClaimedField(field.key, field.label, boxes, proposed))
    return fields


def _box(grant: GrantApplication, claim: ClaimRead) -> ClaimBox:
    address = [grant.token, claim.token]
    return ClaimBox(
        claim=claim,
        prove_url=reverse("grants:prove_claim", args=address),
        dismiss_url=reverse("grants:dismiss_claim", args=address),
        add_url=f"{reverse('grants:add_proof', args=[grant.token])}?claim={claim.token}",
    )


def _proof(grant: GrantApplication, row: Proof, claims: tuple[str, ...], today: date) -> ProofRead:
    file = row.file
    address = [grant.token, row.token]
    return ProofRead(
        token=row.token,
        kind=str(ProofKind(row.kind).label),
        title=row.title,
        address=row.address,
        note=row.note,
        dated_on=row.dated_on,
        is_old=row.dated_on is not None and today - row.dated_on > OLD,
        file_name=file.name if file else "",
        file_kind=str(HandoutKind(file.kind).label) if file else "",
        file_bytes=file.bytes if file else 0,
        file_url=reverse("grants:proof_file", args=address) if file else "",
        edit_url=reverse("grants:proof", args=address),
        claims=claims,
    )
