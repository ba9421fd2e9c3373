"""The drawer of proofs of a project: what proves its claims, with a file or an address. It serves all its applications."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from nastavnik.contest.services.applications.files import MOST_BYTES_IN_ALL, received
from nastavnik.contest.services.applications.refusals import TooManyFiles
from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.grants.models import Claim, ClaimProof, GrantFile, GrantProject, Proof
from nastavnik.grants.services.locking import locked_project
from nastavnik.grants.services.talk.refusals import ProofWithoutTitle, TooManyProofs
from nastavnik.grants.services.writing.files import forget_files
from nastavnik.people.models import User
from nastavnik.programme.services.files import clean_name

MOST_PROOFS = 200


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """What is known of a proof."""

    # a ProofKind
    kind: str
    title: str
    address: str = ""
    dated_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A proof as it is to be: a file that came is stored already."""

    facts: ProofFacts
    stored: GrantFile | None
    # the tokens of those that rest on it
    claims: list[str]


def add_proof(
    *,
    actor: User,
    project_id: int,
    facts: ProofFacts,
    now: datetime,
    file: File[bytes] | None = None,
    claims: Iterable[str] = (),
) -> Proof:
    """Put a proof into the drawer, for these claims at once.

    Raises `ProofWithoutTitle`, `TooManyProofs`, and of contests `FileTooLarge`, `FileNotKnown`, `TooManyFiles`.
    """
    stored = _stored(file, actor, now)
    try:
        return _added(actor, project_id, _Wanted(facts, stored, list(claims)), now)
    except BaseException:
        _drop(stored)
        raise


def change_proof(
    *,
    actor: User,
    project_id: int,
    proof_token: str,
    facts: ProofFacts,
    now: datetime,
    file: File[bytes] | None = None,
    claims: Iterable[str] = (),
) -> Proof:
    """Correct a proof, put another file in the place of its own, and say which claims rest on it. Raises as `add_proof`."""
    stored = _stored(file, actor, now)
    try:
        return _changed(actor, project_id, proof_token, _Wanted(facts, stored, list(claims)), now)
    except BaseException:
        _drop(stored)
        raise


@transaction.atomic
def remove_proof(*, actor: User, project_id: int, proof_token: str, now: datetime) -> None:
    """Take a proof out of the drawer with its file; the claims that rested on it lack one. Raises `Proof.DoesNotExist`."""
    project = locked_project(actor, project_id)
    proof = Proof.objects.select_related("file").get(project=project, token=proof_token)
    journal.record(actor=actor, verb="proof_removed", subject=project, now=now, title=proof.title)
    proof.delete()
    if proof.file is not None:
        forget_files([proof.file])


@transaction.atomic
def _added(actor: User, project_id: int, wanted: _Wanted, now: datetime) -> Proof:
    project = locked_project(actor, project_id)
    if Proof.objects.filter(project=project).count() >= MOST_PROOFS:
        raise TooManyProofs
    proof = Proof(project=project, added_by=actor, added_at=now)
    _write(proof, wanted.facts, wanted.stored)
    _link(proof, wanted.claims)
    journal.record(actor=actor, verb="proof_added", subject=project, now=now, title=proof.title)
    return proof


@transaction.atomic
def _changed(actor: User, project_id: int, proof_token: str, wanted: _Wanted, now: datetime) -> Proof:
    project = locked_project(actor, project_id)
    proof = Proof.objects.select_related("file").get(project=project, token=proof_token)
    before = proof.file
    _write(proof, wanted.facts, wanted.stored)
    if wanted.stored is not None and before is not None:
        forget_files([before])
    ClaimProof.objects.filter(proof=proof).exclude(claim__token__in=wanted.claims).delete()
    _link(proof, wanted.claims)
    journal.record(actor=actor, verb="proof_changed", subject=project, now=now, title=proof.title)
    return proof


def _write(proof: Proof, facts: ProofFacts, stored: GrantFile | None) -> None:
    title = " ".join(facts.title.split())
    if not title:
        raise ProofWithoutTitle
    proof.kind, proof.title, proof.address = facts.kind, title[:300], facts.address
    proof.dated_on, proof.note = facts.dated_on, facts.note.strip()[:1000]
    if stored is not None:
        proof.file = _kept(stored, proof.project)
    proof.save()


def _kept(stored: GrantFile, project: GrantProject) -> GrantFile:
    files = GrantFile.objects.filter(project=project, grant=None)
    if (files.aggregate(bytes=Sum("bytes"))["bytes"] or 0) + stored.bytes > MOST_BYTES_IN_ALL:
        raise TooManyFiles
    stored.project = project
    stored.save(force_insert=True)
    return stored


def _link(proof: Proof, tokens: list[str]) -> None:
    claims = Claim.objects.filter(project=proof.project_id, token__in=tokens).order_by("pk")
    known = set(ClaimProof.objects.filter(proof=proof).values_list("claim_id", flat=True))
    ClaimProof.objects.bulk_create(ClaimProof(claim=one, proof=proof) for one in claims if one.pk not in known)


def _stored(file: File[bytes] | None, actor: User, now: datetime) -> GrantFile | None:
    if file is None:
        return None
    kind, content = received(file)
    return GrantFile(
        name=clean_name(file.name or "", kind),
        kind=kind,
        file=default_storage.save(f"grants/{now:%Y}/{new_token()}.{kind}", ContentFile(content)),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=actor,
        added_at=now,
    )


def _drop(stored: GrantFile | None) -> None:
    if stored is not None:
        default_storage.delete(stored.file)
