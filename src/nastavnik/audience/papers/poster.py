"""A report as one page with big numbers and bars, PDF or SVG. What is counted in different ways never stands as bars side by side."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

from nastavnik.audience.papers.told import ToldFigure, ToldReport
from nastavnik.core.press import set_pdf, set_svg

TEMPLATE = Path(__file__).parent / "poster.typ"
MOST_BIG, MOST_BARS, MOST_VIEWS, LONGEST = 6, 7, 6, 90
# the first thing that is seen, the most telling first
BIG = (
    *("lessons.held", "people.learners", "libraries.reached", "attendance.visits", "films.published"),
    *("consultations.answered", "contest.applications", "certificates.issued", "collection.articles"),
)


def poster_pdf(told: ToldReport, *, accent: str, made_at: datetime) -> bytes:
    """Return the page as a tagged PDF."""
    return set_pdf(TEMPLATE, poster_of(told, accent), made_at=made_at)


def poster_svg(told: ToldReport, *, accent: str) -> bytes:
    """Return the page as a picture that stays sharp at any size; its letters are drawn and need no font."""
    return set_svg(TEMPLATE, poster_of(told, accent))


def poster_of(told: ToldReport, accent: str) -> dict[str, Any]:
    """Return what stands on the page."""
    by_code = {one.code: one for one in told.figures}
    big = [by_code[code] for code in BIG if code in by_code and by_code[code].value][:MOST_BIG]
    return {
        "title": _cut(told.title),
        "school": _cut(told.school),
        "lead": _cut(gettext("Figures %(period)s, as of %(day)s.") % {"period": told.period, "day": told.as_of}),
        "language": get_language() or "ru",
        "accent": accent,
        "big": [[one.text, _cut(one.title)] for one in big],
        "bars": [
            [title, bars]
            for title, parent in (
                (gettext("Lessons held"), "lessons.held"),
                (gettext("Applications to the contest"), "contest.applications"),
            )
            if (bars := _bars([one for one in told.figures if one.code.startswith(f"{parent}.")]))
        ],
        "views_title": gettext("Views, each as its channel counts them"),
        "views": [[one.text, _cut(one.title)] for one in told.figures if one.code.startswith("views.") and one.value][
            :MOST_VIEWS
        ],
    }


def _bars(figures: Sequence[ToldFigure]) -> list[dict[str, Any]]:
    """Return parts of a whole as bars, the longest one full."""
    shown = sorted((one for one in figures if one.value), key=lambda one: -(one.value or 0))[:MOST_BARS]
    return [
        {"label": _cut(one.title), "text": one.text, "share": float(one.value or 0) / float(shown[0].value or 1)}
        for one in shown
    ]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
