"""Badges: the keys of a school, and what it signs with them. Nothing signed is kept: it is made anew of the certificate's row."""

import json
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from nastavnik.core import journal, sealing
from nastavnik.learning.models import BadgeKey, Certificate
from nastavnik.learning.papers import press
from nastavnik.learning.papers.badge import keys
from nastavnik.learning.papers.badge.baking import baked
from nastavnik.learning.papers.badge.credential import Issuer, credential, did_document
from nastavnik.learning.papers.badge.proof import Document, signed
from nastavnik.learning.papers.badge.status import status_list
from nastavnik.learning.papers.sheet import sheet_from
from nastavnik.learning.selectors.certificates import badges
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PURPOSE = "learning.badge-key"


def signed_credential(*, actor: Actor, certificate: Certificate, now: datetime) -> Document:
    """Return the badge of a certificate that names its person (see `badges.badge_of`), signed by its school."""
    recipient, told = badges.recipient_of(certificate, actor=actor), badges.told_of(certificate)
    return _sign(certificate.school, credential(badges.issuer_of(certificate.school), recipient, told), now)


def baked_badge(*, actor: Actor, certificate: Certificate, now: datetime) -> bytes:
    """Return the badge as a picture that carries its credential."""
    year = str(certificate.issued_at.astimezone(certificate.school.zone).year)
    picture = press.badge_png(sheet_from(certificate.printed), year)
    document = signed_credential(actor=actor, certificate=certificate, now=now)
    return baked(picture, json.dumps(document, ensure_ascii=False))


def signed_status(*, school: School, number: int, now: datetime) -> Document:
    """Return the list of badges of the school that do not hold any more, signed."""
    return _sign(school, status_list(badges.issuer_of(school), number, badges.ended_in(school, number), now), now)


def issuer_document(*, school: School, now: datetime) -> Document:
    """Return the document of the school's name that says which keys speak for it."""
    _key_of(school, now)
    publics = BadgeKey.objects.filter(school=school).order_by("-created_at", "-pk").values_list("public", flat=True)
    return did_document(badges.issuer_of(school), list(publics))


def _sign(school: School, document: Document, now: datetime) -> Document:
    key = _key_of(school, now)
    issuer: Issuer = badges.issuer_of(school)
    return signed(document, key, method=issuer.key_address(keys.public_of(key)), at=now)


def _key_of(school: School, now: datetime) -> Ed25519PrivateKey:
    """Return the newest key that opens; makes one for a school that has none, or none that this SECRET_KEY opens."""
    known = BadgeKey.objects.filter(school=school).order_by("-created_at", "-pk").first()
    return (known and _opened(known)) or _new_key(school, now)


def _opened(row: BadgeKey) -> Ed25519PrivateKey | None:
    try:
        return keys.key_from(sealing.unseal(row.sealed, purpose=PURPOSE))
    except sealing.Unsealable:
        return None


@transaction.atomic
def _new_key(school: School, now: datetime) -> Ed25519PrivateKey:
    School.objects.select_for_update().get(pk=school.pk)
    other = BadgeKey.objects.filter(school=school).order_by("-created_at", "-pk").first()
    if other is not None and (opened := _opened(other)) is not None:
        return opened  # made by another page between our look and our lock
    key = keys.new_key()
    row = BadgeKey.objects.create(
        school=school,
        public=keys.public_of(key),
        sealed=sealing.seal(keys.secret_of(key), purpose=PURPOSE),
        created_at=now,
    )
    journal.record(actor=None, verb="badge_key_made", subject=row, now=now, public=row.public)
    return key
