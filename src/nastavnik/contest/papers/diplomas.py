"""Diplomas of winners and certificates of participants and jurors as PDF, one on a sheet."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language

from nastavnik.contest.papers.press import set_pdf
from nastavnik.contest.selectors.results.diplomas import Diploma

TEMPLATE = "diplomas.typ"


def diplomas_pdf(diplomas: Sequence[Diploma], *, school: str, contest: str, made_at: datetime) -> bytes:
    """Return so many sheets as a tagged PDF; there is one at least."""
    told = {
        "language": get_language() or "ru",
        "school": school,
        "contest": contest,
        "sheets": [one.told() for one in diplomas],
    }
    return set_pdf(TEMPLATE, told, made_at=made_at)
