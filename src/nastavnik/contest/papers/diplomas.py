"""Diplomas of winners and certificates of participants and jurors as PDF, one on a sheet."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

from nastavnik.contest.selectors.results.diplomas import DiplomaSheet
from nastavnik.core.codes import shown_address, spoken_code, square_code
from nastavnik.core.press import set_pdf

TEMPLATE = Path(__file__).parent / "diplomas.typ"


def diplomas_pdf(diplomas: Sequence[DiplomaSheet], *, school: str, contest: str, made_at: datetime) -> bytes:
    """Return so many sheets as a tagged PDF; there is one at least."""
    told = {
        "language": get_language() or "ru",
        "school": school,
        "contest": contest,
        "sheets": [_told(one) for one in diplomas],
        "words": {
            "verify": gettext("Whether this diploma is genuine is told by the page"),
            "qr": gettext("Square code of the page that verifies this diploma"),
        },
    }
    return set_pdf(TEMPLATE, told, made_at=made_at)


def _told(sheet: DiplomaSheet) -> dict[str, Any]:
    """Return a sheet as the template reads it; without a code it has no square."""
    prize = gettext("Prize: %(prize)s") % {"prize": sheet.prize} if sheet.prize else ""
    return {
        **sheet.told(),
        "prize": prize,
        "qr": square_code(sheet.verify_url) if sheet.code else "",
        "code_shown": spoken_code(sheet.code),
        "verify_shown": shown_address(sheet.verify_url, sheet.code),
    }
