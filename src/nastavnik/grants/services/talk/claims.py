"""What a project claims: marked in a field, proved by what lies in the drawer, or said to need no proof."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from nastavnik.contest.checking.characters import normal
from nastavnik.core import journal
from nastavnik.grants.funds.anchors import find
from nastavnik.grants.models import Claim, ClaimProof, GrantApplication, GrantProject, Proof
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.talk.words import words_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.locking import locked_project
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.grants.services.talk.refusals import ClaimTooShort, TooManyClaims, WordsNotThere
from nastavnik.people.models import User

LONGEST = 1000
MOST_CLAIMS = 300


@transaction.atomic
def add_claim(
    *, actor: User, grant_id: int, field_key: str, words: str, now: datetime, is_dismissed: bool = False
) -> Claim:
    """Mark words of a field as a claim that needs a proof, or (`is_dismissed`) say that they need none; the same words are one claim.

    Raises `FieldGone`, `WordsNotThere`, `ClaimTooShort`, `TooManyClaims`.
    """
    grant = GrantApplication.objects.select_related("template").get(pk=grant_id)
    project = locked_project(actor, grant.project_id)
    found = _found(grant, field_key, words)
    known = Claim.objects.filter(project=project)
    if (same := known.filter(field_key=field_key, words=found).first()) is not None:
        return _dismiss(same, actor, now, is_dismissed=is_dismissed)
    if known.count() >= MOST_CLAIMS:
        raise TooManyClaims
    claim = Claim.objects.create(
        project=project,
        field_key=field_key,
        words=found,
        is_dismissed=is_dismissed,
        added_by=actor,
        added_at=now,
    )
    journal.record(actor=actor, verb="claim_marked", subject=project, now=now, words=found, is_dismissed=is_dismissed)
    return claim


@transaction.atomic
def prove_claim(*, actor: User, project_id: int, claim_token: str, proofs: Iterable[str], now: datetime) -> Claim:
    """Let a claim rest on these proofs of the drawer and on no others. Raises `Claim.DoesNotExist`."""
    project = locked_project(actor, project_id)
    claim = Claim.objects.get(project=project, token=claim_token)
    wanted = set(Proof.objects.filter(project=project, token__in=list(proofs)).values_list("pk", flat=True))
    links = ClaimProof.objects.filter(claim=claim)
    links.exclude(proof__in=wanted).delete()
    known = set(links.values_list("proof_id", flat=True))
    ClaimProof.objects.bulk_create(ClaimProof(claim=claim, proof_id=pk) for pk in sorted(wanted - known))
    journal.record(actor=actor, verb="claim_proved", subject=project, now=now, claim=claim.token, proofs=len(wanted))
    return claim


@transaction.atomic
def dismiss_claim(*, actor: User, project_id: int, claim_token: str, now: datetime) -> Claim:
    """Say of a claim that it needs no proof; what it rests on stays for when it is taken back. Safe to repeat."""
    return _dismiss(_claim(actor, project_id, claim_token), actor, now, is_dismissed=True)


@transaction.atomic
def restore_claim(*, actor: User, project_id: int, claim_token: str, now: datetime) -> Claim:
    """Say of dismissed words that they need a proof after all. Safe to repeat."""
    return _dismiss(_claim(actor, project_id, claim_token), actor, now, is_dismissed=False)


def _claim(actor: User, project_id: int, claim_token: str) -> Claim:
    project: GrantProject = locked_project(actor, project_id)
    return Claim.objects.select_related("project").get(project=project, token=claim_token)


def _dismiss(claim: Claim, actor: User, now: datetime, *, is_dismissed: bool) -> Claim:
    if claim.is_dismissed != is_dismissed:
        claim.is_dismissed = is_dismissed
        claim.save(update_fields=["is_dismissed"])
        verb = "claim_dismissed" if is_dismissed else "claim_restored"
        journal.record(actor=actor, verb=verb, subject=claim.project, now=now, claim=claim.token)
    return claim


def _found(grant: GrantApplication, field_key: str, words: str) -> str:
    """Return the words as they stand in the field."""
    field = template_of(grant.template).form.field(field_key)
    if field is None:
        raise FieldGone
    quote = normal(words).strip()[:LONGEST].strip()
    if not quote:
        raise ClaimTooShort
    text = words_of(field, content_of(grant).values)
    anchor = find(text, quote)
    if anchor is None:
        raise WordsNotThere
    return text[anchor.begin : anchor.end][:LONGEST]
