"""Whoever gets a certificate is told: in the page and by mail."""

from collections.abc import Sequence
from datetime import datetime

from nastavnik.learning.models import Certificate
from nastavnik.people import services as people
from nastavnik.people.enums import NoticeKind
from nastavnik.programme.permissions import place_of

ISSUED, REISSUED, REVOKED = "issued", "reissued", "revoked"
OWN_CERTIFICATES = "/me/certificates/"


def tell_of_certificates(*, certificates: Sequence[Certificate], now: datetime) -> int:
    """Tell people that they have a certificate, in the transaction that made them; return how many were told.

    All of them are of one programme and kind.
    """
    return _tell(ISSUED, certificates, now=now)


def tell_of_new_issue(*, certificate: Certificate, now: datetime) -> None:
    """Tell a person that her certificate was issued anew."""
    _tell(REISSUED, [certificate], now=now)


def tell_of_revocation(*, certificate: Certificate, now: datetime) -> None:
    """Tell a person that her certificate does not hold any more, and why."""
    _tell(REVOKED, [certificate], now=now)


def _tell(what: str, certificates: Sequence[Certificate], *, now: datetime) -> int:
    first = certificates[0]
    return people.notify(
        user_ids=[one.user_id for one in certificates if one.user_id is not None],
        kind=NoticeKind.LEARNING,
        template=f"learning/notices/certificate_{what}",
        now=now,
        context={"programme": first.printed["programme"], "number": first.number, "why": first.revoked_because},
        link=first.school.address_of(OWN_CERTIFICATES),
        key=f"certificate.{first.code}.{what}",
        place=place_of(first.school),
    )
