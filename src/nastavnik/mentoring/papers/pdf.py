"""A paper as a tagged PDF, set by `core.press`."""

from datetime import datetime
from pathlib import Path

from nastavnik.core.press import set_pdf
from nastavnik.mentoring.papers.paper import Paper

TEMPLATE = Path(__file__).parent / "paper.typ"


def pdf_of(paper: Paper, made_at: datetime) -> bytes:
    """Return a paper as PDF."""
    return set_pdf(TEMPLATE, paper.told(), made_at=made_at)
