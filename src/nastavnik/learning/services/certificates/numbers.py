"""Numbers of certificates. Each is given once; that none is left out is not promised."""

from django.db.models import F

from nastavnik.learning.models import CertificateCount

ALL_YEARS = 0


def take(*, school_id: int, year: int, count: int) -> int:
    """Take `count` numbers of a year (or of all, `ALL_YEARS`) and return the first; inside a transaction."""
    counts = CertificateCount.objects.filter(school=school_id, year=year)
    CertificateCount.objects.get_or_create(school_id=school_id, year=year)
    counts.update(last=F("last") + count)
    return int(counts.values_list("last", flat=True).get()) - count + 1


def printed_number(year: int, number: int) -> str:
    """Return a number as it is printed: `2026-0001`."""
    return f"{year}-{number:04d}"
