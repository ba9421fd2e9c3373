"""The words of certificates: days, hours, what a template says by itself, what stands beside the square code."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.papers.words import in_russian
from nastavnik.learning.selectors.completion import hours_words
from nastavnik.programme.models import Programme, School

HARD_SPACE = "\N{NO-BREAK SPACE}"


def language_of_paper() -> str:
    """Return the language in which certificates are printed: that of the installation."""
    return str(settings.LANGUAGE_CODE)


def default_heading(kind: CertificateKind) -> str:
    """Return the heading of a template that nobody has changed."""
    with override(language_of_paper()):
        return {
            CertificateKind.PARTICIPANT: _("Certificate of participation"),
            CertificateKind.MENTOR: _("Certificate of a mentor"),
            CertificateKind.SPEAKER: _("Certificate of a speaker"),
            CertificateKind.JUROR: _("Certificate of a juror"),
        }[kind]


def default_before() -> str:
    """Return the words before the name."""
    with override(language_of_paper()):
        return _("This is to certify that")


def default_after(kind: CertificateKind) -> str:
    """Return the words after the name, with names in braces as a methodist types them."""
    with override(language_of_paper()):
        text = {
            CertificateKind.PARTICIPANT: _(
                "is a participant of the programme “{programme}” ({first_day} – {last_day}). Counted: {hours}."
            ),
            CertificateKind.MENTOR: _("is a mentor of the programme “{programme}” ({first_day} – {last_day})."),
            CertificateKind.SPEAKER: _(
                "is a speaker of the programme “{programme}” ({first_day} – {last_day}). Lessons held: {lessons}."
            ),
            CertificateKind.JUROR: _("is a juror of the contest of the programme “{programme}”."),
        }[kind]
    return in_russian(text)


def values_of(school: School, programme: Programme, *, hours: Decimal | None, lessons: int) -> Mapping[str, str]:
    """Return what stands in place of the names in braces. The language of the paper must be in force."""
    return {
        "programme": programme.title,
        "school": school.title,
        "hours": hours_on_paper(hours),
        "lessons": str(lessons),
        "first_day": day_on_paper(programme.starts_on),
        "last_day": day_on_paper(programme.ends_on),
    }


def hours_on_paper(hours: Decimal | None) -> str:
    """Return hours in words, unbroken; nothing where none are counted."""
    return "" if hours is None else hours_words(hours).replace(" ", HARD_SPACE)


def lessons_in_words(count: int) -> str:
    """Return a number of lessons in words."""
    return ngettext("%(count)d lesson", "%(count)d lessons", count) % {"count": count}


def day_on_paper(day: date) -> str:
    """Return a day as it is printed, unbroken: «26 ноября 2026 г.»."""
    return date_format(day, _("j E Y")).replace(" ", HARD_SPACE)


def issued_on_paper(at: datetime, school: School) -> str:
    """Return the day of issue by the school's clock, in the language of the paper."""
    with override(language_of_paper()):
        return day_on_paper(at.astimezone(school.zone).date())


def words_of_paper() -> dict[str, str]:
    """Return what the template says by itself."""
    with override(language_of_paper()):
        return {
            "qr": _("Square code with the address of the page that verifies this certificate"),
            "verify": _("Whether this certificate is genuine is told by the page"),
            "signature": _("Signature"),
            "seal": pgettext("space for a seal", "Seal"),
            "themes": _("Themes of the lessons"),
            "appendix": pgettext("certificate", "Appendix"),
            "see_appendix": _("The themes of the lessons stand in the appendix, on the next sheet."),
        }
