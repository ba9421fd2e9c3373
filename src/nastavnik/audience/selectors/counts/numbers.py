"""Numbers of views as people type and places write them: `7 745`. A rounded one is no number of the ledger."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal

MOST_SHOWN = 40
# what stands between thousands: spaces of all widths, an apostrophe
BETWEEN = re.compile(r"[\s\u00a0\u2009\u202f'’]+")
WHOLE = re.compile(r"\d{1,18}", re.ASCII)
ROUNDED = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)(тыс|млн|т|к|k|m)\.?", re.ASCII | re.IGNORECASE)
# Excel's own tail of a whole number; words of a page after it
TAIL = re.compile(r"(?i)[.,]0{1,2}$|просм(?:отр(?:а|ов)?|\.)?$|views?$|чел(?:овек(?:а)?|\.)?$")
THOUSANDS = {"тыс": 1000, "т": 1000, "к": 1000, "k": 1000, "млн": 10**6, "m": 10**6}


class NotANumber(Refusal):
    """A cell that holds no whole number."""


def read_count(text: str) -> int | None:
    """Return a number of views; None for an empty cell. Raises `NotANumber` with a sentence."""
    plain = BETWEEN.sub("", text.strip())
    if plain in {"", "—", "-", "–"}:
        return None
    plain = TAIL.sub("", plain)
    if WHOLE.fullmatch(plain):
        return int(plain)
    shown = {"cell": text.strip()[:MOST_SHOWN]}
    if rounded := ROUNDED.fullmatch(plain):
        about = Decimal(rounded[1].replace(",", ".")) * THOUSANDS[rounded[2].casefold()]
        words = _(
            "“%(cell)s” is a rounded number. Write it in full; if the place shows no other, write %(about)s and say so."
        )
        raise NotANumber(words % {**shown, "about": int(about)})
    if plain.startswith(("-", "−", "–")):
        raise NotANumber(_("“%(cell)s” is less than nought. Views are counted from nought up.") % shown)
    raise NotANumber(_("“%(cell)s” is not a whole number. Write it in digits: 7745 or 7 745.") % shown)
