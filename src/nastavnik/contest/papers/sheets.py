"""Score sheets to be filled in by hand, one application on a sheet: criteria with their scales, room for words, the juror's signature."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

from nastavnik.contest.selectors.jury.printing import SheetsToPrint, SheetToPrint
from nastavnik.contest.selectors.setup import CriterionRead
from nastavnik.core.press import set_pdf

TEMPLATE = Path(__file__).parent / "sheets.typ"

Told = dict[str, Any]


def sheets_pdf(told: SheetsToPrint, *, made_at: datetime) -> bytes:
    """Return the sheets of a juror as a PDF, a page or more for each application."""
    return set_pdf(TEMPLATE, told_of(told), made_at=made_at)


def told_of(told: SheetsToPrint) -> Told:
    """Return what the template reads."""
    return {
        "language": get_language() or "ru",
        "contest": told.contest,
        "school": told.school,
        "juror": told.juror,
        "position": told.position,
        "until": told.until,
        "criteria": [_criterion(number, one) for number, one in enumerate(told.criteria, start=1)],
        "sheets": [_sheet(one) for one in told.sheets],
        "words": {
            "sheet": gettext("Score sheet"),
            "juror": gettext("Juror"),
            "direction": gettext("Direction"),
            "until": gettext("Hand in until"),
            "how": gettext("Circle one mark in each line. The lowest and the highest mark need a word why."),
            "why": gettext("Why"),
            "advice": gettext("Advice to the authors (they read it without your name)"),
            "conflict": gettext(
                "I have no interest in this project: it is not of my organisation, I did not help to write it. "
                "Otherwise I do not judge it, because:"
            ),
            "signature": gettext("Signature"),
            "day": gettext("Day"),
        },
    }


def _criterion(number: int, criterion: CriterionRead) -> Told:
    levels = "; ".join(f"{level.mark} — {level.words.rstrip('.')}" for level in criterion.levels if level.words)
    return {
        "title": f"{number}. {criterion.title}",
        "help": levels or criterion.help,
        "marks": [str(mark) for mark in range(criterion.lowest, criterion.highest + 1)],
    }


def _sheet(sheet: SheetToPrint) -> Told:
    label = gettext("Sample") if sheet.number is None else f"№ {sheet.number}"
    return {"label": label, "title": sheet.title, "direction": sheet.direction, "token": sheet.token}
