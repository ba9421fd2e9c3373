"""Certificates are made here: one row each, with all that is printed. Nobody gets two of a kind in a programme."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.core.text import search_key
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.events import CertificateIssued
from nastavnik.learning.models import Certificate, CertificateRun
from nastavnik.learning.permissions import can_issue_certificates
from nastavnik.learning.selectors.certificates.qualifying import Holder, chosen_holders, names_held
from nastavnik.learning.selectors.certificates.templates import sheet_of, template_of
from nastavnik.learning.services.certificates import numbers
from nastavnik.learning.services.certificates.refusals import HasOneAlready, TooMany
from nastavnik.learning.services.certificates.telling import tell_of_certificates
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Programme, School

MOST_BY_HAND = 100
BATCH = 200


@transaction.atomic
def issue_by_hand(
    *,
    actor: Actor,
    programme_id: int,
    kind: CertificateKind,
    keys: Collection[str],
    hours: Decimal | None = None,
    now: datetime,
) -> list[Certificate]:
    """Give certificates to those whom the methodist chose from the lists (`keys`, see `Holder`).

    `hours` are printed for all of them; without, a participant's are those that she has learnt. Whoever has such a
    certificate is left out. Raises `TooMany`, `HasOneAlready` when that leaves nobody.
    """
    programme = Programme.objects.select_related("school").get(pk=programme_id)
    if not can_issue_certificates(actor, programme.school):
        raise PermissionDenied
    if len(keys) > MOST_BY_HAND:
        raise TooMany
    holders = chosen_holders(programme, kind, keys)
    if hours is not None:
        holders = [replace(holder, hours=hours) for holder in holders]
    made = write_certificates(actor=actor, programme=programme, kind=kind, holders=holders, now=now)
    if not made:
        raise HasOneAlready
    tell_of_certificates(certificates=made, now=now)
    return made


@transaction.atomic
def write_certificates(
    *,
    actor: Actor | None,
    programme: Programme,
    kind: CertificateKind,
    holders: Sequence[Holder],
    now: datetime,
    run: CertificateRun | None = None,
) -> list[Certificate]:
    """Write the certificates of those who have none yet, at most some hundreds, and return them; asks no permission."""
    # one issue after another in a school: the second sees what the first has made
    school = School.objects.select_for_update().get(pk=programme.school_id)
    known = names_held(programme, kind, [holder.key for holder in holders])
    new = list({holder.key: holder for holder in holders if holder.key not in known and holder.name}.values())
    if not new:
        return []
    rows = _rows(actor=actor, school=school, programme=programme, kind=kind, holders=new, run=run, now=now)
    made = Certificate.objects.bulk_create(rows, batch_size=BATCH)
    journal.record_many(actor=actor, verb="issued", subjects=made, now=now)
    publish(*(CertificateIssued(certificate_id=one.pk, user_id=one.user_id) for one in made))
    return made


def _rows(
    *,
    actor: Actor | None,
    school: School,
    programme: Programme,
    kind: CertificateKind,
    holders: Sequence[Holder],
    run: CertificateRun | None,
    now: datetime,
) -> list[Certificate]:
    template = template_of(school, kind)
    year = now.astimezone(school.zone).year
    number = numbers.take(school_id=school.pk, year=year, count=len(holders))
    index = numbers.take(school_id=school.pk, year=numbers.ALL_YEARS, count=len(holders))
    return [
        Certificate(
            code=new_token(),
            school=school,
            programme=programme,
            run=run,
            number=numbers.printed_number(year, number + place),
            # from 0: bits are counted so
            status_index=index + place - 1,
            kind=kind,
            user_id=holder.user_id,
            holder=holder.key,
            name=holder.name,
            name_key=search_key(holder.name),
            hours=holder.hours,
            printed=sheet_of(template, programme, hours=holder.hours, themes=holder.themes).kept(),
            issued_at=now,
            issued_by=actor if isinstance(actor, User) else None,
        )
        for place, holder in enumerate(holders)
    ]
