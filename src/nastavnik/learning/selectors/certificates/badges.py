"""What badges tell: read of the certificate's row, signed by `services.certificates.badges`."""

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.core import sealing
from nastavnik.learning.models import Certificate
from nastavnik.learning.papers.badge.credential import Issuer, Recipient, Told
from nastavnik.learning.papers.badge.status import LIST_BITS, place_of
from nastavnik.learning.papers.sheet import sheet_from
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

SALT = "learning.badge-salt"
SALT_LETTERS = 22


def issuer_of(school: School) -> Issuer:
    """Return the school as badges name it."""
    return Issuer(name=school.title, base_url=school.base_url)


def badge_of(school: School, code: str) -> Certificate:
    """Return a certificate whose badge everybody may have who knows its code. Raises `Certificate.DoesNotExist`.

    One that lost its name has no badge any more; one that does not hold has: its list of status says so.
    """
    certificates = Certificate.objects.filter(school=school, erased_at=None)
    return certificates.select_related("school", "programme", "user").get(code=code)


def recipient_of(certificate: Certificate, *, actor: Actor) -> Recipient:
    """Return whose badge it is: the name as printed, and for herself the e-mail of her account, which is only told hashed.

    Others get the name alone: whoever has a hash and its salt can try addresses that she may have.
    """
    if certificate.user is None or certificate.user != actor:
        return Recipient(name=certificate.name)
    salt = sealing.digest(certificate.code, purpose=SALT)[:SALT_LETTERS]
    return Recipient(name=certificate.name, email=certificate.user.email, salt=salt)


def told_of(certificate: Certificate) -> Told:
    """Return what the badge of a certificate tells."""
    sheet, school = sheet_from(certificate.printed), certificate.school
    programme = certificate.programme
    list_number, place = place_of(certificate.status_index)
    with override(sheet.language):
        label = _("Academic hours of 45 minutes")
        hours = "" if certificate.hours is None else number_format(certificate.hours, 1, use_l10n=False)
    return Told(
        code=certificate.code,
        number=certificate.number,
        heading=sheet.heading,
        programme=sheet.programme,
        programme_url=f"{school.base_url}/programme/{programme.token}/" if programme else f"{school.base_url}/",
        kind=certificate.kind,
        text=sheet.text,
        themes=sheet.themes,
        hours=hours,
        hours_label=label,
        issued_at=certificate.issued_at,
        list_number=list_number,
        place_in_list=place,
    )


def ended_in(school: School, number: int) -> list[int]:
    """Return the indexes of the badges of list `number` that do not hold any more. Raises `DoesNotExist` for no such list."""
    first = number * LIST_BITS
    listed = Certificate.objects.filter(school=school, status_index__gte=first, status_index__lt=first + LIST_BITS)
    if number and not listed.exists():
        raise Certificate.DoesNotExist
    ended = listed.filter(Q(revoked_at__isnull=False) | Q(replaced_at__isnull=False))
    return list(ended.order_by("status_index").values_list("status_index", flat=True))
