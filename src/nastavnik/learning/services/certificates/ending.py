"""A certificate ends: it is revoked with a reason, or replaced by one with a corrected name, or loses its name."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.core.text import search_key
from nastavnik.learning.enums import CertificateState
from nastavnik.learning.events import CertificateIssued, CertificateRevoked
from nastavnik.learning.models import Certificate
from nastavnik.learning.permissions import can_issue_certificates
from nastavnik.learning.services.certificates import numbers
from nastavnik.learning.services.certificates.papers import forget_papers
from nastavnik.learning.services.certificates.refusals import NotValid, SameName, WhyMissing
from nastavnik.learning.services.certificates.telling import tell_of_new_issue, tell_of_revocation
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@transaction.atomic
def revoke_certificate(*, actor: Actor, code: str, because: str, now: datetime) -> Certificate:
    """Say that a certificate does not hold any more, and why: whoever verifies it reads that. Raises `NotValid`, `WhyMissing`."""
    certificate = _valid(actor, code)
    why = " ".join(because.split())
    if not why:
        raise WhyMissing
    certificate.revoked_at, certificate.revoked_because = now, why
    certificate.save(update_fields=["revoked_at", "revoked_because"])
    journal.record(actor=actor, verb="revoked", subject=certificate, now=now)
    publish(CertificateRevoked(certificate_id=certificate.pk, user_id=certificate.user_id))
    tell_of_revocation(certificate=certificate, now=now)
    return certificate


@transaction.atomic
def reissue_certificate(*, actor: Actor, code: str, name: str, now: datetime) -> Certificate:
    """Issue a certificate anew under a corrected name, with a number and a code of its own; the old one says so.

    Everything else is printed as it was. Raises `NotValid`, `SameName`.
    """
    old = _valid(actor, code)
    corrected = " ".join(name.split())
    if corrected == old.name:
        raise SameName
    old.replaced_at = now
    old.save(update_fields=["replaced_at"])
    new = _again(old, corrected, actor, now)
    journal.record(actor=actor, verb="replaced", subject=old, now=now, by=new.number)
    journal.record(actor=actor, verb="reissued", subject=new, now=now, instead_of=old.number)
    publish(CertificateIssued(certificate_id=new.pk, user_id=new.user_id))
    tell_of_new_issue(certificate=new, now=now)
    return new


def _valid(actor: Actor, code: str) -> Certificate:
    """Return a certificate that still holds, locked, for a methodist. Raises `NotValid`."""
    certificate = Certificate.objects.select_for_update(of=("self",)).select_related("school").get(code=code)
    if not can_issue_certificates(actor, certificate.school):
        raise PermissionDenied
    if certificate.state != CertificateState.VALID or certificate.erased_at is not None:
        raise NotValid
    return certificate


def _again(old: Certificate, name: str, actor: Actor, now: datetime) -> Certificate:
    year = now.astimezone(old.school.zone).year
    number = numbers.take(school_id=old.school_id, year=year, count=1)
    index = numbers.take(school_id=old.school_id, year=numbers.ALL_YEARS, count=1)
    return Certificate.objects.create(
        code=new_token(),
        school=old.school,
        programme_id=old.programme_id,
        run_id=old.run_id,
        number=numbers.printed_number(year, number),
        status_index=index - 1,
        kind=old.kind,
        user_id=old.user_id,
        holder=old.holder,
        name=name,
        name_key=search_key(name),
        hours=old.hours,
        printed=old.printed,
        issued_at=now,
        issued_by=actor if isinstance(actor, User) else None,
        replaces=old,
    )


@transaction.atomic
def forget_person(*, user_id: int, now: datetime) -> int:
    """Take the name off the certificates of a person who asked to be forgotten; return of how many.

    That a certificate of this number was issued, for what and when, stays: it names nobody any more, and whoever holds
    the paper can still show that it is genuine (docs/decisions/2026-11-26-erased-certificates.md).
    """
    certificates = Certificate.objects.filter(user=user_id)
    forget_papers(run_ids=certificates.exclude(run=None).values_list("run_id", flat=True).distinct())
    return certificates.update(user=None, holder="", name="", name_key="", erased_at=now)
