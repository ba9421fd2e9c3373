"""A person's own certificates."""

from dataclasses import dataclass

from django.urls import reverse

from nastavnik.learning.enums import CertificateState
from nastavnik.learning.models import Certificate
from nastavnik.learning.selectors.certificates.templates import Paper, day_of, paper_of, verify_url
from nastavnik.people.models import User
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A certificate as its person sees it; files are offered while it holds."""

    number: str
    heading: str
    programme: str
    kind: str
    hours: str
    issued_on: str
    state: CertificateState
    because: str
    verify_url: str
    pdf_url: str
    badge_url: str
    credential_url: str

    @property
    def is_valid(self) -> bool:
        """Tell whether it holds."""
        return self.state is CertificateState.VALID


def certificates_of(user: User, school: School) -> list[OwnCertificate]:
    """Return the certificates of a person in the school, the newest first; those that were replaced stand by their new ones."""
    certificates = Certificate.objects.filter(user=user, school=school, replaced_at=None)
    return [own_certificate(one, school) for one in certificates.order_by("-issued_at", "-pk")]


def own_certificate(certificate: Certificate, school: School) -> OwnCertificate:
    """Return a certificate with the addresses of its files."""
    printed = certificate.printed
    return OwnCertificate(
        number=certificate.number,
        heading=printed["heading"],
        programme=printed["programme"],
        kind=printed["kind"],
        hours=printed["hours"],
        issued_on=day_of(certificate, school),
        state=certificate.state,
        because=certificate.revoked_because,
        verify_url=verify_url(school, certificate.code),
        pdf_url=reverse("learning:own_certificate_pdf", args=[certificate.code]),
        badge_url=reverse("learning:badge", args=[certificate.code]),
        credential_url=reverse("learning:credential", args=[certificate.code]),
    )


def own_paper(user: User, school: School, code: str) -> Paper:
    """Return a certificate of a person that holds as a file. Raises `Certificate.DoesNotExist`."""
    valid = Certificate.objects.filter(user=user, school=school, revoked_at=None, replaced_at=None)
    return paper_of(valid.select_related("school").get(code=code))
