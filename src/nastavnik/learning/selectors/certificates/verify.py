"""What a certificate tells to whoever has its code: who, what, how long, when, and whether it holds; nothing more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nastavnik.core.ids import ALPHABET, TOKEN_LENGTH
from nastavnik.learning.enums import CertificateKind, CertificateState
from nastavnik.learning.models import Certificate
from nastavnik.programme.models import School

# Letters of the other alphabet that look the same on paper, and signs that look like letters of a code.
LOOK_ALIKE = dict(zip("авеікмнрстухзбь1l|!", "abeikmhpctyx36biiii", strict=True))
SAME = str.maketrans({**LOOK_ALIKE, **dict.fromkeys("-‐‑‒–—_.·", "")})
MOST_TYPED = 60

# Papers of the apps above with codes of the same kind: each says at what address it tells of one, or nothing.
AddressOf = Callable[[School, str], str]
_elsewhere: list[AddressOf] = []


@dataclass(frozen=True, slots=True)
class Verified:
    """A certificate as the page shows it. `name` is empty once its person asked to be forgotten."""

    name: str
    heading: str
    kind: str
    programme: str
    text: str
    hours: str
    number: str
    issued_on: str
    school: str
    state: CertificateState
    ended_on: str
    because: str
    is_erased: bool

    @property
    def is_valid(self) -> bool:
        """Tell whether it holds."""
        return self.state is CertificateState.VALID


def code_from(typed: str) -> str:
    """Return the code that was meant: without spaces and dashes, in small Latin letters; an address gives its last part.

    Nothing for what cannot be a code.
    """
    last = typed.strip()[:MOST_TYPED].rstrip("/").rpartition("/")[2].lower()
    plain = "".join(last.split()).translate(SAME)
    is_code = len(plain) == TOKEN_LENGTH and all(letter in ALPHABET for letter in plain)
    return plain if is_code else ""


def verified_elsewhere(address_of: AddressOf) -> AddressOf:
    """Let `/verify/` lead to papers of another app: people type all codes in one place."""
    _elsewhere.append(address_of)
    return address_of


def address_elsewhere(school: School, typed: str) -> str:
    """Return where another app tells of the paper with this code, or nothing."""
    code = code_from(typed)
    found = (address_of(school, code) for address_of in _elsewhere)
    return next(filter(None, found), "") if code else ""


def verified(school: School, typed: str) -> Verified | None:
    """Return the certificate of the school that was asked for, or None."""
    code = code_from(typed)
    row = Certificate.objects.filter(school=school, code=code).first() if code else None
    if row is None:
        return None
    printed = row.printed
    return Verified(
        name=row.name,
        heading=printed["heading"],
        kind=str(CertificateKind(row.kind).label),
        programme=printed["programme"],
        text=printed["text"],
        hours=printed["hours"],
        number=row.number,
        issued_on=_day(row.issued_at, school),
        school=printed["school"],
        state=row.state,
        ended_on=_day(row.ended_at, school) if row.ended_at else "",
        because=row.revoked_because,
        is_erased=row.erased_at is not None,
    )


def _day(at: datetime, school: School) -> str:
    return date_format(at.astimezone(school.zone), _("j E Y"))
