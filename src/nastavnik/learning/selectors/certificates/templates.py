"""Templates of certificates, and the sheets that are made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import Certificate, CertificateSignature, CertificateTemplate
from nastavnik.learning.papers import press
from nastavnik.learning.papers.sheet import Sheet, Signature, Stamp, sheet_from, themes_from
from nastavnik.learning.papers.words import filled
from nastavnik.learning.selectors.certificates import wording
from nastavnik.programme.models import Programme, School

SAMPLE_HOURS = Decimal(24)
SAMPLE_CODE = "k7m2p9x4ab"
# What the name of a file may have besides letters and digits.
IN_FILE_NAMES = " -.,()№«»"


def template_of(school: School, kind: CertificateKind) -> CertificateTemplate:
    """Return how certificates of a kind read in the school; unsaved and in our own words where nobody has changed them."""
    templates = CertificateTemplate.objects.filter(school=school, kind=kind).prefetch_related("signatures")
    return templates.first() or CertificateTemplate(
        school=school,
        kind=kind,
        heading=wording.default_heading(kind),
        before=wording.default_before(),
        after=wording.default_after(kind),
    )


def signatures_of(template: CertificateTemplate) -> list[CertificateSignature]:
    """Return who signs, in the order on the paper."""
    return sorted(template.signatures.all(), key=lambda one: one.place) if template.pk else []


def sheet_of(
    template: CertificateTemplate, programme: Programme, *, hours: Decimal | None, themes: Sequence[str]
) -> Sheet:
    """Return what a certificate of the template prints for so many hours and these lessons; the school must be loaded."""
    school = template.school
    language = wording.language_of_paper()
    with override(language):
        values = wording.values_of(school, programme, hours=hours, lessons=len(themes))
        return Sheet(
            school=school.title,
            programme=programme.title,
            heading=template.heading,
            before=template.before,
            text=filled(template.after, values),
            kind=str(CertificateKind(template.kind).label),
            hours=wording.hours_on_paper(hours),
            place=template.place,
            has_seal=template.has_seal,
            themes=themes_from(list(themes)) if template.has_themes else (),
            signatures=tuple(Signature(one.name, one.position, one.picture) for one in signatures_of(template)),
            accent=school.accent_light,
            language=language,
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet as a file."""

    name: str
    content: bytes


def paper_of(certificate: Certificate) -> Paper:
    """Return a certificate as a file; the school must be loaded."""
    return Paper(file_name(certificate, "pdf"), pdf_of(certificate))


def sample_of(school: School, kind: CertificateKind, now: datetime) -> Paper:
    """Return a sheet of the template as it is now, filled with words that are nobody's."""
    with override(wording.language_of_paper()):
        name, title = _("Ivanova Maria Sergeevna"), _("Title of the programme")
        themes = [_("Theme of lesson %(number)d") % {"number": number} for number in range(1, 7)]
        today = now.astimezone(school.zone).date()
        programme = Programme(school=school, title=title, starts_on=today, ends_on=today)
        sheet = sheet_of(template_of(school, kind), programme, hours=SAMPLE_HOURS, themes=themes)
        day = wording.issued_on_paper(now, school)
    stamp = Stamp(name, f"{today.year}-0000", day, now, SAMPLE_CODE, verify_url(school, SAMPLE_CODE))
    return Paper("sample.pdf", pdf_from(sheet, stamp))


def pdf_of(certificate: Certificate) -> bytes:
    """Return a certificate as it is printed; the school must be loaded. Made of what is kept in its row."""
    return pdf_from(sheet_from(certificate.printed), stamp_of(certificate))


def pdf_from(sheet: Sheet, stamp: Stamp) -> bytes:
    """Return a sheet as PDF."""
    return press.certificate_pdf(sheet, stamp, wording.words_of_paper(), read_picture)


def stamp_of(certificate: Certificate) -> Stamp:
    """Return what tells a certificate from others."""
    return Stamp(
        name=certificate.name,
        number=certificate.number,
        issued=wording.issued_on_paper(certificate.issued_at, certificate.school),
        issued_at=certificate.issued_at,
        code=certificate.code,
        verify_url=verify_url(certificate.school, certificate.code),
    )


def verify_url(school: School, code: str) -> str:
    """Return the whole address that the square code leads to."""
    return f"{school.base_url}/verify/{code}/"


def day_of(certificate: Certificate, school: School) -> str:
    """Return the day of issue by the school's clock, in the reader's language."""
    return date_format(certificate.issued_at.astimezone(school.zone), _("j E Y"))


def read_picture(name: str) -> bytes:
    """Return the picture of a signature."""
    with default_storage.open(name) as file:
        content: Any = file.read()
    return bytes(content)


def file_name(certificate: Certificate, ending: str) -> str:
    """Return what a certificate is called when it is saved: number and name, without signs that file systems refuse."""
    plain = "".join(sign for sign in certificate.name if sign.isalnum() or sign in IN_FILE_NAMES)
    return f"{certificate.number} {' '.join(plain.split())[:80]}".strip(" .") + f".{ending}"
